import { memoryLedger } from '@askfirst/core/authority'
import { connectGate } from '@askfirst/core/gate'
import { failingLedger } from '@askfirst/testing'
import { describe, expect, it, vi } from 'vitest'
import { createConsentServer } from '../src/server.ts'
import { summary } from './features.ts'
import { startFreezer } from './freezer.ts'
import { type Client, eventually, joined, MEETING, noticeOf, turnOn, useServer } from './running-server.ts'

const start = useServer()
const phaseOf = (client: Client) => client.store.getState().view?.features['meeting-summary']?.phase

async function accept(client: Client): Promise<void> {
  await eventually(() => expect(phaseOf(client)).toBe('on'))
  expect(await client.show('meeting-summary', { visibleMs: 2_500, lang: 'en' })).toEqual({ ok: true })
  expect(await client.accept('meeting-summary')).toEqual({ ok: true })
}

describe('over real sockets', () => {
  it('opens a gate at the worker after a yes, and closes it after a no', async () => {
    const { person, worker, server, events } = await start()
    const [ada, bob] = [person('ada', 'host'), person('bob')]
    const gate = await worker()
    await joined(ada, bob)
    await turnOn(ada)
    await eventually(() => expect(gate.allowed('meeting-summary', 'summarise')).toEqual(['ada']))
    await accept(bob)
    await eventually(() => expect(gate.permits('bob', 'meeting-summary', 'summarise')).toBe(true))
    expect(gate.permits('bob', 'meeting-summary', 'improve')).toBe(false)
    expect(server.permits(MEETING, 'bob', 'meeting-summary', 'summarise')).toBe(true)
    expect(server.permits('retro', 'bob', 'meeting-summary', 'summarise')).toBe(false)

    expect(await bob.withdraw('meeting-summary')).toEqual({ ok: true })
    expect(server.permits(MEETING, 'bob', 'meeting-summary', 'summarise')).toBe(false)
    await eventually(() => expect(gate.allowed('meeting-summary', 'summarise')).toEqual(['ada']))
    expect((await events()).map(({ number }) => number)).toEqual((await events()).map((_, at) => at + 1))
  })

  it('closes the gates of a page that goes away, and of one that comes back without its indicator', async () => {
    const { person, worker, server } = await start()
    const [ada, bob] = [person('ada', 'host'), person('bob')]
    const gate = await worker()
    await joined(ada, bob)
    await turnOn(ada)
    await accept(bob)
    await eventually(() => expect(gate.permits('bob', 'meeting-summary', 'summarise')).toBe(true))
    bob.dispose()
    await eventually(() => expect(gate.permits('bob', 'meeting-summary', 'summarise')).toBe(false))
    const back = person('bob', 'attendee', { indicator: 'hidden' })
    await joined(back)
    expect(server.permits(MEETING, 'bob', 'meeting-summary', 'summarise')).toBe(false)
    back.attachIndicator()
    await eventually(() => expect(gate.permits('bob', 'meeting-summary', 'summarise')).toBe(true))
  })

  it('tells a processor what to erase, until it is done', async () => {
    const { person, server, url, events } = await start()
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    await ada.withdraw('meeting-summary')
    expect(await ada.erase('meeting-summary')).toEqual({ ok: true })
    const token = await server.mintProcessorToken({
      meeting: MEETING,
      processor: 'Acme AI',
      features: [summary],
    })
    const gate = await connectGate({ url, token, features: [summary] })
    gate.onErase((duty) => gate.acknowledgeErasure(duty))
    await eventually(async () =>
      expect((await events()).at(-1)).toMatchObject({ type: 'erasure.acknowledged', processor: 'Acme AI' }),
    )
    gate.close()
  })
})

