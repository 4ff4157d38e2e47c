import type { EventBody, MeetingEvent, SentCommand } from '@askfirst/core/authority'
import { expect, it } from 'vitest'
import {
  findCountedTwice,
  findGaps,
  findInvented,
  findKeptNos,
  findLost,
  findUnfounded,
} from './ledger-findings.ts'
import { readOpenSpans } from './open-spans.ts'
import type { TappedCommand } from './wire-tap.ts'

// What a kill must not lose or open is found by comparing: each fault that may be is one that is found.

const AT = 1_795_000_000_000
const started: EventBody = { type: 'authority.started' }
const joined: EventBody = {
  type: 'participant.joined',
  participant: 'ada',
  connection: 'tab',
  place: 'call',
  role: 'attendee',
  kind: 'person',
}
const shown: EventBody = { type: 'indicator.shown', participant: 'ada', connection: 'tab', knows: ['h1'] }
const left: EventBody = { type: 'participant.left', participant: 'ada', connection: 'tab' }
const declined: EventBody = {
  type: 'consent.declined',
  participant: 'ada',
  feature: 'summary',
  decision: 1,
  method: 'button',
}

type Sent = SentCommand extends infer One ? (One extends unknown ? Omit<One, 'id'> : never) : never
const join: Sent = { type: 'participant.join', place: 'call' }
const show: Sent = { type: 'indicator.show', knows: ['h1'] }
const leave: Sent = { type: 'participant.leave' }
const decline: Sent = { type: 'consent.decline', feature: 'summary', method: 'button' }

/** What is found lost of a story: events, and commands that were acknowledged, each a second after the one before. */
function lostOf(...story: readonly (readonly [event: EventBody | 'none', command?: Sent])[]) {
  const commands: TappedCommand[] = []
  const events: MeetingEvent[] = []
  for (const [index, [event, sent]] of story.entries()) {
    const id = `c${index}`
    const at = AT + index * 1_000
    if (sent !== undefined) {
      const command = { ...sent, id } as SentCommand
      commands.push({ by: 'ada', command, order: commands.length, sentAt: at, reply: { ok: true } })
    }
    if (event === 'none') continue
    const by = sent === undefined ? 'authority' : 'ada'
    events.push({ ...event, number: events.length + 1, at, by, command: id } as MeetingEvent)
  }
  return findLost(events, {
    commands: () => commands,
    of: (id) => commands.find(({ command }) => command.id === id),
  })
}

it('finds a no that was acknowledged and is not there, also after an earlier no', () => {
  expect(lostOf([started], [joined, join], [declined, decline], ['none', decline])).toEqual([
    'consent.decline c3 of ada',
  ])
})

it('finds that somebody came, or showed the indicator, where that is only there of elsewhere or before a restart', () => {
  expect(lostOf([started], [joined, join], [shown, show], [started], ['none', join], ['none', show])).toEqual(
    ['participant.join c4 of ada', 'indicator.show c5 of ada'],
  )
  const elsewhere: readonly Sent[] = [
    { ...join, place: 'lobby' },
    { ...join, room: 'one' },
    { ...show, knows: ['h2'] },
  ]
  for (const sent of elsewhere)
    expect(lostOf([started], [joined, join], [shown, show], ['none', sent])).toHaveLength(1)
  expect(lostOf([started], ['none', join], [joined, join])).toEqual(['participant.join c1 of ada'])
})

it('finds that somebody left, or came back, where that is not there', () => {
  const lost = ['participant.leave c2 of ada']
  expect(lostOf([started], [joined, join], ['none', leave])).toEqual(lost)
  expect(lostOf([joined, join], [started], ['none', leave])).toEqual(lost)
  expect(lostOf([started], [joined, join], [left, leave], [joined, join], ['none', leave])).toHaveLength(1)
  expect(
    lostOf([started], [joined, join], [shown, show], [left, leave], ['none', join], ['none', show]),
  ).toEqual(['participant.join c4 of ada', 'indicator.show c5 of ada'])
})

it('finds nothing where there was nothing to change', () => {
  expect(lostOf([started], [joined, join], [shown, show], ['none', join], ['none', show])).toEqual([])
  expect(lostOf([started], [joined, join], [started], [joined, join], ['none', join])).toEqual([])
  const both: EventBody = { ...shown, knows: ['h1', 'h2'] }
  const one: Sent = { ...show, knows: ['h1', 'h2'] }
  const other: Sent = { ...show, knows: ['h2', 'h1'] }
  expect(lostOf([started], [joined, join], [both, one], ['none', other])).toEqual([])
  expect(lostOf([started], [joined, join], [left, leave], ['none', leave])).toEqual([])
  expect(lostOf([started], [joined, join], [left, leave], [started], ['none', leave])).toEqual([])
})

