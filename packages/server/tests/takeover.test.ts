import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connectGate } from '@askfirst/core/gate'
import { startPostgres } from 'own-postgres'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openLedger } from '../src/ledger/open-ledger.ts'
import { createTokens } from '../src/tokens.ts'
import { startFreezer } from './freezer.ts'
import {
  type Client,
  eventually,
  FEATURES,
  joined,
  MEETING,
  openClient,
  openSocket,
  SECRET,
  turnOn,
} from './running-server.ts'
import { createServeChild } from './serve-child.ts'

// Two real servers on one ledger. The first is stopped in its tracks, the second takes the meeting over and somebody's
// no with it, and the first goes on from where it was: what it remembers is a yes.

const GATE_LEASE_MS = 700
const LEASE_MS = 3_000
/** How long a server is believed to own a meeting where no lease says it. */
const UNLEASED_MS = 5_000

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end()
})
const tokens = createTokens({ secret: SECRET })
const mint = (participant: string, role: 'host' | 'attendee') => () =>
  tokens.mintPerson({ meeting: MEETING, participant, role })
const workerToken = () => tokens.mintGate({ meeting: MEETING, worker: 'w1', features: FEATURES })

function serve(ledger: string) {
  const child = createServeChild(ledger, ['--gate-lease-ms', `${GATE_LEASE_MS}`])
  undo.push(child.kill)
  return child
}
function enter(url: string, participant: string, role: 'host' | 'attendee' = 'attendee'): Client {
  const client = openClient(url, mint(participant, role))
  client.attachIndicator()
  undo.push(client.dispose)
  return client
}
async function listen(url: string) {
  const gate = await connectGate({ url, token: workerToken, features: FEATURES })
  undo.push(gate.close)
  return { gate, hears: () => gate.allowed('meeting-summary', 'summarise') }
}

/** Ada and Ben have said yes, and a worker hears them. */
async function meet(url: string) {
  const [ada, ben] = [enter(url, 'ada', 'host'), enter(url, 'ben')]
  await joined(ada, ben)
  await turnOn(ada)
  await eventually(() => expect(ben.store.getState().view?.features['meeting-summary']?.phase).toBe('on'))
  expect(await ben.show('meeting-summary', { visibleMs: 2_500, lang: 'en' })).toEqual({ ok: true })
  expect(await ben.accept('meeting-summary')).toEqual({ ok: true })
  const worker = await listen(url)
  await eventually(() => expect(worker.hears()).toEqual(['ada', 'ben']))
  return { ...worker, ben }
}

/** Sockets of which the server has heard all it needs, and which then say what they have to say while it is stopped. */
async function openQuestions(url: string) {
  const [renewing, arriving, returning] = [
    await openSocket(url),
    await openSocket(url),
    await openSocket(url),
  ]
  for (const socket of [renewing, arriving, returning]) undo.push(socket.end)
  renewing.hello(await workerToken())
  await eventually(() => expect(renewing.heard('gates')).not.toEqual([]))
  const before = renewing.heard('gates').length
  const [asWorker, asBen] = [await workerToken(), await mint('ben', 'attendee')()]
  const lists: { allow: unknown[] }[] = []
  let polled: Promise<unknown> | undefined
  return {
    ask() {
      const headers = { authorization: `Bearer ${asWorker}` }
      polled = fetch(`${url.replace('ws:', 'http:')}/gates`, { headers }).then(async (answer) => {
        if (answer.ok) lists.push(...(await answer.json()).lists)
      })
      renewing.say({ type: 'renew', nonce: 'after' })
      arriving.hello(asWorker)
      returning.hello(asBen, { connection: 'tab-2' })
    },
    /** What was said from memory: a renewal, or the name of anybody who may be heard, asked for over HTTP too. */
    fromMemory: () => [
      ...renewing.heard('renewed'),
      ...[...renewing.heard('gates').slice(before), ...arriving.heard('gates')]
        .flatMap(({ lists }) => lists as { allow: unknown[] }[])
        .concat(lists)
        .filter(({ allow }) => allow.length > 0),
    ],
    polled: () => polled,
    /** The link is over; who has come meanwhile was sent away, or told what the ledger says. */
    isSettled: () =>
      renewing.closedWith() !== undefined &&
      [arriving, returning].every(
        (link) => link.closedWith() !== undefined || link.heard('welcome').length > 0,
      ),
    welcomed: () => [arriving, returning].filter((link) => link.heard('welcome').length > 0).length,
  }
}

