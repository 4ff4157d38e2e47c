import { memoryLedger } from '@askfirst/core/authority'
import { connectGate } from '@askfirst/core/gate'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import { createConsentServer } from '../src/server.ts'
import { createEndpoint, type EndpointOptions, type WebhookMessage } from '../src/webhooks/endpoint.ts'
import type { WebhookEndpoint, WebhookKind } from '../src/webhooks/webhook-options.ts'
import { summary } from './features.ts'
import { eventually, FEATURES, joined, MEETING, SECRET, turnOn, useServer } from './running-server.ts'
import { SECRET_OF_HOOKS as secret, startReceiver } from './webhook-receiver.ts'

const start = useServer()
const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end()
})

async function receive(answer?: Parameters<typeof startReceiver>[0]) {
  const receiver = await startReceiver(answer)
  undo.push(receiver.close)
  return receiver
}

const everything = { secret, events: ['decision', 'gate', 'erasure'] } as const

describe('webhooks', () => {
  it('tell of decisions, gates and duties, signed, with ids of participants and no name', async () => {
    const receiver = await receive()
    const { person, server, url } = await start({ webhooks: [{ ...everything, url: receiver.url }] })
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    expect(await ada.withdraw('meeting-summary')).toEqual({ ok: true })
    expect(await ada.erase('meeting-summary')).toEqual({ ok: true })
    await eventually(() => expect(receiver.received).toHaveLength(5))
    const told = receiver.received.map(({ type, data }) => [type, data])
    const of = { meeting: MEETING, participant: 'ada', feature: 'meeting-summary' }
    expect(told).toEqual(
      expect.arrayContaining([
        ['consent.accepted', { ...of, number: expect.any(Number), asks: ['summarise'] }],
        ['gate.changed', { ...of, before: [], after: ['summarise'] }],
        ['gate.changed', { ...of, before: ['summarise'], after: [] }],
        ['consent.withdrawn', { ...of, number: expect.any(Number) }],
        [
          'erasure.requested',
          { ...of, processor: 'Acme AI', request: expect.any(Number), requestedAt: expect.any(Number) },
        ],
      ]),
    )
    expect(receiver.refused).toEqual([])
    for (const { timestamp } of receiver.received) expect(new Date(timestamp).toISOString()).toBe(timestamp)
    await eventually(async () => {
      const figures = await (await server.fetch(new Request('http://x/metrics'))).text()
      expect(figures).toContain('askfirst_webhooks_total{endpoint="0",outcome="delivered"} 5')
      expect(figures).toContain('askfirst_webhooks_waiting{endpoint="0"} 0')
    })
    const token = await server.mintProcessorToken({
      meeting: MEETING,
      processor: 'Acme AI',
      features: [summary],
    })
    const gate = await connectGate({ url, token, features: [summary] })
    undo.push(gate.close)
    gate.onErase((duty) => gate.acknowledgeErasure(duty))
    await eventually(() =>
      expect(ada.store.getState().view?.features['meeting-summary']?.erasure?.done).toEqual(['Acme AI']),
    )
  })

  it('tell each endpoint what it asked for, of the meetings that it is for', async () => {
    const [gates, elsewhere, broken] = [await receive(), await receive(), await receive()]
    const { person } = await start({
      webhooks: [
        { url: gates.url, secret, events: ['gate'] },
        { ...everything, url: elsewhere.url, meetings: (meeting) => meeting !== MEETING },
        {
          ...everything,
          url: broken.url,
          meetings: () => {
            throw new Error('No.')
          },
        },
      ],
    })
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    await ada.withdraw('meeting-summary')
    await eventually(() =>
      expect(gates.received.map(({ type }) => type)).toEqual(['gate.changed', 'gate.changed']),
    )
    expect([...elsewhere.received, ...broken.received]).toEqual([])
  })

  it('hold nobody up: an endpoint that never answers delays no answer and no close', async () => {
    const receiver = await receive(() => 'never')
    const { person, server } = await start({ webhooks: [{ ...everything, url: receiver.url }] })
    const [ada, bob] = [person('ada', 'host'), person('bob')]
    await joined(ada, bob)
    await turnOn(ada)
    await eventually(() => expect(receiver.received).toHaveLength(1))
    expect(await ada.withdraw('meeting-summary')).toEqual({ ok: true })
    expect(server.permits(MEETING, 'ada', 'meeting-summary', 'summarise')).toBe(false)
    expect(receiver.received).toHaveLength(1)
  })

  it('tell of a duty again after a restart, by the same id, until a processor has done it', async () => {
    const ledger = { ...memoryLedger(), close: async () => {} }
    const receiver = await receive((nth) => (nth < 3 ? 503 : 204))
    const webhooks = [{ url: receiver.url, secret, events: ['erasure'] }] as const
    const options = { features: FEATURES, keys: { secret: SECRET }, ledger, webhooks, log: 'silent' } as const
    const first = await start(options)
    const ada = first.person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    await ada.withdraw('meeting-summary')
    expect(await ada.erase('meeting-summary')).toEqual({ ok: true })
    await eventually(() => expect(receiver.received).toHaveLength(1))
    await first.stop()
    const before = receiver.received.length

    const second = createConsentServer(options)
    undo.push(() => second.close())
    // Whoever comes first opens the meeting.
    expect(await second.reportRoster(MEETING, [])).toEqual({ ok: true })
    await eventually(() => expect(receiver.received.length).toBeGreaterThan(Math.max(before, 2)))
    expect(new Set(receiver.ids()).size).toBe(1)
  })

  it.each([
    [{ url: 'http://app.example/hooks' }, 'url is no address by https:'],
    [{ url: 'https://me:secret@app.example/' }, 'url is no address by https:'],
    [{ url: 'hooks' }, 'url is no address by https:'],
    [{ secret: 'whsec_c2hvcnQ=' }, 'secret is not whsec_'],
    [{ secret: SECRET }, 'secret is not whsec_'],
    [{ events: [] }, 'events is []'],
    [{ events: ['everything'] as unknown as WebhookKind[] }, 'events is ["everything"]'],
    [{ meetings: ['standup'] as unknown as () => boolean }, 'meetings is no function'],
  ])('cannot be configured with %o', (wrong: Partial<WebhookEndpoint>, message) => {
    const webhooks = [{ ...everything, url: 'https://app.example/hooks', ...wrong }]
    const options = { features: FEATURES, keys: { secret: SECRET }, ledger: memoryLedger(), webhooks }
    expect(() => createConsentServer(options)).toThrow(message)
  })
})

