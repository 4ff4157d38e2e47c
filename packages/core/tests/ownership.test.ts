import { sha256 } from '@askfirst/core'
import {
  type Authority,
  createCatalogue,
  createReception,
  type Identity,
  type Ledger,
  memoryLedger,
  openAuthority,
} from '@askfirst/core/authority'
import { createManualClock, failingLedger } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { summary } from './features.ts'
import { device, type Wish } from './sentences.ts'
import { turns } from './stage.ts'

// Who has been asleep, or cut off from the ledger, admits nobody until it knows that it still writes the meeting.

const LEASE_MS = 10_000
const anna = device('anna', { role: 'host' })
const ben = device('ben')
const catalogue = await createCatalogue([summary], sha256)
let ids = 0
const send = (authority: Authority, { command, actor }: Wish) =>
  authority.dispatch({ ...command, id: `id-${++ids}` }, actor)
const OFF = { features: ['summary'], onDuties: () => {} }

/** One server and its clock, on a ledger that others may write too. */
async function openServer(below: Ledger, { leaseMs }: Pick<Ledger, 'leaseMs'> = { leaseMs: LEASE_MS }) {
  const clock = createManualClock()
  const released: string[] = []
  const appends: number[] = []
  const counted: Ledger = {
    leaseMs,
    read: below.read,
    async append(meeting, after, events) {
      await below.append(meeting, after, events)
      appends.push(events.length)
    },
    async release(meeting) {
      released.push(meeting)
    },
  }
  const ledger = failingLedger(counted)
  const authority = await openAuthority({
    meeting: 'm',
    catalogue,
    ledger,
    clock,
    ids: () => `id-${++ids}`,
    random: Math.random,
  })
  let ended = 0
  authority.onEnd(() => {
    ended += 1
  })
  /** Time passes as when everything works. */
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 500) {
      clock.advance(500)
      await turns()
    }
  }
  const hears = (who = 'anna') => authority.permits(who, 'summary', 'summarise')
  return { authority, clock, ledger, counted, released, appends, ended: () => ended, pass, hears }
}

async function openHeard(below: Ledger = memoryLedger(), lease?: Pick<Ledger, 'leaseMs'>) {
  const server = await openServer(below, lease)
  for (const wish of [anna.joins(), anna.showsIndicator(), anna.turnsOn()]) await send(server.authority, wish)
  expect(server.hears()).toBe(true)
  return { ...server, below }
}

test('as long as it is awake, it goes on asking, and goes on', async () => {
  const server = await openHeard()
  await server.pass(60_000)
  expect([server.hears(), server.authority.owns(3_000), server.ended()]).toEqual([true, true, 0])
})

test('who slept longer than the lease admits nobody before it has asked, and goes on where nobody came', async () => {
  const server = await openHeard()
  server.clock.suspend(LEASE_MS + 1)
  expect([server.hears(), server.authority.owns(0)]).toEqual([false, false])
  server.clock.advance(1)
  expect(server.hears()).toBe(false)
  await turns()
  expect([server.hears(), server.authority.owns(0), server.ended()]).toEqual([true, true, 0])
})

test('who slept while another server took somebody’s no is over with its first question', async () => {
  const server = await openHeard()
  server.clock.suspend(LEASE_MS + 1)
  const second = await openServer(server.below)
  await send(second.authority, anna.withdraws())
  expect(server.hears()).toBe(false)
  server.clock.advance(1)
  await turns()
  expect([server.hears(), server.authority.owns(0), server.ended()]).toEqual([false, false, 1])
})

test('an answer that took longer than the lease opens nothing: it is asked once more', async () => {
  const server = await openHeard()
  for (const wish of [ben.joins(), ben.showsIndicator(), ben.isShown()]) await send(server.authority, wish)
  const lists: { allow: readonly { participant: string }[] }[] = []
  server.authority.attachWorker({ ...OFF, onLists: (now) => lists.push(...now) })
  let letGo = () => {}
  let isStalled = true
  const { append } = server.below
  server.below.append = async (...what) => {
    await append(...what)
    // Written, and the word of it is long on its way.
    if (isStalled) await new Promise<void>((resolve) => (letGo = resolve))
  }
  const reply = send(server.authority, ben.accepts())
  await turns()
  server.clock.suspend(LEASE_MS + 1)
  isStalled = false
  const second = await openServer(server.below)
  await send(second.authority, ben.withdraws())
  letGo()
  expect(await reply).toMatchObject({ rejection: { code: 'unavailable' } })
  expect(lists.some(({ allow }) => allow.some(({ participant }) => participant === 'ben'))).toBe(false)
  expect([server.hears('ben'), server.ended()]).toEqual([false, 1])
})

test('where nobody came meanwhile, a late answer counts once it has been asked once more', async () => {
  const server = await openHeard()
  const letThrough = server.ledger.stall()
  const reply = send(server.authority, anna.withdraws())
  server.clock.suspend(LEASE_MS + 1)
  server.appends.splice(0)
  letThrough()
  expect(await reply).toEqual({ ok: true })
  expect(server.appends).toEqual([1, 0])
  expect(server.ended()).toBe(0)
})

