import { createManualClock } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { memoryTransport } from '../src/authority/memory-transport.ts'
import { createReception } from '../src/authority/reception.ts'
import { randomIds } from '../src/defaults/ids.ts'
import { connectGateOver } from '../src/gate/connect-gate.ts'
import { device } from './sentences.ts'
import { openStage, turns } from './stage.ts'
import { scripted } from './wire.ts'
import { list, openGate, openWithList, welcome } from './worker.ts'

const duty = { participant: 'ben', feature: 'summary', request: 2, requestedAt: 1 }

describe('a worker’s gate', () => {
  test('says who it is by token only, and is nothing before the first lists', async () => {
    const { wire, connecting, hello } = await openGate()
    expect(hello).toMatchObject({ type: 'hello', version: '1.1', token: 'token' })
    let gate: unknown
    void connecting.then((it) => {
      gate = it
    })
    await turns()
    expect(gate).toBeUndefined()
    wire.say({ type: 'gates', lists: [list()] })
    expect((await connecting).allowed('summary', 'summarise')).toEqual(['ben'])
  })

  test('is closed for whoever and whatever is not named', async () => {
    const { gate } = await openWithList()
    expect(gate.permits('anna', 'summary', 'summarise')).toBe(false)
    expect(gate.permits('ben', 'minutes', 'summarise')).toBe(false)
    expect(gate.permits('ben', 'summary', 'improve')).toBe(false)
    expect(gate.permits('__proto__', 'constructor', 'toString')).toBe(false)
  })

  test('takes lists whole: not named any more is revoked', async () => {
    const { wire, revoked, hears } = await openWithList()
    wire.say({
      type: 'gates',
      lists: [list({ epoch: 2, allow: [{ participant: 'cem', asks: ['summarise'] }] })],
    })
    expect(hears()).toBe(false)
    expect(revoked).toEqual(['ben/summarise'])
  })

  // It threw, with the gates closed and nobody told of it.
  test('tells of everybody who is closed, however many there are', async () => {
    const { wire, gate, revoked } = await openWithList()
    const asks = Array.from({ length: 30 }, (_, at) => `ask-${at}`)
    const allow = Array.from({ length: 10_000 }, (_, at) => ({ participant: `p${at}`, asks }))
    wire.say({ type: 'gates', lists: [list({ epoch: 2, allow })] })
    expect(gate.permits('p9999', 'summary', 'ask-29')).toBe(true)
    const before = revoked.length
    wire.say({ type: 'gates', lists: [list({ epoch: 3, allow: [] })] })
    expect([gate.permits('p9999', 'summary', 'ask-29'), revoked.length - before]).toEqual([false, 300_000])
  })

  test('ignores lists of older epochs and terms, and takes a newer term at any epoch', async () => {
    const { wire, hears } = await openWithList()
    wire.say({ type: 'gates', lists: [list({ epoch: 5, allow: [] })] })
    wire.say({ type: 'gates', lists: [list({ epoch: 4 })] })
    wire.say({ type: 'gates', lists: [list({ epoch: 5 })] })
    wire.say({ type: 'gates', lists: [list({ term: 0, epoch: 99 })] })
    expect(hears()).toBe(false)
    wire.say({ type: 'gates', lists: [list({ term: 2, epoch: 0 })] })
    expect(hears()).toBe(true)
  })

  test('takes no list of a feature it does not serve', async () => {
    const { wire, gate } = await openWithList()
    wire.say({ type: 'gates', lists: [list({ feature: 'minutes' })] })
    expect(gate.permits('ben', 'minutes', 'summarise')).toBe(false)
  })

  test('closes with the lease, counted from when the renewal was sent', async () => {
    const { wire, clock, hears, revoked } = await openWithList()
    clock.advance(1_000)
    const renewal = wire.sent.findLast(({ type }) => type === 'renew')
    clock.advance(1_500)
    // The answer comes late: what it renews began when it was asked for.
    wire.say({ type: 'renewed', nonce: renewal?.nonce })
    clock.advance(1_499)
    expect(hears()).toBe(true)
    clock.advance(1)
    expect(hears()).toBe(false)
    expect(revoked).toEqual(['ben/summarise'])
  })

  test('a welcome that was held up has aged on the way', async () => {
    const wire = scripted()
    const clock = createManualClock()
    const options = { token: 'token', features: [{ id: 'summary' }] }
    const connecting = connectGateOver(options, { transport: wire.transport, clock, ids: randomIds })
    await turns()
    clock.advance(2_000)
    wire.say(welcome)
    wire.say({ type: 'gates', lists: [list()] })
    const gate = await connecting
    clock.advance(999)
    expect(gate.permits('ben', 'summary', 'summarise')).toBe(true)
    clock.advance(1)
    expect(gate.permits('ben', 'summary', 'summarise')).toBe(false)
  })

  test('an answer to nobody’s renewal renews nothing', async () => {
    const { wire, clock, hears } = await openWithList()
    clock.advance(2_000)
    wire.say({ type: 'renewed', nonce: 'made-up' })
    clock.advance(1_000)
    expect(hears()).toBe(false)
  })

  test('a worker that was suspended wakes up closed, and an old answer does not open it', async () => {
    const { wire, clock, hears } = await openWithList()
    const renewal = wire.sent.findLast(({ type }) => type === 'renew')
    const { monotonic } = clock
    clock.monotonic = () => monotonic() + 3_600_000
    expect(hears()).toBe(false)
    wire.say({ type: 'renewed', nonce: renewal?.nonce })
    wire.say({ type: 'gates', lists: [list({ epoch: 2 })] })
    expect(hears()).toBe(false)
  })

  test('a slow way to the authority costs nothing of the lease: it counts from the hello', async () => {
    const wire = scripted()
    const clock = createManualClock()
    const slow = async () => {
      clock.advance(4_000)
      return 'token'
    }
    const options = { token: slow, features: [{ id: 'summary' }] }
    const connecting = connectGateOver(options, { transport: wire.transport, clock, ids: randomIds })
    await turns()
    wire.say(welcome)
    wire.say({ type: 'gates', lists: [list()] })
    expect((await connecting).permits('ben', 'summary', 'summarise')).toBe(true)
    clock.advance(2_999)
    expect((await connecting).isLive()).toBe(true)
  })

  test.each([
    ['a type that nobody knows', { type: 'weather' }],
    ['no JSON', '{'],
    ['lists of another shape', { type: 'gates', lists: [{ feature: 'summary' }] }],
  ])('%s closes everything until whole lists come again', async (_what, message) => {
    const { wire, clock, hears, revoked } = await openWithList()
    wire.say(message)
    expect(hears()).toBe(false)
    expect(revoked).toEqual(['ben/summarise'])
    clock.advance(1_000)
    await turns()
    expect(wire.links()).toBe(2)
    wire.say(welcome)
    expect(hears()).toBe(false)
    wire.say({ type: 'gates', lists: [list()] })
    expect(hears()).toBe(true)
  })

  test('fields it does not know change nothing', async () => {
    const { wire, hears } = await openWithList()
    wire.say({ type: 'gates', lists: [{ ...list({ epoch: 2 }), mood: 'good' }], since: 1 })
    expect(hears()).toBe(true)
    expect(wire.links()).toBe(1)
  })

  test('a link that ends closes at once', async () => {
    const { wire, hears, revoked } = await openWithList()
    wire.drop()
    expect(hears()).toBe(false)
    expect(revoked).toEqual(['ben/summarise'])
  })
})

