import { type ConsentClient, type Keep, viewFeature } from '@askfirst/core'
import { createMeeting, failingLedger } from '@askfirst/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { memoryLedger } from '../src/authority/memory-ledger.ts'
import { minutes, summary } from './features.ts'
import { mapKeep } from './map-keep.ts'
import { tap } from './wire.ts'

const OK = { ok: true }
const rejection = (code: string) => ({ ok: false, rejection: { code } })
const seen = { visibleMs: 2_000, lang: 'en' }
type Client = ConsentClient<typeof summary | typeof minutes>
const standing = (client: Client) => viewFeature(client.store.getState(), 'summary')?.standing

/** A host who turned it on, and a guest who said yes, with a wire that can be cut. */
async function included({ keep }: { keep?: Keep } = {}) {
  const ledger = failingLedger(memoryLedger())
  const meeting = await createMeeting({ features: [summary, minutes], ledger })
  const wire = tap()
  const host = await meeting.join('anna', { role: 'host' })
  const guest = await meeting.join('ben', { transport: wire.through, ...(keep && { keep }) })
  const worker = await meeting.worker()
  const hears = () => worker.permits('ben', 'summary', 'summarise')
  const permits = () => guest.permits('summary', 'summarise')
  await host.enable('summary', { answer: 'accept' })
  await guest.show('summary', seen)
  expect(await guest.accept('summary')).toEqual(OK)
  await meeting.settle()
  expect([hears(), permits(), standing(guest)]).toEqual([true, true, 'included'])
  wire.clear()
  return { meeting, ledger, wire, host, guest, worker, hears, permits }
}

/** What is thrown apart on purpose, instead of ending the test run. */
const thrown: unknown[] = []
beforeEach(() => {
  const real = globalThis.queueMicrotask
  thrown.splice(0)
  vi.stubGlobal('queueMicrotask', (call: () => void) =>
    real(() => {
      try {
        call()
      } catch (error) {
        thrown.push(error)
      }
    }),
  )
})
afterEach(() => vi.unstubAllGlobals())