test('a leased ledger that cannot be written ends it with the lease, however well it can be read', async () => {
  const server = await openHeard()
  server.ledger.fail()
  await server.pass(LEASE_MS - 1_000)
  expect([server.hears(), server.ended()]).toEqual([true, 0])
  await server.pass(3_000)
  expect([server.hears(), server.ended()]).toEqual([false, 1])
})

test('without a lease, reading tells as much as writing: a full disk closes nobody who said nothing', async () => {
  const server = await openHeard(memoryLedger(), {})
  server.ledger.fail()
  await server.pass(60_000)
  expect([server.hears(), server.ended()]).toEqual([true, 0])
})

test('a ledger that can be neither written nor read closes everything', async () => {
  const server = await openHeard(memoryLedger(), {})
  server.ledger.fail()
  server.counted.read = () => Promise.reject(new Error('gone'))
  await server.pass(8_000)
  expect([server.hears(), server.ended()]).toEqual([false, 1])
})

test('while nothing is on it asks nobody, and a moment without the ledger puts nobody out', async () => {
  const server = await openServer(memoryLedger())
  await send(server.authority, anna.joins())
  server.appends.splice(0)
  await server.pass(60_000)
  expect([server.authority.owns(3_000), server.appends]).toEqual([true, []])
  const goOn = server.ledger.fail()
  expect(await send(server.authority, anna.turnsOn())).toMatchObject({ rejection: { code: 'unavailable' } })
  goOn()
  expect(await send(server.authority, anna.showsIndicator())).toEqual({ ok: true })
  expect(server.ended()).toBe(0)
})

test('it gives the meeting up as it ends, once', async () => {
  const server = await openHeard()
  await server.authority.close()
  await server.authority.close()
  expect(server.released).toEqual(['m'])
  expect(server.authority.owns(0)).toBe(false)
})

/** One server with a door, and links of our own to it. */
async function openDoor() {
  const server = await openHeard()
  const reception = createReception({
    authenticate: async (token) => JSON.parse(token) as Identity,
    authority: async () => server.authority,
    clock: server.clock,
    ids: () => `id-${++ids}`,
  })
  function connect(identity: Identity) {
    const said: { type: string }[] = []
    let isOpen = true
    const end = reception.accept({
      send: (text) => said.push(JSON.parse(text) as { type: string }),
      close: () => {
        isOpen = false
      },
    })
    const say = (message: object) => end.onMessage(JSON.stringify(message))
    say({ type: 'hello', version: '1.0', token: JSON.stringify(identity), connection: 'laptop' })
    const types = () => said.splice(0).map(({ type }) => type)
    return { say, types, isOpen: () => isOpen }
  }
  return { ...server, connect }
}
const WORKER: Identity = { use: 'gate', meeting: 'm', worker: 'w', features: ['summary'] }
const BEN: Identity = { use: 'person', meeting: 'm', participant: 'ben', role: 'attendee', kind: 'person' }

test('who has slept lets nobody in and renews nobody, until it knows', async () => {
  const { connect, clock, pass } = await openDoor()
  const [worker, person] = [connect(WORKER), connect(BEN)]
  await turns(20)
  expect([worker.types(), person.types()]).toEqual([
    ['welcome', 'gates'],
    ['welcome', 'snapshot'],
  ])
  clock.suspend(LEASE_MS + 1)
  const late = [connect(WORKER), connect(BEN)]
  for (const guest of [worker, person]) guest.say({ type: 'renew', nonce: 'n1' })
  await turns(20)
  expect(late.map((guest) => [guest.types(), guest.isOpen()])).toEqual([
    [[], false],
    [[], false],
  ])
  expect([worker.types(), person.types()]).toEqual([[], []])
  await pass(500)
  for (const guest of [worker, person]) guest.say({ type: 'renew', nonce: 'n2' })
  expect([worker.types(), person.types()]).toEqual([['renewed'], ['renewed']])
})

test('a worker is renewed only for as long as the server itself may rely on', async () => {
  const { connect, clock } = await openDoor()
  const [worker, person] = [connect(WORKER), connect(BEN)]
  await turns(20)
  for (const guest of [worker, person]) guest.types()
  // The worker bears three seconds of silence: seven are left of which the server is sure.
  clock.suspend(LEASE_MS - 3_000 + 1)
  for (const guest of [worker, person]) guest.say({ type: 'renew', nonce: 'n1' })
  expect([worker.types(), person.types()]).toEqual([[], ['renewed']])
  const late = connect(WORKER)
  await turns(20)
  expect(late.isOpen()).toBe(false)
})

test.each(['on', 'off'])(
  'who finds that its meeting was deleted is over, with the feature %s',
  async (state) => {
    const server = await openHeard(memoryLedger(), {})
    if (state === 'off') expect(await send(server.authority, anna.turnsOff())).toEqual({ ok: true })
    server.counted.read = async () => []
    server.counted.append = async (_meeting, after) => {
      throw new Error(`Append after event ${after}, but the last one is 0.`)
    }
    if (state === 'on') {
      server.clock.advance(1_000)
      await turns()
    } else {
      expect(await send(server.authority, ben.joins())).toMatchObject({ rejection: { code: 'unavailable' } })
    }
    expect([server.hears(), server.ended(), server.released]).toEqual([false, 1, ['m']])
  },
)