describe('erasure duties', () => {
  test('are told once each, again after a lost connection, and to listeners that come later', async () => {
    const { wire, clock, gate } = await openWithList()
    const told: number[] = []
    gate.onErase(({ request }) => told.push(request))
    wire.say({ type: 'erase', duties: [duty] })
    wire.say({ type: 'erase', duties: [duty] })
    const late: number[] = []
    gate.onErase(({ request }) => late.push(request))
    expect([told, late]).toEqual([[2], [2]])
    wire.drop()
    clock.advance(1_000)
    await turns()
    wire.say(welcome)
    wire.say({ type: 'erase', duties: [duty] })
    expect(told).toEqual([2, 2])
  })

  test.each(['unavailable', 'too-many-messages'])('are acknowledged again after %s', async (code) => {
    const { wire, clock, gate } = await openWithList()
    gate.acknowledgeErasure(duty)
    const said = () =>
      wire.sent.flatMap(({ command }) => (command === undefined ? [] : [command as { id: string }]))
    expect(said()).toMatchObject([{ type: 'erasure.acknowledge', participant: 'ben', request: 2 }])
    wire.say({ type: 'reply', id: said()[0]?.id, reply: { ok: false, rejection: { code, message: '' } } })
    clock.advance(1_000)
    expect(said()).toHaveLength(2)
    wire.say({ type: 'reply', id: said()[1]?.id, reply: { ok: true } })
    clock.advance(2_000)
    expect(said()).toHaveLength(2)
  })

  test('that are all done at once are all written, though fewer may wait for it', async () => {
    const names = ['ben', 'cem', 'dora', 'emil', 'fay']
    const anna = device('anna', { role: 'host' })
    const stage = await openStage()
    await stage.after(anna.joins(), anna.turnsOn())
    for (const one of names.map((name) => device(name)))
      await stage.after(one.saysYes(), one.withdraws(), one.asksToErase())
    const { clock } = stage
    const reception = createReception({
      clock,
      ids: randomIds,
      authenticate: async () => ({
        use: 'processor',
        meeting: 'meeting',
        processor: 'Acme',
        features: ['summary'],
      }),
      authority: async () => stage.authority,
      limits: { waitingCommands: 2 },
    })
    const transport = memoryTransport(reception)
    const options = { token: 'token', features: [{ id: 'summary' }] }
    const gate = await connectGateOver(options, { transport, clock, ids: randomIds })
    gate.onErase(gate.acknowledgeErasure)
    for (let seconds = 0; seconds < names.length; seconds += 1) {
      await turns(40)
      clock.advance(1_000)
    }
    const done = (await stage.ledger.read('meeting')).flatMap((event) =>
      event.type === 'erasure.acknowledged' ? [event.participant] : [],
    )
    expect(done.sort()).toEqual(names)
  })

  test('reach the processor that has them, with what was asked for while it was away', async () => {
    const [anna, ben] = [device('anna', { role: 'host' }), device('ben')]
    const stage = await openStage()
    await stage.after(anna.joins(), anna.turnsOn(), ben.saysYes(), ben.withdraws(), ben.asksToErase())
    expect(stage.duties).toMatchObject([{ participant: 'ben', feature: 'summary', request: 2 }])
    const later: unknown[] = []
    const onDuties = (duties: readonly unknown[]) => later.push(...duties)
    stage.authority.attachWorker({ features: ['summary'], processor: 'Hosting', onLists: () => {}, onDuties })
    expect(later).toEqual(stage.duties)
    later.splice(0)
    stage.authority.attachWorker({ features: ['summary'], processor: 'Evil', onLists: () => {}, onDuties })
    stage.authority.attachWorker({ features: ['minutes'], processor: 'Acme', onLists: () => {}, onDuties })
    stage.authority.attachWorker({ features: ['summary'], onLists: () => {}, onDuties })
    expect(later).toEqual([])
  })
})

test('a worker that is refused is told why', async () => {
  const clock = createManualClock()
  const reception = createReception({
    clock,
    ids: randomIds,
    authenticate: async () => {
      throw new Error('the token is too old')
    },
    authority: async () => {
      throw new Error('never asked')
    },
  })
  const transport = memoryTransport(reception)
  const options = { token: 'old', features: [{ id: 'summary' }] }
  await expect(connectGateOver(options, { transport, clock, ids: randomIds })).rejects.toThrow('too old')
})
