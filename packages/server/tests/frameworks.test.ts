import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import Fastify from 'fastify'
import { Hono } from 'hono'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
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

/** The app's own routes answer, the consent server's do too, and people connect. */
async function expectMounted(consent: Consent, http: HttpServer): Promise<void> {
  const origin = `127.0.0.1:${(http.address() as AddressInfo).port}`
  expect(await (await fetch(`http://${origin}/hello`)).text()).toBe('the app')
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
    expect([pressed.status, await pressed.text()]).toEqual([404, expect.stringContaining('leads nowhere')])
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

describe('mounts on', () => {
  it('node:http', async () => {
    const consent = makeConsent()
    const http = createServer((request, response) => {
      if (request.url === '/hello') response.end('the app')
      else consent.listener(request, response)
    })
    consent.attach(http)
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    undo.push(() => http.close())
    await expectMounted(consent, http)
  })

  it('Hono', async () => {
    const consent = makeConsent()
    const app = new Hono()
    app.get('/hello', (context) => context.text('the app'))
    app.all('/consent/*', ({ req }) => consent.fetch(req.raw))
    app.get('/readyz', ({ req }) => consent.fetch(req.raw))
    const http = await new Promise<HttpServer>((resolve) => {
      const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
        resolve(server as HttpServer),
      )
    })
    undo.push(() => http.close())
    consent.attach(http)
    await expectMounted(consent, http)
  })

  it('Fastify', async () => {
    const consent = makeConsent()
    const app = Fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 128 } })
    app.get('/hello', () => 'the app')
    for (const { methods, path } of consent.routes) {
      app.route({
        method: [...methods],
        url: path,
        onRequest(request, reply) {
          reply.hijack()
          consent.listener(request.raw, reply.raw)
        },
        handler: () => undefined,
      })
    }
    consent.attach(app.server)
    undo.push(() => app.close())
    await app.listen({ port: 0, host: '127.0.0.1' })
    await expectMounted(consent, app.server)
  })
})
