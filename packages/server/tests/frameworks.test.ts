import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { createConsentServer, type HttpServer, sqliteLedger } from '../src/index.ts'
import { eventually, FEATURES, joined, MEETING, openClient, SECRET } from './running-server.ts'

const directory = mkdtempSync(join(tmpdir(), 'askfirst-frameworks-'))
afterAll(() => rmSync(directory, { recursive: true }))
const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end()
})

function makeConsent() {
  const consent = createConsentServer({
    features: FEATURES,
    ledger: sqliteLedger(join(directory, `${randomUUID()}.db`)),
    keys: { secret: SECRET },
    log: 'silent',
  })
  undo.push(consent.close)
  return consent
}
type Consent = ReturnType<typeof makeConsent>

/** Other routes are answered as the app does, the consent server's do too, and people connect. */
async function expectMounted(consent: Consent, http: HttpServer, elsewhere: string): Promise<void> {
  const origin = `127.0.0.1:${(http.address() as AddressInfo).port}`
  expect(await (await fetch(`http://${origin}/hello`)).text()).toContain(elsewhere)
  const ready = await fetch(`http://${origin}/readyz`)
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }])
  const token = await consent.mintGateToken({ meeting: MEETING, worker: 'w1', features: FEATURES })
  const gates = await fetch(`http://${origin}/consent/gates`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect([gates.status, await gates.json()]).toMatchObject([200, { lists: [] }])
  const ada = openClient(`ws://${origin}/consent`, () =>
    consent.mintToken({ meeting: MEETING, participant: 'ada', role: 'host' }),
  )
  undo.push(ada.dispose)
  await joined(ada)
  await expectTakenHome(consent, `http://${origin}/consent`)
  await expectRead(consent, `http://${origin}/consent`)
  await consent.close()
  await eventually(() => expect(ada.store.getState().connection).toBe('lost'))
}

/** A page of another origin takes a receipt and a link, and what is pressed on the page of the link arrives. */
async function expectTakenHome(consent: Consent, at: string): Promise<void> {
  const token = await consent.mintToken({ meeting: MEETING, participant: 'ada', role: 'host' })
  const headers = { authorization: `Bearer ${token}`, origin: 'https://app.example' }
  for (const [what, method] of [
    ['receipt', 'GET'],
    ['link', 'POST'],
  ] as const) {
    const preflight = await fetch(`${at}/${what}`, {
      method: 'OPTIONS',
      headers: {
        origin: headers.origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization',
      },
    })
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([
      204,
      headers.origin,
    ])
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization')
    const taken = await fetch(`${at}/${what}`, { method, headers })
    expect(taken.ok).toBe(true)
    expect(taken.headers.get('access-control-allow-origin')).toBe(headers.origin)
    if (what === 'receipt') continue
    const { link } = (await taken.json()) as { link: string }
    // As a form is sent, with a body that nobody reads.
    const pressed = await fetch(`${at}/${link}&act=end`, { method: 'POST', body: new URLSearchParams() })
    expect([pressed.status, await pressed.text()]).toEqual([200, expect.stringContaining('has ended')])
  }
}

/** A keeper asks for a record by names as long as names may be. */
async function expectRead(consent: Consent, at: string): Promise<void> {
  const meeting = 'é/'.repeat(64)
  const token = await consent.mintKeeperToken({ meeting, keeper: 'dpo' })
  const name = encodeURIComponent(meeting)
  const asked = await fetch(`${at}/meetings/${name}/participants/${name}/record`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect([asked.status, await asked.text()]).toEqual([404, expect.stringContaining('has nothing of')])
}

/** Runs what the documentation shows, on a free port of the loopback in place of its own. */
async function run(consent: Consent, show: () => Promise<unknown>): Promise<HttpServer> {
  const { listen } = Server.prototype
  const listening: HttpServer[] = []
  vi.stubGlobal('consent', consent)
  const spy = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server, ...asked) {
    listening.push(this as HttpServer)
    undo.push(() => this.close())
    const done = asked.findLast((one) => typeof one === 'function') as (() => void) | undefined
    return listen.call(this, { port: 0, host: '127.0.0.1' }, done)
  })
  undo.push(() => spy.mockRestore(), vi.unstubAllGlobals)
  await show()
  const [http] = listening
  await eventually(() => expect(http?.address()).toMatchObject({ address: '127.0.0.1' }))
  return http as HttpServer
}

describe('mounts on', () => {
  it('node:http, beside routes of the app', async () => {
    const consent = makeConsent()
    const http = createServer((request, response) => {
      if (request.url === '/hello') response.end('the app')
      else consent.listener(request, response)
    })
    consent.attach(http)
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    undo.push(() => http.close())
    await expectMounted(consent, http, 'the app')
  })

  it.each([
    ['node:http', () => import('../../../docs/snippets/node.ts'), 'has nothing at this address'],
    ['Hono', () => import('../../../docs/snippets/hono.ts'), '404 Not Found'],
    ['Fastify', () => import('../../../docs/snippets/fastify.ts'), 'Route GET:/hello not found'],
  ])('%s as the documentation has it', async (_which, show, elsewhere) => {
    const consent = makeConsent()
    await expectMounted(consent, await run(consent, show), elsewhere)
  })
})