describe('silence', () => {
  it('of a device closes its gates, and the ledger says so', async () => {
    const { socket, mint, worker, events } = await start({ unreachableAfterMs: 400 })
    const gate = await worker()
    const ada = await socket()
    ada.hello(await mint('ada', 'host'))
    ada.command({ id: 'too-early', type: 'participant.join', place: 'call' })
    await eventually(() => expect(ada.heard('snapshot')).toHaveLength(1))
    ada.command({ id: 'a1', type: 'participant.join', place: 'call' })
    const notice = await noticeOf(summary)
    ada.command({ id: 'a2', type: 'indicator.show', knows: [notice.hash] })
    const decision = { answer: 'accept', grants: [], seen: 0 }
    ada.command({
      id: 'a3',
      type: 'feature.enable',
      feature: 'meeting-summary',
      activation: 'run-1',
      notice,
      decision,
      method: 'button',
    })
    await eventually(() => expect(gate.permits('ada', 'meeting-summary', 'summarise')).toBe(true))
    await eventually(() => expect(gate.permits('ada', 'meeting-summary', 'summarise')).toBe(false))
    expect((await events()).at(-1)).toMatchObject({
      type: 'participant.lapsed',
      participant: 'ada',
      cause: 'silent',
    })
    await eventually(() => expect(ada.closedWith()).toBeDefined())
  })

  it('of the server closes everything at a worker, until it is heard again', async () => {
    const { person, worker, origin } = await start({ gateLeaseMs: 400 })
    const freezer = await startFreezer(origin)
    const gate = await worker(`ws://${freezer.origin}/consent`)
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    await eventually(() => expect(gate.permits('ada', 'meeting-summary', 'summarise')).toBe(true))
    const revoked = vi.fn()
    gate.onRevoke(revoked)
    freezer.freeze()
    await eventually(() => expect(gate.isLive()).toBe(false))
    expect(gate.permits('ada', 'meeting-summary', 'summarise')).toBe(false)
    await eventually(() =>
      expect(revoked).toHaveBeenCalledWith({
        participant: 'ada',
        feature: 'meeting-summary',
        ask: 'summarise',
      }),
    )
    // What was said meanwhile is in force when it is back.
    await ada.withdraw('meeting-summary')
    freezer.thaw()
    await eventually(() => expect(gate.isLive()).toBe(true))
    await eventually(() => expect(gate.activation('meeting-summary')).not.toBeNull())
    expect(gate.allowed('meeting-summary', 'summarise')).toEqual([])
    await freezer.close()
  })
})

describe('a ledger that fails', () => {
  it('rejects a yes, closes on a no at once, and keeps the no for when it is back', async () => {
    const ledger = failingLedger(memoryLedger())
    const faults: unknown[] = []
    const { person, worker, server, events } = await start({ ledger, onFault: (fault) => faults.push(fault) })
    const [ada, bob] = [person('ada', 'host'), person('bob')]
    const gate = await worker()
    await joined(ada, bob)
    await turnOn(ada)
    await eventually(() => expect(phaseOf(bob)).toBe('on'))
    await bob.show('meeting-summary', { visibleMs: 2_500, lang: 'en' })
    const heal = ledger.fail()
    expect(await bob.accept('meeting-summary')).toMatchObject({
      ok: false,
      rejection: { code: 'unavailable' },
    })
    expect(server.permits(MEETING, 'bob', 'meeting-summary', 'summarise')).toBe(false)
    let reply: unknown
    void ada.withdraw('meeting-summary').then((outcome) => {
      reply = outcome
    })
    await eventually(() => expect(gate.allowed('meeting-summary', 'summarise')).toEqual([]))
    expect(server.permits(MEETING, 'ada', 'meeting-summary', 'summarise')).toBe(false)
    expect(reply).toBeUndefined()
    expect(faults.length).toBeGreaterThan(0)
    heal()
    await eventually(() => expect(reply).toEqual({ ok: true }))
    expect((await events()).at(-1)).toMatchObject({ type: 'consent.withdrawn', participant: 'ada' })
    expect(server.permits(MEETING, 'ada', 'meeting-summary', 'summarise')).toBe(false)
  })

  it('lets nobody in while a meeting that began before cannot be taken over, and everybody once it can', async () => {
    const ledger = failingLedger(memoryLedger())
    await ledger.append(MEETING, 0, [
      { type: 'authority.started', number: 1, at: 1, by: 'authority', command: 'before' },
    ])
    const heal = ledger.fail()
    const faults: unknown[] = []
    const { person } = await start({ ledger, onFault: (fault) => faults.push(fault) })
    const ada = person('ada', 'host')
    await eventually(() => expect(faults.length).toBeGreaterThan(0))
    expect(ada.store.getState().connection).not.toBe('live')
    heal()
    await joined(ada)
  })

  it('has nobody in a new meeting while it cannot be begun, and everybody once it can', async () => {
    const ledger = failingLedger(memoryLedger())
    const heal = ledger.fail()
    const faults: unknown[] = []
    const { person, events } = await start({ ledger, onFault: (fault) => faults.push(fault) })
    const ada = person('ada', 'host')
    await eventually(() => expect(faults.length).toBeGreaterThan(0))
    expect(ada.store.getState().view?.you.place).toBe('out')
    expect(await ada.enable('meeting-summary', { answer: 'accept' })).toMatchObject({ ok: false })
    heal()
    await joined(ada)
    expect((await events()).map(({ number, type }) => [number, type]).slice(0, 2)).toEqual([
      [1, 'authority.started'],
      [2, 'participant.joined'],
    ])
  })

  it('opens a meeting once, however many come at the same moment', async () => {
    const { person, events } = await start()
    const people = Array.from({ length: 12 }, (_, at) => person(`p${at}`))
    await joined(...people)
    expect((await events()).filter(({ type }) => type === 'authority.started')).toHaveLength(1)
  })
})

