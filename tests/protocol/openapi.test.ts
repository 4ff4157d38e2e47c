import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { memoryLedger } from '@askfirst/core/authority'
import { sqliteLedger } from '@askfirst/server'
import { compileErrors, validate } from '@readme/openapi-parser'
import { afterAll, afterEach, expect, test } from 'vitest'
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

interface Asked {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  readonly token?: string | undefined
  /** In the place of what varies in the path. */
  readonly of?: Readonly<Record<string, string>>
  readonly query?: string
}

/** Asks a running server, and compares what it answers with the document: status, headers and body. */
async function ask(
  { origin }: Conversation,
  path: keyof Document['paths'],
  { method = 'GET', of = {}, query = '', token }: Asked = {},
): Promise<{ readonly status: number; readonly body: unknown }> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const at = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(of[name] ?? ''))
  const response = await fetch(`http://${origin}${at}${query}`, { method, headers, redirect: 'manual' })
  const operation = Object(committed.paths[path])[method.toLowerCase()]
  const documented: Documented | undefined = operation?.responses[response.status]
  expect(documented, `${method} ${path} answers ${response.status}`).toBeDefined()
  const type = response.headers.get('content-type')?.split(';')[0] ?? ''
  expect(Object.keys(documented?.content ?? { '': {} })).toContain(type)
  const { $ref } = documented?.content?.[type]?.schema ?? {}
  for (const name of Object.keys(documented?.headers ?? {}))
    expect(response.headers.has(name), name).toBe(true)
  const body = type === 'application/json' ? await response.json() : await response.text()
  if ($ref !== undefined) expect(check($ref.split('/').at(-1) ?? '', body)).toEqual([])
  answered.add(`${method} ${path} ${response.status} ${type}`)
  return { status: response.status, body }
}
interface Documented {
  readonly content?: Readonly<Record<string, { readonly schema: { readonly $ref?: string } }>>
  readonly headers?: object
}

const GATES = '/consent/gates'
const RECEIPT = '/consent/receipt'
const LINK = '/consent/link'
const MINE = '/consent/mine/{link}'
const RECORD = '/consent/meetings/{meeting}/participants/{participant}/record'
const THEIR_LINK = '/consent/meetings/{meeting}/participants/{participant}/link'
const of = { meeting: MEETING, participant: 'ada' }

/** What is asked with a token, and by which method. */
const WITH_TOKEN = [
  [GATES, {}],
  [RECEIPT, {}],
  [LINK, { method: 'POST' }],
  [RECORD, { of }],
  [THEIR_LINK, { method: 'DELETE', of }],
] as const

const directory = mkdtempSync(join(tmpdir(), 'askfirst-openapi-'))
afterAll(() => rmSync(directory, { recursive: true }))
let ledgers = 0
function newLedger() {
  ledgers += 1
  return sqliteLedger(join(directory, `${ledgers}.db`))
}

/** Asks until it was too often. */
async function untilTooOften(...asked: Parameters<typeof ask>): Promise<void> {
  const statuses: number[] = []
  for (let times = 0; times < 10; times += 1) statuses.push((await ask(...asked)).status)
  expect(statuses).toContain(429)
}