interface Takeover {
  /** How long the first is stopped for, once the second has the meeting. */
  pause?(): Promise<unknown>
  /** Until when the meeting is the first one's, by the clock of this machine, in milliseconds. */
  leasedUntil?(): Promise<number>
}

async function takesOver(
  place: string,
  { pause = async () => {}, leasedUntil = async () => 0 }: Takeover = {},
) {
  const [first, second] = [serve(place), serve(place)]
  const [here, there] = [await first.start(), await second.start()]
  const worker = await meet(here)
  const questions = await openQuestions(here)
  const admitted: string[] = []
  first.freeze()
  await eventually(() => expect(worker.gate.isLive()).toBe(false))

  const until = await leasedUntil()
  const ben = enter(there, 'ben')
  await joined(ben)
  expect(Date.now()).toBeGreaterThanOrEqual(until)
  expect(await ben.withdraw('meeting-summary')).toEqual({ ok: true })
  const look = setInterval(() => {
    if (worker.hears().includes('ben')) admitted.push('ben')
  }, 1)
  undo.push(() => clearInterval(look))
  await pause()
  questions.ask()
  first.thaw()

  await eventually(() => expect(questions.isSettled()).toBe(true))
  await questions.polled()
  expect(questions.fromMemory()).toEqual([])
  expect(admitted).toEqual([])
  await first.stop()
  expect(await ben.withdraw('meeting-summary')).toEqual({ ok: true })
  const ledger = await openLedger(place, { readOnly: true })
  const events = await ledger.read(MEETING)
  await ledger.close()
  expect(events.map(({ number }) => number)).toEqual(events.map((_, at) => at + 1))
  const decisions = events.filter((event) => 'participant' in event && event.participant === 'ben')
  expect(decisions.findLast(({ type }) => type.startsWith('consent.'))).toMatchObject({
    type: 'consent.withdrawn',
  })
  return questions
}

describe('a server that was stopped while another one took its meeting over admits nobody from memory', () => {
  it('on PostgreSQL, after its lease', { timeout: 30_000 }, async () => {
    const postgres = await startPostgres()
    undo.push(postgres.stop)
    const url = postgres.newUrl()
    const schema = new URL(url).searchParams.get('schema')
    const { welcomed } = await takesOver(`${url}&lease_ms=${LEASE_MS}`, {
      async leasedUntil() {
        const [until] = await postgres.tell(`SELECT extract(epoch FROM until) * 1000 FROM ${schema}.meetings`)
        // Had the second taken it by now, this would be its own lease, which is not over as it lets Ben in.
        return Number(until)
      },
    })
    // The meeting is the second server's, for as long as it renews it.
    expect(welcomed()).toBe(0)
  })

  it('on SQLite, which has none', { timeout: 30_000 }, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'askfirst-takeover-'))
    undo.push(() => rmSync(directory, { recursive: true }))
    await takesOver(join(directory, 'consent.db'), { pause: () => delay(UNLEASED_MS) })
  })
})

it('a server that is cut off from its database takes no yes, closes for a no at once and for all with its lease, and goes on once it is back', {
  timeout: 60_000,
}, async () => {
  const postgres = await startPostgres()
  undo.push(postgres.stop)
  const line = await startFreezer(postgres.host)
  undo.push(line.close)
  const first = serve(`${postgres.newUrl(line.origin)}&lease_ms=${LEASE_MS}`)
  const url = await first.start()
  const { gate, hears, ben } = await meet(url)
  const cem = enter(url, 'cem')
  await joined(cem)
  expect(await cem.show('meeting-summary', { visibleMs: 2_500, lang: 'en' })).toEqual({ ok: true })
  line.freeze()
  const [yes, no] = [cem.accept('meeting-summary'), ben.withdraw('meeting-summary')]
  // By the word of the server, and not by its silence.
  await eventually(() => expect([gate.isLive(), hears()]).toEqual([true, ['ada']]))
  expect(await yes).toMatchObject({ ok: false, rejection: { code: 'unavailable' } })
  await vi.waitFor(() => expect(gate.isLive() ? hears() : []).toEqual([]), { timeout: 20_000, interval: 10 })
  line.thaw()
  expect(await no).toEqual({ ok: true })
  await vi.waitFor(() => expect(hears()).toEqual(['ada']), { timeout: 20_000, interval: 10 })
})