describe('an endpoint', () => {
  const message = (id: string, kind: WebhookKind = 'gate'): WebhookMessage => ({
    id,
    kind,
    body: JSON.stringify({ type: 'test', timestamp: new Date(0).toISOString(), data: { id } }),
  })
  function open(url: string, options: Partial<EndpointOptions> = {}) {
    const outcomes: string[] = []
    const line = createEndpoint({
      endpoint: { url, secret, events: ['gate'] },
      onOutcome: (outcome, _kind, status) => outcomes.push(`${outcome} ${status ?? 'no answer'}`),
      onGone: () => outcomes.push('gone'),
      retryMs: 5,
      ...options,
    })
    undo.push(line.close)
    return { ...line, outcomes }
  }

  it('is told in order, again and again until it takes it, by the same id', async () => {
    const receiver = await receive((nth) => (nth <= 3 ? ([500, 302, 429][nth - 1] ?? 500) : 200))
    const line = open(receiver.url)
    for (const id of ['one', 'two']) line.put(message(id))
    await line.settled()
    expect(receiver.ids()).toEqual(['one', 'one', 'one', 'one', 'two'])
    expect(line.outcomes).toEqual([
      'failed 500',
      'failed 302',
      'failed 429',
      'delivered 200',
      'delivered 200',
    ])
  })

  it('is not followed to where it leads, which is another server than the one that was named', async () => {
    const elsewhere = await receive()
    const statuses = [301, 302, 303, 307, 308]
    const receiver = await receive((nth) => {
      const status = statuses[nth - 1]
      return status === undefined ? 204 : { status, headers: { location: elsewhere.url } }
    })
    const line = open(receiver.url)
    line.put(message('one'))
    await line.settled()
    expect(line.outcomes).toEqual([...statuses.map((status) => `failed ${status}`), 'delivered 204'])
    expect([...elsewhere.received, ...elsewhere.refused]).toEqual([])
  })

  describe('that fails is left alone for a while', () => {
    /** How long it is left alone each time. */
    async function pausesOf(answer: Parameters<typeof startReceiver>[0], ...messages: WebhookMessage[]) {
      const receiver = await receive(answer)
      const pauses: number[] = []
      const line = open(receiver.url, {
        retryMs: undefined,
        wait: async (ms) => void pauses.push(ms),
      })
      for (const one of messages) line.put(one)
      await line.settled()
      return pauses
    }

    it('from a second on for twice as long each time, a quarter more or less, and never longer than a minute', async () => {
      const pauses = await pausesOf((nth) => (nth <= 9 ? 503 : 204), message('one'))
      for (const [at, pause] of pauses.entries()) {
        expect(pause).toBeGreaterThanOrEqual(Math.min(750 * 2 ** at, 60_000))
        expect(pause).toBeLessThanOrEqual(Math.min(1_250 * 2 ** at, 60_000))
      }
      expect(pauses.slice(7)).toEqual([60_000, 60_000])
    })

    it('and not for longer once it has taken something again', async () => {
      const pauses = await pausesOf(
        (nth) => (nth <= 5 || nth === 7 ? 503 : 204),
        ...['one', 'two'].map((id) => message(id)),
      )
      expect(pauses).toHaveLength(6)
      expect(pauses.at(4)).toBeGreaterThanOrEqual(12_000)
      expect(pauses.at(5)).toBeLessThanOrEqual(1_250)
    })

    it('for as long as it asks for, a minute at most, and as ever where it asks for nothing that is a time', async () => {
      const asked = ['7', '3600', 'soon', '-5', '1']
      const pauses = await pausesOf((nth) => {
        const retryAfter = asked[nth - 1]
        return retryAfter === undefined ? 204 : { status: 429, headers: { 'retry-after': retryAfter } }
      }, message('one'))
      expect(pauses.slice(0, 2)).toEqual([7_000, 60_000])
      for (const [at, usual] of [4_000, 8_000, 16_000].entries()) {
        expect(pauses[at + 2]).toBeGreaterThanOrEqual(0.75 * usual)
        expect(pauses[at + 2]).toBeLessThanOrEqual(1.25 * usual)
      }
    })
  })

  it('is told of what comes in the moment in which all is told, and though whoever hears of it throws', async () => {
    const receiver = await receive()
    let next = 2
    const line = open(receiver.url, {
      onOutcome: () => {
        // Some turns later: whatever becomes of the first by then.
        const id = `${next}`
        let turns = next
        next += 1
        const later = (): void => {
          turns -= 1
          if (turns > 0) queueMicrotask(later)
          else if (Number(id) <= 12) line.put(message(id))
        }
        later()
        throw new Error('The log is full.')
      },
    })
    line.put(message('1'))
    await eventually(() => expect(receiver.ids()).toEqual(Array.from({ length: 12 }, (_, at) => `${at + 1}`)))
  })

  it('that does not answer in time is tried again', async () => {
    const receiver = await receive((nth) => (nth === 1 ? 'never' : 200))
    const line = open(receiver.url, { withinMs: 50 })
    line.put(message('one'))
    await line.settled()
    expect(line.outcomes).toEqual(['failed no answer', 'delivered 200'])
  })

  it('that is gone (410) is told nothing any more, and what waited is said to be dropped', async () => {
    const receiver = await receive(() => 410)
    const line = open(receiver.url)
    for (const id of ['one', 'two']) line.put(message(id))
    await line.settled()
    line.put(message('three'))
    expect(receiver.ids()).toEqual(['one'])
    expect(line.outcomes).toEqual([
      'failed 410',
      'dropped no answer',
      'dropped no answer',
      'gone',
      'dropped no answer',
    ])
  })

  it('has so many waiting and no more: the oldest makes way, but for duties', async () => {
    const receiver = await receive(() => 'never')
    // However long an answer may take: closing ends what is under way.
    const line = open(receiver.url, { most: 3, withinMs: 3_600_000 })
    for (const id of ['d1', 'd2']) line.put(message(id, 'erasure'))
    for (const id of ['g1', 'g2']) line.put(message(id))
    expect([line.waiting(), line.outcomes.length]).toEqual([3, 1])
    line.put(message('d3', 'erasure'))
    line.put(message('d4', 'erasure'))
    // The same is not kept twice.
    line.put(message('d1', 'erasure'))
    expect([line.waiting(), line.outcomes.length]).toEqual([3, 3])
    expect(await line.close()).toBe(3)
  })

  it('gives up a message that is never taken, so that others come through, but never a duty', async () => {
    const receiver = await receive((nth) => (nth <= 20 ? 400 : 200))
    const line = open(receiver.url, { retryMs: 0 })
    line.put(message('duty', 'erasure'))
    for (const id of ['poison', 'good']) line.put(message(id))
    await line.settled()
    expect(receiver.ids().slice(0, 21)).toEqual([
      ...Array.from({ length: 10 }, () => 'duty'),
      ...Array.from({ length: 10 }, () => 'poison'),
      'good',
    ])
    expect(receiver.ids().at(-1)).toBe('duty')
    expect(line.outcomes.filter((outcome) => !outcome.startsWith('failed'))).toEqual([
      'dropped no answer',
      'delivered 200',
      'delivered 200',
    ])
  })

  it('with another secret can tell that it is not from here', async () => {
    const receiver = await receive()
    const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`
    expect(() => new Webhook(other)).not.toThrow()
    const line = open(receiver.url, { endpoint: { url: receiver.url, secret: other, events: ['gate'] } })
    line.put(message('forged'))
    await line.settled()
    expect([receiver.received.length, receiver.refused.length]).toEqual([0, 1])
  })
})