test('every route answers as documented, with every answer that there is', async () => {
  const ledger = newLedger()
  const one = await open({ ledger, limits: { requestsPerSecond: 1_000 } })
  const { person, server } = one
  const ada = person('ada', 'host')
  await joined(ada)
  await ada.enable(SUMMARY, { answer: 'accept' })
  const status = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).status

  const worker = await server.mintGateToken({ meeting: MEETING, worker: 'w1', features: FEATURES })
  const own = await server.mintToken({ meeting: MEETING, participant: 'ada', role: 'host' })
  const keeper = await server.mintKeeperToken({ meeting: MEETING, keeper: 'dpo' })
  for (const [path, asked] of WITH_TOKEN) {
    expect(await status(one, path, asked)).toBe(401)
    expect(await status(one, path, { ...asked, token: 'forged' })).toBe(401)
    expect(await status(one, path, { ...asked, token: path === GATES ? own : worker })).toBe(403)
  }
  expect(await status(one, GATES, { token: worker })).toBe(200)
  expect(await status(one, GATES, { token: await server.mintAppToken({ meeting: 'another' }) })).toBe(200)
  const nobody = await server.mintToken({ meeting: MEETING, participant: 'zoe', role: 'attendee' })
  expect(await status(one, RECEIPT, { token: own })).toBe(200)
  expect(await status(one, RECEIPT, { token: nobody })).toBe(404)
  for (const [query, answer] of [
    ['', 200],
    ['?format=csv', 200],
    ['?format=vcon', 200],
    ['?format=iso', 200],
  ] as const)
    expect(await status(one, RECORD, { of, token: keeper, query })).toBe(answer)
  expect(await status(one, RECORD, { of, token: keeper, query: '?format=kantara' })).toBe(409)
  expect(await status(one, RECORD, { of, token: keeper, query: '?format=xml' })).toBe(400)
  expect(await status(one, RECORD, { of: { ...of, participant: 'zoe' }, token: keeper })).toBe(404)

  const take = async () => {
    const { body } = await ask(one, LINK, { method: 'POST', token: own })
    const [, link = ''] = /^mine\/([^?]+)/.exec((body as { readonly link: string }).link) ?? []
    return { of: { link } }
  }
  expect(await status(one, LINK, { method: 'POST', token: nobody })).toBe(404)
  const mine = await take()
  expect(await status(one, MINE, mine)).toBe(200)
  const press = { ...mine, method: 'POST', query: `?act=withdraw&feature=${SUMMARY}` } as const
  expect(await status(one, MINE, press)).toBe(303)
  const ending = await take()
  expect(await status(one, MINE, { ...ending, method: 'POST', query: '?act=end' })).toBe(200)
  expect(await status(one, MINE, ending)).toBe(404)
  const next = await take()
  expect(await status(one, THEIR_LINK, { method: 'DELETE', of, token: keeper })).toBe(200)
  expect(await status(one, THEIR_LINK, { method: 'DELETE', of, token: keeper })).toBe(404)
  for (const method of ['GET', 'POST'] as const)
    expect(await status(one, MINE, { ...next, method })).toBe(404)
  const last = await take()
  // What goes on is not purged.
  await ada.disable(SUMMARY)
  await ada.leave()
  await one.close()

  const other = newLedger()
  const strict = await open({ ledger: other, limits: { requestsPerSecond: 1 } })
  const eve = strict.person('ada', 'host')
  await joined(eve)
  await untilTooOften(strict, GATES, { token: worker })
  for (const [path, asked] of WITH_TOKEN.slice(1))
    await untilTooOften(strict, path, { ...asked, token: path === RECEIPT || path === LINK ? own : keeper })
  for (const method of ['GET', 'POST'] as const) await untilTooOften(strict, MINE, { ...last, method })
  expect(await status(strict, '/healthz')).toBe(200)
  expect(await status(strict, '/readyz')).toBe(200)
  expect(await status(strict, '/metrics')).toBe(200)

  const purged = await open({ ledger: sqliteLedger(join(directory, '1.db')) })
  const again = sqliteLedger(join(directory, '1.db'))
  await again.purge({ before: Number.MAX_SAFE_INTEGER })
  await again.close()
  for (const method of ['GET', 'POST'] as const)
    expect(await status(purged, MINE, { ...last, method })).toBe(410)

  const bare = await open()
  const visitor = bare.person('ada', 'host')
  await joined(visitor)
  for (const [path, asked] of WITH_TOKEN.slice(1)) {
    const token = path === RECEIPT || path === LINK ? own : keeper
    expect(await status(bare, path, { ...asked, token })).toBe(501)
  }
  for (const method of ['GET', 'POST'] as const)
    expect(await status(bare, MINE, { ...last, method })).toBe(501)

  const broken = await open({ ledger: { ...memoryLedger(), read: () => Promise.reject(new Error('gone')) } })
  expect(await status(broken, '/readyz')).toBe(503)
  // Whoever signs the tokens is away: nobody can tell whether one counts.
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const unsure = await open({
    keys: {
      jwksUrl: 'http://127.0.0.1:1/jwks.json',
      issuer: 'https://id.example',
      audience: 'consent.example',
    },
  })
  const signed = [{ alg: 'ES256', kid: 'one', typ: 'JWT' }, { sub: 'ada' }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  const token = `${signed}.${signature.toString('base64url')}`
  for (const [path, asked] of WITH_TOKEN) expect(await status(unsure, path, { ...asked, token })).toBe(503)

  const documented = Object.entries(committed.paths).flatMap(([path, operations]) =>
    Object.entries(
      operations as Readonly<Record<string, { readonly responses: Readonly<Record<string, Documented>> }>>,
    ).flatMap(([method, { responses }]) =>
      Object.entries(responses).flatMap(([code, { content = { '': {} } }]) =>
        Object.keys(content).map((type) => `${method.toUpperCase()} ${path} ${code} ${type}`),
      ),
    ),
  )
  expect([...answered].sort()).toEqual(documented.sort())
})

test('every route of the server is documented, by each of its methods, and none that it has not', async () => {
  const { server } = await open()
  const has = server.routes.flatMap(({ path, methods }) =>
    methods
      // What a browser asks before it asks: there is nothing to be written down.
      .filter((method) => method !== 'OPTIONS')
      .map((method) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`),
  )
  const documented = Object.entries(committed.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(has.sort()).toEqual(documented.sort())
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