/** Events as a ledger holds them, each a second after the one before, by commands of their own. */
const written = (...bodies: readonly (EventBody & Partial<MeetingEvent>)[]): MeetingEvent[] =>
  bodies.map((body, index) => {
    const [number, at] = [index + 1, AT + index * 1_000]
    return { number, at, by: 'ada', command: `c${index}`, ...body } as MeetingEvent
  })

it('finds a number that is missing, or there twice', () => {
  expect(findGaps(written(started, joined, shown))).toEqual([])
  expect(findGaps(written(started, joined, { ...shown, number: 4 }))).toEqual(['event 3 has number 4'])
  expect(findGaps(written(started, { ...joined, number: 1 }))).toEqual(['event 2 has number 1'])
})

it('finds a command that counted twice, and not one that led to two kinds of events', () => {
  const once = { command: 'same' }
  expect(findCountedTwice(written({ ...joined, ...once }, { ...shown, ...once }))).toEqual([])
  expect(findCountedTwice(written({ ...declined, ...once }, shown, { ...declined, ...once }))).toEqual([
    'ada same consent.declined',
  ])
})

it('finds an event that nobody sent, somebody else did, or that was said to be rejected', () => {
  const command = { ...decline, id: 'c1' } as SentCommand
  const inventedOf = (sent?: Partial<TappedCommand>) =>
    findInvented(written({ ...started, by: 'authority' }, declined), {
      commands: () => [],
      of: (id) => (sent && id === 'c1' ? { by: 'ada', command, order: 0, sentAt: AT, ...sent } : undefined),
    })
  const rejected = { ok: false, rejection: { code: 'not-allowed' } }
  expect(inventedOf({ reply: { ok: true } })).toEqual([])
  expect(inventedOf({})).toEqual([])
  expect(inventedOf()).toEqual(['#2 consent.declined by ada, reply undefined'])
  expect(inventedOf({ by: 'bob' })).toHaveLength(1)
  expect(inventedOf({ reply: rejected })).toHaveLength(1)
})

const enabled: EventBody = { type: 'feature.enabled', feature: 'summary', activation: 'a1', revision: 1 }
const disabled: EventBody = {
  type: 'feature.disabled',
  feature: 'summary',
  activation: 'a1',
  cause: 'person',
}
const accepted: EventBody = {
  type: 'consent.accepted',
  participant: 'ada',
  feature: 'summary',
  activation: 'a1',
  notice: { revision: 1, hash: 'h1', lang: 'en' },
  kind: 'person',
  grants: ['summarise'],
  processors: [],
  decision: 1,
  method: 'button',
}
const withdrawn: EventBody = { ...declined, type: 'consent.withdrawn', decision: 2 }
const lapsed: EventBody = {
  type: 'participant.lapsed',
  participant: 'ada',
  connection: 'tab',
  cause: 'closed',
}
const hidden: EventBody = { type: 'indicator.hidden', participant: 'ada', connection: 'tab' }
const deferred: EventBody = {
  type: 'consent.deferred',
  participant: 'ada',
  feature: 'summary',
  activation: 'a1',
  revision: 1,
}
const expired: EventBody = { type: 'consent.expired', participant: 'ada', feature: 'summary' }
const erased: EventBody = { ...expired, type: 'erasure.requested', request: 2, processors: [] }
const removed: EventBody = { type: 'participant.removed', participant: 'ada' }
/** Up to a gate that event 5 opens. */
const open = [started, joined, shown, enabled, accepted]
const spansOf = (...events: readonly EventBody[]) =>
  readOpenSpans(written(...events)).get('ada summarise a1') ?? []