describe('saying no', () => {
  test.each(['withdraw', 'decline'] as const)('%s closes before anything is sent', async (no) => {
    const { guest, wire, permits } = await included()
    const changes: unknown[] = []
    guest.onGate((change) => changes.push({ ...change, sent: wire.sent.length }))
    const reply = guest[no]('summary')
    expect(permits()).toBe(false)
    expect(changes).toEqual([
      { feature: 'summary', ask: 'summarise', open: false, sent: 0 },
      { feature: 'summary', ask: 'transcribe', open: false, sent: 0 },
    ])
    expect(standing(guest)).toBe('stopping')
    expect(await reply).toEqual(OK)
    expect([permits(), standing(guest)]).toEqual([false, 'left-out'])
  })

  test('reaches everybody although listeners throw and nothing can be kept', async () => {
    const broken = (): never => {
      throw new Error('broken')
    }
    let isBroken = false
    const keep: Keep = {
      load: () => [],
      save: () => isBroken && broken(),
      remove: () => isBroken && broken(),
    }
    const { guest, hears } = await included({ keep })
    const heard: boolean[] = []
    guest.onGate(broken)
    guest.onGate(({ open }) => heard.push(open))
    guest.store.subscribe(() => isBroken && broken())
    isBroken = true
    expect(await guest.withdraw('summary')).toEqual(OK)
    expect(hears()).toBe(false)
    expect(heard).toEqual([false, false])
    expect(thrown.length).toBeGreaterThan(0)
  })

  test('measured times may be fractions or nonsense', async () => {
    for (const armedMs of [1234.56, -3, Number.NaN, Number.POSITIVE_INFINITY]) {
      const { guest, hears } = await included()
      expect(await guest.withdraw('summary', { armedMs, visibleMs: armedMs })).toEqual(OK)
      expect(hears()).toBe(false)
    }
  })

  test('waits while there is no connection, and is sent before anything else when there is', async () => {
    const { meeting, guest, wire, permits, hears } = await included()
    const up = wire.down()
    await meeting.settle()
    let reply: unknown
    void guest.withdraw('summary').then((it) => {
      reply = it
    })
    await meeting.advance(3_000)
    expect([permits(), hears(), reply]).toEqual([false, false, undefined])
    expect(standing(guest)).toBe('stopping')
    wire.clear()
    up()
    await meeting.advance(6_000)
    const commands = wire.sentTypes().filter((type) => type.includes('.'))
    expect(commands).toEqual(['consent.withdraw', 'participant.join', 'indicator.show'])
    expect(reply).toEqual(OK)
    expect([permits(), hears(), standing(guest)]).toEqual([false, false, 'left-out'])
  })

  test('waits over a reload of the page, under the same id, and is then forgotten', async () => {
    const keep = mapKeep()
    const { meeting, guest, wire } = await included({ keep })
    wire.down()
    await meeting.settle()
    void guest.withdraw('summary')
    guest.dispose()
    const kept = keep.load().map((text) => JSON.parse(text) as { command: { id: string } })
    expect(kept).toHaveLength(1)
    const reloaded = tap()
    const again = await meeting.join('ben', { transport: reloaded.through, keep })
    const commands = reloaded.sentTypes().filter((type) => type.includes('.'))
    expect(commands[0]).toBe('consent.withdraw')
    expect(standing(again as Client)).toBe('left-out')
    expect(keep.load()).toEqual([])
    const events = await meeting.events()
    const withdrawn = events.find(({ type }) => type === 'consent.withdrawn')
    expect(withdrawn?.command).toBe(kept[0]?.command.id)
  })

  test('of somebody else in the same tab is neither sent nor lost; rubbish is ignored', async () => {
    const command = { type: 'consent.withdraw', id: 'w', feature: 'summary', method: 'button' }
    const strange = JSON.stringify({ of: 'meeting/zoe', command })
    const keep = mapKeep(strange)
    const { guest } = await included({ keep })
    expect(keep.load()).toEqual([strange])
    expect(await guest.withdraw('summary')).toEqual(OK)
    expect(keep.load()).toEqual([strange])
    for (const rubbish of [
      { ...command, type: 'consent.accept' },
      { ...command, asks: 'all' },
      { id: 'w' },
    ]) {
      const kept = mapKeep(JSON.stringify({ of: 'meeting/ben', command: rubbish }), '{"not": "ours"}', '{')
      const { hears } = await included({ keep: kept })
      expect([hears(), kept.kept.size]).toEqual([true, 3])
    }
  })

  test('of a later version is sent as it was kept', async () => {
    const command = { type: 'consent.decline', id: 'n', feature: 'summary', method: 'nod', mood: 'good' }
    const keep = mapKeep()
    keep.save('n', JSON.stringify({ of: 'meeting/ben', command }))
    const { meeting, guest } = await included({ keep })
    const events = await meeting.events()
    expect(events.find((event) => event.command === 'n')).toMatchObject({ type: 'consent.declined' })
    expect([keep.load(), standing(guest)]).toEqual([[], 'included'])
  })

  test('ledger down: that could not be made durable stays in force, and the person’s device sends it again', async () => {
    const { meeting, guest, wire, permits } = await included()
    const { sent } = wire
    const undo = guest.store.subscribe(({ pending }) => {
      const [no] = pending
      if (no === undefined) return
      undo()
      // The answer overtakes the command: as from an authority that is going down.
      const reply = { ok: false, rejection: { code: 'unavailable', message: 'down' } }
      queueMicrotask(() => wire.inject({ type: 'reply', id: no.id, reply }))
    })
    const up = wire.down()
    await meeting.settle()
    const done = guest.withdraw('summary')
    await meeting.settle()
    expect([permits(), standing(guest)]).toEqual([false, 'stopping'])
    up()
    sent.splice(0)
    await meeting.advance(6_000)
    expect(await done).toEqual(OK)
    expect(wire.sentTypes()).toContain('consent.withdraw')
  })
})

