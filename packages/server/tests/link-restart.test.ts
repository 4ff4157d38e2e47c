import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '@askfirst/core'
import { createCatalogue } from '@askfirst/core/authority'
import { connectGate } from '@askfirst/core/gate'
import { type PostgresServer, startPostgres } from 'own-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createConsentServer,
  openLedger,
  postgresLedger,
  readRecord,
  type SealedLedger,
  sqliteLedger,
} from '../src/index.ts'
import { createSigningKey } from '../src/ledger/signing-keys.ts'
import { askfirst } from './evidence-stage.ts'
import { summary } from './features.ts'
import { press, takeLink, visit } from './link-stage.ts'
import {
  eventually,
  FEATURES,
  joined,
  MEETING,
  openClient,
  SECRET,
  startServer,
  turnOn,
} from './running-server.ts'
import { createServeChild } from './serve-child.ts'
import { SECRET_OF_HOOKS, startReceiver } from './webhook-receiver.ts'

// The meeting is over, the server was started anew, and a person comes back by their link.

const directory = mkdtempSync(join(tmpdir(), 'askfirst-link-'))
let postgres: PostgresServer | undefined
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  await postgres?.stop()
  rmSync(directory, { recursive: true })
})
const newFile = () => join(directory, `${randomUUID()}.db`)

const ENGINES: readonly [name: string, place: () => Promise<() => Promise<SealedLedger>>][] = [
  [
    'SQLite',
    async () => {
      const file = newFile()
      return async () => sqliteLedger(file)
    },
  ],
  [
    'PostgreSQL',
    async () => {
      const url = postgres?.newUrl() ?? ''
      const signing = [await createSigningKey()]
      return () => postgresLedger({ url, signing })
    },
  ],
]

describe.each(ENGINES)('after a restart, on %s,', (_name, place) => {
  it('a link takes back and asks for erasing; the webhook is told, and the processor when it next connects', async () => {
    const open = await place()
    const before = await startServer({ ledger: await open() })
    const ada = before.person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    const { link = '' } = (await takeLink(before.server, await before.mint('ada', 'host'))).body
    await before.stop()

    const receiver = await startReceiver()
    const hook = { url: receiver.url, secret: SECRET_OF_HOOKS, events: ['decision', 'erasure'] as const }
    const ledger = await open()
    const after = await startServer({ ledger, webhooks: [hook] })
    const { server } = after
    expect((await visit(server, link)).buttons).toContain('Take back my yes to summary')
    // Whoever only looks opens no meeting.
    expect(
      await server.fetch(new Request('http://consent.example/metrics')).then((it) => it.text()),
    ).toContain('askfirst_meetings 0')
    await press(server, link, 'Take back my yes to summary')
    await press(server, link, 'Have erased what summary captured')
    await eventually(() =>
      expect(receiver.received.map(({ type }) => type)).toEqual(['consent.withdrawn', 'erasure.requested']),
    )
    expect(receiver.received[1]?.data).toMatchObject({ processor: 'Acme AI', participant: 'ada' })
    expect((await visit(server, link)).text).toMatch(/Acme AI: asked .* not confirmed yet/)

    const gate = await connectGate({
      url: after.url,
      token: () => server.mintProcessorToken({ meeting: MEETING, processor: 'Acme AI', features: [summary] }),
      features: [summary],
    })
    gate.onErase(gate.acknowledgeErasure)
    await eventually(async () =>
      expect((await visit(server, link)).text).toContain('Everybody who was asked has confirmed.'),
    )
    gate.close()
    const record = await readRecord(ledger, MEETING, 'ada', {
      catalogue: await createCatalogue(FEATURES, sha256),
    })
    expect(record.events.map(({ type, method }) => [type, method])).toEqual(
      expect.arrayContaining([['consent.withdrawn', 'link']]),
    )
    expect(record.erasure).toMatchObject([{ processor: 'Acme AI', doneAt: expect.any(String) }])
    await after.stop()
    await receiver.close()
  })
})

it('a link holds over a server that is killed, and what is asked by it over the next kill', {
  timeout: 60_000,
}, async () => {
  const file = newFile()
  const child = createServeChild(file)
  const url = await child.start()
  const keys = createConsentServer({
    features: FEATURES,
    keys: { secret: SECRET },
    ledger: await openLedger(newFile()),
  })
  const token = () => keys.mintToken({ meeting: MEETING, participant: 'ada', role: 'host' })
  const ada = openClient(url, token)
  ada.attachIndicator()
  await joined(ada)
  await turnOn(ada)
  const http = `${url.replace('ws:', 'http:')}/`
  const taken = await fetch(`${http}link`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await token()}` },
  })
  const { link } = (await taken.json()) as { link: string }
  ada.dispose()
  await child.kill()
  for (const wal of ['', '-wal']) {
    const [, secret = 'none'] = /mine\/([^?]+)/.exec(link) ?? []
    expect(readFileSync(file + wal).includes(secret)).toBe(false)
  }

  await child.start()
  const wish = (act: string) => fetch(`${http}${link}&act=${act}&feature=${summary.id}`, { method: 'POST' })
  // As a browser does it, the page is read after what was pressed.
  expect((await (await wish('withdraw')).text()).replace(/<[^>]*>/g, ' ')).toContain('taken back')
  expect((await wish('erase')).url).toContain(link.split('?', 1)[0])
  await child.kill()

  await child.start()
  const gate = await connectGate({
    url,
    token: () => keys.mintProcessorToken({ meeting: MEETING, processor: 'Acme AI', features: [summary] }),
    features: [summary],
  })
  gate.onErase(gate.acknowledgeErasure)
  await eventually(async () =>
    expect(await (await fetch(http + link)).text()).toContain('Everybody who was asked has confirmed.'),
  )
  gate.close()
  await child.stop()
  await keys.close()
  expect(await askfirst('verify', MEETING, '--ledger', file)).toMatchObject({ code: 0 })
  const told = await askfirst('log', MEETING, '--ledger', file)
  expect(told.text).toMatch(/ada +withdrew from meeting-summary \(decision 2, by link\)/)
})