it('reads from a ledger when a gate was open', () => {
  expect(spansOf(...open)).toEqual([{ from: 5, to: Number.POSITIVE_INFINITY }])
  const closings = [withdrawn, declined, deferred, expired, erased, disabled, hidden, left, lapsed, started]
  for (const closing of [...closings, removed])
    expect(spansOf(...open, closing, hidden)).toEqual([{ from: 5, to: 6 }])
  const elsewhere = { feature: 'summary', activation: 'a1' }
  expect(spansOf(...open, { ...left, connection: 'phone', instead: elsewhere })).toEqual([{ from: 5, to: 6 }])
  expect(spansOf(...open, { ...left, connection: 'phone' })).toEqual([
    { from: 5, to: Number.POSITIVE_INFINITY },
  ])
  expect(spansOf(...open, withdrawn, accepted, hidden)).toEqual([
    { from: 5, to: 6 },
    { from: 7, to: 8 },
  ])
  // Back after a restart, it takes the indicator again, and no other yes.
  expect(spansOf(...open, started, joined, shown)).toEqual([
    { from: 5, to: 6 },
    { from: 8, to: Number.POSITIVE_INFINITY },
  ])
})

it('reads that a gate closed for those asks alone that were taken out of a yes', () => {
  const [both, part] = [
    { ...accepted, grants: ['summarise', 'improve'] },
    { ...withdrawn, asks: ['improve'] },
  ]
  const spans = readOpenSpans(written(...open.slice(0, -1), both, part, withdrawn))
  expect(Object.fromEntries(spans)).toEqual({
    'ada summarise a1': [{ from: 5, to: 7 }],
    'ada improve a1': [{ from: 5, to: 6 }],
  })
  // Without a yes there is nothing to take out of.
  expect(spansOf(...open, withdrawn, part)).toEqual([{ from: 5, to: 6 }])
  const sighting = { participant: 'ada', activation: 'a1', term: 1, since: 6, written: 6 }
  const seen = ['summarise', 'improve'].map((ask) => ({ ...sighting, ask }))
  expect(findUnfounded(written(...open.slice(0, -1), both, part), seen)).toEqual([
    'ada/improve in a1, term 1, 6 heard, 6 written',
  ])
})

it('reads no open gate without the yes, the run, the device, or the indicator', () => {
  const openOf = (...events: readonly EventBody[]) => [...readOpenSpans(written(...events)).keys()]
  for (const missing of [accepted, enabled, shown])
    expect(openOf(...open.filter((event) => event !== missing))).toEqual([])
  expect(openOf(started, joined, shown, { ...enabled, activation: 'a2' }, accepted)).toEqual([])
  expect(openOf(started, joined, { ...shown, participant: 'bob' }, enabled, accepted)).toEqual([])
})

it('finds a gate that was open before its yes, after its no, in another term or run, or for another ask', () => {
  const sighting = { participant: 'ada', ask: 'summarise', activation: 'a1', term: 1, since: 0, written: 5 }
  const unfounded = (more: Partial<typeof sighting>, ...after: readonly EventBody[]) =>
    findUnfounded(written(...open, ...after), [{ ...sighting, ...more }])
  expect(unfounded({})).toEqual([])
  expect(unfounded({ written: 4 })).toEqual(['ada/summarise in a1, term 1, 0 heard, 4 written'])
  for (const other of [{ participant: 'bob' }, { ask: 'improve' }, { activation: 'a2' }])
    expect(unfounded(other)).toHaveLength(1)
  expect(unfounded({ term: 6, written: 6 }, started)).toHaveLength(1)
  // A no that has been written may be on its way still, and has come once it was there for longer than the lease.
  expect(unfounded({ since: 5, written: 6 }, withdrawn)).toEqual([])
  expect(unfounded({ since: 6, written: 6 }, withdrawn)).toHaveLength(1)
  expect(unfounded({ since: 7, written: 8 }, withdrawn, started, joined)).toHaveLength(1)
  expect(unfounded({ since: 6, written: 7 }, withdrawn, accepted)).toEqual([])
})

it('finds a gate that opened after a restart before a no from before it was written', () => {
  const keptOf = (clientAt: number | undefined, ...between: readonly EventBody[]) =>
    findKeptNos(written(...open, started, ...between, { ...withdrawn, clientAt }))
  const no = (number: number, wasBackBefore: boolean) => [{ no: `#${number} of ada`, wasBackBefore }]
  expect(keptOf(AT + 4_500, joined)).toEqual(no(8, false))
  expect(keptOf(AT + 4_500, joined, shown)).toEqual(no(9, true))
  expect(keptOf(AT + 4_500, joined, { ...shown, participant: 'bob' })).toEqual(no(9, false))
  // Said when it was back: nothing had to be kept.
  expect(keptOf(AT + 5_500, joined, shown)).toEqual([])
  expect(keptOf(undefined, joined)).toEqual([])
})