describe('saying yes', () => {
  test('without a connection is rejected, and never sent later', async () => {
    const { meeting, guest, wire, permits } = await included()
    await guest.withdraw('summary')
    const up = wire.down()
    await meeting.settle()
    expect(await guest.accept('summary')).toMatchObject(rejection('unavailable'))
    const others = [guest.defer('summary'), guest.show('summary', seen), guest.erase('summary')]
    for (const reply of await Promise.all(others)) expect(reply).toMatchObject(rejection('unavailable'))
    wire.clear()
    up()
    await meeting.advance(6_000)
    expect(wire.sentTypes()).not.toContain('consent.accept')
    expect([permits(), standing(guest)]).toEqual([false, 'left-out'])
  })

  test('is rejected once the lease is over, though no timer ran yet', async () => {
    const { meeting, guest, wire } = await included()
    await guest.withdraw('summary')
    const { monotonic } = meeting.clock
    meeting.clock.monotonic = () => monotonic() + 60_000
    wire.clear()
    expect(await guest.accept('summary')).toMatchObject(rejection('unavailable'))
    expect(wire.sent).toEqual([])
  })

  test('on its way when the connection is lost is not sent again', async () => {
    const { meeting, guest, wire } = await included()
    await guest.withdraw('summary')
    const yes = guest.accept('summary')
    wire.cut()
    expect(await yes).toMatchObject(rejection('unavailable'))
    wire.clear()
    await meeting.advance(3_000)
    expect(wire.sentTypes()).toContain('participant.join')
    expect(wire.sentTypes()).not.toContain('consent.accept')
  })
})

describe('the gate on the own device', () => {
  test('closes with the connection, and opens again once the authority has seen the indicator', async () => {
    const { meeting, guest, wire, permits, hears } = await included()
    const changes: boolean[] = []
    guest.onGate(({ open }) => changes.push(open))
    const up = wire.down()
    await meeting.settle()
    expect([permits(), hears(), standing(guest)]).toEqual([false, false, 'unknown'])
    expect(changes).toEqual([false, false])
    up()
    await meeting.advance(6_000)
    expect([permits(), hears(), standing(guest)]).toEqual([true, true, 'included'])
  })

  test('is closed once the lease is over, though no timer ever fires', async () => {
    const { meeting, guest, worker, permits } = await included()
    const { monotonic } = meeting.clock
    meeting.clock.monotonic = () => monotonic() + 2_999
    expect(worker.permits('ben', 'summary', 'summarise')).toBe(true)
    meeting.clock.monotonic = () => monotonic() + 3_000
    expect(worker.permits('ben', 'summary', 'summarise')).toBe(false)
    expect(worker.allowed('summary', 'summarise')).toEqual([])
    expect(permits()).toBe(true)
    meeting.clock.monotonic = () => monotonic() + 10_000
    expect([permits(), guest.permits('summary', 'transcribe')]).toEqual([false, false])
  })

  test('two devices: does not open on coming back where the other device withdrew meanwhile', async () => {
    const { meeting, guest, wire } = await included()
    const phone = await meeting.join('ben')
    const up = wire.down()
    await meeting.settle()
    const opened: unknown[] = []
    guest.onGate((change) => change.open && opened.push(change))
    await phone.withdraw('summary')
    wire.clear()
    up()
    await meeting.advance(6_000)
    expect(wire.receivedTypes()).toContain('welcome')
    expect(standing(guest)).toBe('left-out')
    expect(opened).toEqual([])
  })

  test('is closed by leaving, in the lobby, and after dispose', async () => {
    const { guest, permits } = await included()
    guest.enter('lobby')
    expect(permits()).toBe(false)
    const other = await included()
    void other.guest.leave()
    expect(other.permits()).toBe(false)
    const third = await included()
    third.guest.dispose()
    expect(third.permits()).toBe(false)
    await third.meeting.settle()
    expect(third.hears()).toBe(false)
  })
})

