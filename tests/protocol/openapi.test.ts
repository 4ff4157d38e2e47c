import { readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { memoryLedger } from '@askfirst/core/authority'
import { compileErrors, validate } from '@readme/openapi-parser'
import { afterEach, expect, test } from 'vitest'
import {
  type Conversation,
  eventually,
  FEATURES,
  joined,
  MEETING,
  openConversation,
} from './src/conversation.ts'
import { createOpenApi } from './src/openapi.ts'
import { createCheck } from './src/strict.ts'

// The document is what is written, OpenAPI says that it is one, and the running server answers nothing else.

type Document = ReturnType<typeof createOpenApi>
const committed = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../docs/protocol/openapi.json'), 'utf8'),
) as Document

test('the document is the one that is made here: pnpm protocol writes it anew', () => {
  expect(committed).toEqual(JSON.parse(JSON.stringify(createOpenApi())))
})

test('it is OpenAPI 3.1', async () => {
  const result = await validate(structuredClone(committed) as never)
  expect(result.valid, result.valid ? '' : compileErrors(result)).toBe(true)
  expect((await validate({ ...structuredClone(committed), paths: { broken: {} } } as never)).valid).toBe(
    false,
  )
})

const SUMMARY = 'meeting-summary'
const undo: Conversation[] = []
afterEach(async () => {
  for (const one of undo.splice(0)) await one.close()
})
async function open(options?: Parameters<typeof openConversation>[0]) {
  const conversation = await openConversation(options)
  undo.push(conversation)
  return conversation
}

const check = createCheck(committed)
const answered = new Set<string>()

/** Asks a running server, and compares what it answers with the document: status, headers and body. */
async function ask({ origin }: Conversation, path: keyof Document['paths'], token?: string): Promise<number> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(`http://${origin}${path}`, { headers })
  const responses = committed.paths[path].get.responses as unknown as Readonly<Record<string, Documented>>
  const documented = responses[response.status]
  expect(documented, `${path} answers ${response.status}`).toBeDefined()
  const [[type, { schema }] = ['', { schema: {} }]] = Object.entries(documented?.content ?? {})
  expect(response.headers.get('content-type')?.split(';')[0]).toBe(type)
  for (const name of Object.keys(documented?.headers ?? {}))
    expect(response.headers.has(name), name).toBe(true)
  const body = type === 'application/json' ? await response.json() : await response.text()
  if (schema.$ref !== undefined) expect(check(schema.$ref.split('/').at(-1) ?? '', body)).toEqual([])
  answered.add(`${path} ${response.status}`)
  return response.status
}
interface Documented {
  readonly content?: Readonly<Record<string, { readonly schema: { readonly $ref?: string } }>>
  readonly headers?: object
}

test('every route answers as documented, with every answer that there is', async () => {
  const gates = '/consent/gates'
  const one = await open({ limits: { requestsPerSecond: 1 } })
  const { person, server } = one
  const ada = person('ada', 'host')
  await joined(ada)
  await ada.enable('meeting-summary', { answer: 'accept' })
  const mint = (worker: string) => server.mintGateToken({ meeting: MEETING, worker, features: FEATURES })
  const token = await mint('w1')
  expect(await ask(one, gates, token)).toBe(200)
  expect(await ask(one, gates, await server.mintAppToken({ meeting: 'another' }))).toBe(200)
  expect(await ask(one, gates)).toBe(401)
  expect(await ask(one, gates, 'forged')).toBe(401)
  const { participant } = { participant: 'ada' }
  expect(await ask(one, gates, await server.mintToken({ meeting: MEETING, participant, role: 'host' }))).toBe(
    403,
  )
  const statuses: number[] = []
  for (let times = 0; times < 10; times += 1) statuses.push(await ask(one, gates, token))
  expect(statuses).toContain(429)
  expect(await ask(one, '/healthz')).toBe(200)
  expect(await ask(one, '/readyz')).toBe(200)
  expect(await ask(one, '/metrics')).toBe(200)

  const broken = await open({ ledger: { ...memoryLedger(), read: () => Promise.reject(new Error('gone')) } })
  expect(await ask(broken, '/readyz')).toBe(503)
  const unsure = await open({
    onAuthenticate: () => {
      throw new Error('The directory is away.')
    },
  })
  expect(await ask(unsure, gates, await unsure.server.mintAppToken({ meeting: MEETING }))).toBe(503)

  const documented = Object.entries(committed.paths).flatMap(([path, { get }]) =>
    Object.keys(get.responses).map((status) => `${path} ${status}`),
  )
  expect([...answered].sort()).toEqual(documented.sort())
})

test('every webhook says what is documented, to the last field', async () => {
  const told: { readonly type: string; readonly body: unknown; readonly headers: IncomingHttpHeaders }[] = []
  const receiver = createServer(async (request, response) => {
    const body = JSON.parse(await textOf(request))
    told.push({ type: body.type, body, headers: request.headers })
    response.writeHead(204).end()
  })
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
  const events = ['decision', 'gate', 'erasure'] as const
  const { person } = await open({ webhooks: [{ url, secret, events }] })
  const [ada, bob] = [person('ada', 'host'), person('bob')]
  await joined(ada, bob)
  await ada.enable(SUMMARY, { answer: 'accept', grants: ['improve'] })
  await eventually(() => expect(bob.store.getState().view?.features[SUMMARY]?.phase).toBe('on'))
  await bob.defer(SUMMARY)
  await bob.decline(SUMMARY)
  await ada.withdraw(SUMMARY, { asks: ['improve'] })
  await ada.withdraw(SUMMARY)
  await ada.erase(SUMMARY)
  // Four hours pass before a yes expires.
  const expected = Object.keys(committed.webhooks).filter((type) => type !== 'consent.expired')
  await eventually(() => expect([...new Set(told.map(({ type }) => type))].sort()).toEqual(expected.sort()))
  expect(told.flatMap(({ body, type }) => check(type, body))).toEqual([])
  for (const { headers } of told) {
    for (const { name } of committed.webhooks['gate.changed']?.post.parameters ?? [])
      expect(headers).toHaveProperty(name)
  }
  receiver.closeAllConnections()
  receiver.close()
})