describe('whoever only looks in at a new meeting', () => {
  it('leaves nothing in the ledger', async () => {
    const { mint, person, server, socket, worker, events } = await start()
    const people = async () => {
      const text = await (await server.fetch(new Request('http://x/metrics'))).text()
      return Number(/^askfirst_connections\{use="person"\} (\d+)$/m.exec(text)?.[1])
    }
    await worker()
    const one = await socket()
    one.hello(await mint('ada', 'host'))
    await eventually(() => expect(one.heard('snapshot')).toHaveLength(1))
    expect(await people()).toBe(1)
    one.end()
    await eventually(async () => expect(await people()).toBe(0))
    expect(await events()).toEqual([])
    const bob = person('bob')
    await joined(bob)
    expect((await events()).slice(0, 2)).toMatchObject([
      { type: 'authority.started' },
      { type: 'participant.joined', participant: 'bob' },
    ])
  })

  it('leaves nothing that is tried again and again while the ledger takes nothing', async () => {
    const below = failingLedger(memoryLedger())
    below.fail()
    let appends = 0
    const ledger = {
      ...below,
      append: (...what: Parameters<typeof below.append>) => {
        appends += 1
        return below.append(...what)
      },
    }
    const { socket, mint } = await start({ ledger })
    const one = await socket()
    one.hello(await mint('ada', 'host'))
    await eventually(() => expect(one.heard('snapshot')).toHaveLength(1))
    one.end()
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(appends).toBe(0)
  })
})

it('an id that every object has something for is one that nobody declared, and ends nothing', async () => {
  const { socket, mint, person } = await start()
  const one = await socket()
  one.hello(await mint('mallory', 'attendee'))
  await eventually(() => expect(one.heard('snapshot')).toHaveLength(1))
  one.command({ id: 'in', type: 'participant.join', place: 'call' })
  const notice = { revision: 1, hash: 'h', lang: 'en' }
  const yes = { type: 'consent.accept', activation: 'a', notice, grants: [], seen: 0, method: 'button' }
  for (const feature of ['constructor', '__proto__', 'toString'])
    one.command({ id: feature, ...yes, feature })
  await eventually(() => {
    for (const id of ['constructor', '__proto__', 'toString'])
      expect(one.replyTo(id)).toMatchObject({ rejection: { code: 'unknown-feature' } })
  })
  await joined(person('ada', 'host'))
})

describe('a server that lacks what it needs', () => {
  const keys = { secret: 'a secret for this test, of thirty-two bytes' }
  it.each([
    ['no features', { keys, ledger: memoryLedger() }, /features is missing/],
    ['no ledger', { keys, features: [summary] }, /ledger is missing/],
    ['no keys', { features: [summary], ledger: memoryLedger() }, /keys is missing/],
    [
      'an unset secret',
      { keys: { secret: undefined }, features: [summary], ledger: memoryLedger() },
      /keys\.secret is empty/,
    ],
  ])('says so: %s', (_what, options, words) => {
    expect(() => createConsentServer(options as never)).toThrow(words)
  })
})