describe('the view', () => {
  test('goes on after a lost link without a snapshot', async () => {
    const { meeting, host, wire, guest } = await included()
    wire.cut()
    await meeting.settle()
    wire.clear()
    await host.disable('summary')
    await meeting.advance(3_000)
    expect(wire.receivedTypes()).not.toContain('snapshot')
    const [welcome] = wire.received.map((text) => JSON.parse(text) as { resumed?: boolean })
    expect(welcome?.resumed).toBe(true)
    expect(standing(guest)).toBe('off')
  })

  test('starts over with a snapshot when the authority was another', async () => {
    const { meeting, wire, guest, permits } = await included()
    await meeting.kill()
    await meeting.start()
    wire.clear()
    await meeting.advance(6_000)
    expect(wire.receivedTypes()).toContain('snapshot')
    expect([permits(), standing(guest)]).toEqual([true, 'included'])
  })

  test('takes an update once, however often it comes', async () => {
    const { meeting, host, guest, wire } = await included()
    await host.disable('summary')
    await meeting.settle()
    const updates = wire.received.filter((text) => text.includes('"update"'))
    const before = guest.store.getState().view
    for (const text of updates) wire.inject(JSON.parse(text))
    expect(guest.store.getState().view).toBe(before)
    expect(wire.sentTypes()).not.toContain('resync')
  })

  test('asks for what it has missed, and heals', async () => {
    const { meeting, guest, wire } = await included()
    const before = guest.store.getState().view
    wire.inject({ type: 'update', number: 1_000, change: { company: 'many' } })
    expect(wire.sentTypes()).toEqual(['resync'])
    await meeting.settle()
    expect(guest.store.getState().view).toEqual(before)
  })

  test('an update that cannot be understood closes until there is a view that can', async () => {
    const { meeting, guest, wire, permits } = await included()
    const closed: unknown[] = []
    guest.onGate((change) => change.open || closed.push(change))
    const features = { summary: { phase: 'hesitating' } }
    wire.inject({ type: 'update', number: 1_000, change: { features } })
    expect(permits()).toBe(false)
    expect(closed).toHaveLength(2)
    await meeting.advance(3_000)
    expect(permits()).toBe(true)
  })

  test('messages and fields it does not know change nothing', async () => {
    const { guest, wire, permits } = await included()
    wire.inject({ type: 'weather', number: 1 })
    wire.inject({ type: 'renewed', nonce: 'x', mood: 'good' })
    expect([permits(), guest.store.getState().connection]).toEqual([true, 'live'])
  })

  test('whoever waits in the lobby counts themselves among those who are there', async () => {
    const meeting = await createMeeting({ features: [summary] })
    const companyOf = ({ store }: Pick<Client, 'store'>) => viewFeature(store.getState(), 'summary')?.company
    await meeting.join('anna', { role: 'host' })
    const ben = await meeting.join('ben', { place: 'lobby' })
    expect(companyOf(ben)).toBe('pair')
    await meeting.join('cora')
    await meeting.settle()
    expect(companyOf(ben)).toBe('few')
  })

  test('presence that could not be written is said again', async () => {
    const ledger = failingLedger(memoryLedger())
    const meeting = await createMeeting({ features: [summary], ledger })
    const host = await meeting.join('anna', { role: 'host' })
    await host.enable('summary', { answer: 'decline' })
    const end = ledger.fail()
    const guest = await meeting.join('ben')
    expect(guest.store.getState().view?.you.place).toBe('out')
    end()
    await meeting.advance(2_000)
    expect(guest.store.getState().view?.you.place).toBe('call')
    await guest.show('summary', seen)
    expect(await guest.accept('summary')).toEqual(OK)
    expect(guest.permits('summary', 'summarise')).toBe(true)
  })
})

test('two devices: a yes that names what it has seen never beats a later no', async () => {
  const { meeting, guest, permits } = await included()
  const seen = viewFeature(guest.store.getState(), 'summary')?.decision ?? 0
  const phone = await meeting.join('ben')
  await phone.decline('summary')
  expect(await guest.accept('summary', { seen })).toMatchObject({ rejection: { code: 'stale-decision' } })
  expect(permits()).toBe(false)
})
