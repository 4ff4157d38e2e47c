import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import type { CommandType } from '../src/commands.ts'
import { MOST_NAMED_BY_WORKERS } from '../src/decide/participant.ts'
import type { EventBody, EventType, OffCause } from '../src/events.ts'
import type { GateReason } from '../src/gate-rule.ts'
import type { ParticipantKind, Role } from '../src/model/participant.ts'
import { type AnswerState, type Company, type FeatureView, projectFeature, type You } from '../src/project.ts'
import { serverMessageSchema, type ViewChange } from '../src/protocol/server-messages.ts'
import type { RejectionCode } from '../src/rejection.ts'
import type { Phase } from '../src/state.ts'
import { again, of } from './policies/people.ts'
import {
  app,
  authority,
  by,
  change,
  deploys,
  device,
  given,
  noticeOf,
  passes,
  type Sentence,
  worker,
} from './sentences.ts'

// One sentence for each word that the pure parts can say. The tables are records over the unions: a word that is
// added without a sentence does not compile.

const { on, anna, ben } = of('summary')
const here = [...on, ...ben.arrives()]
const asked = [...here, ben.isShown()]
const yes = [...asked, ben.accepts()]
const notes = ben.aboutThe('notes', 'ben')
const everyone = of('everyone')
const limit = of('limit')
const objecting = of('objection')
const lasting = of('lasting')
const bot = device('bot', { kind: 'agent' })
const late = passes(30_000)
const seenOnce = { decision: { answer: 'accept' as const, grants: [] as string[], seen: 1 } }
const notetaker = worker('notetaker', 'summary')
const overdue = [notetaker.confirms('summary'), authority.hearsNothingOf('gate:notetaker', 'summary')]
const acknowledge = (request: number) =>
  by({ use: 'processor', processor: 'Acme', features: ['summary'] }, {
    ...{ type: 'erasure.acknowledge', feature: 'summary', participant: 'ben', request },
  } as never)

/** Said by views and gate clients that have lost the authority; never by the authority. */
type Local = 'authority-lost'
const GATES: Record<Exclude<GateReason, Local>, () => Sentence> = {
  'feature-off': () => given(ben.joins()),
  'not-asked': () => given(...here),
  unanswered: () => given(...asked),
  declined: () => given(...asked, ben.declines()),
  'not-granted': () => given(...yes),
  withdrawn: () => given(...yes, ben.withdraws()),
  expired: () => given(...yes, ben.lapses(), ben.isAwayTooLong(), ...ben.arrives()),
  left: () => given(...yes, ben.leaves()),
  unreachable: () => given(...yes, ben.lapses()),
  'stale-notice': () => given(...yes, deploys('summary')),
  'waiting-for-others': () => given(...everyone.on, ...ben.arrives()),
  'not-a-person': () => given(...on, bot.joins()),
  'not-enforced': () => given(...yes, ...overdue),
}
test.each(Object.entries(GATES))('a gate closed for the reason %s', (reason, sentence) => {
  const asks = [
    [ben, undefined],
    [ben, 'improve'],
    [everyone.anna, undefined],
    [bot, undefined],
  ] as const
  const outcome = sentence()
  expect(asks.map(([who, ask]) => outcome.gate(who, ask))).toContain(reason)
})

const ANSWERS: Record<AnswerState, () => Sentence> = {
  unasked: () => given(ben.joins()),
  asked: () => given(...here),
  shown: () => given(...asked),
  deferred: () => given(...asked, ben.defers()),
  unanswered: () => given(...limit.on, limit.ben.joins(), limit.ben.hadTimeToAnswer()),
  accepted: () => given(...yes),
  declined: () => given(...asked, ben.declines()),
  withdrawn: () => given(...yes, ben.withdraws()),
  expired: () => given(...yes, ben.lapses(), ben.isAwayTooLong(), ...ben.arrives()),
  stale: () => given(...yes, deploys('summary')),
}
test.each(Object.entries(ANSWERS) as [AnswerState, () => Sentence][])(
  'an answer that is %s',
  (state, sentence) => {
    sentence().answer(state === 'unanswered' ? limit.ben : ben, state)
  },
)

const PHASES: Record<Phase, () => Sentence> = {
  off: () => given(anna.joins()),
  asking: () => given(anna.joins(), anna.turnsOn()),
  on: () => given(...on),
  paused: () => given(...on, ...overdue),
}
test.each(Object.entries(PHASES) as [Phase, () => Sentence][])('a feature that is %s', (phase, sentence) => {
  sentence().phase(anna, phase)
})

describe('a page understands', () => {
  const ROLES: Record<Role, null> = { host: null, cohost: null, attendee: null }
  const KINDS: Record<ParticipantKind, null> = {
    ...{ person: null, room: null, phone: null, agent: null, recorder: null },
  }
  const PLACES: Record<You['place'], null> = { out: null, lobby: null, call: null }
  const COMPANIES: Record<Company, null> = { alone: null, pair: null, few: null, many: null }
  const wordsOf = <Word extends string>(words: Record<Word, unknown>) => Object.keys(words) as Word[]
  const beside = { nameOf: () => undefined, permits: () => true }
  const view = projectFeature(given(...yes).state, 'summary', { participant: 'ben' }, beside)
  const you: You = { participant: 'ben', role: 'attendee', kind: 'person', place: 'call' }
  const gates: Record<GateReason, unknown> = { ...GATES, 'authority-lost': null }
  const ofFeature = (part: Partial<FeatureView>) => ({ features: { summary: { ...view, ...part } } })

  test.each<[string, readonly ViewChange[]]>([
    ['gate', wordsOf(gates).map((reason) => ofFeature({ gates: { summarise: { open: false, reason } } }))],
    ['answer', wordsOf(ANSWERS).map((state) => ofFeature({ answer: { ...view.answer, state } }))],
    ['phase', wordsOf(PHASES).map((phase) => ofFeature({ phase }))],
    ['role', wordsOf(ROLES).map((role) => ({ you: { ...you, role } }))],
    ['kind', wordsOf(KINDS).map((kind) => ({ you: { ...you, kind } }))],
    ['place', wordsOf(PLACES).map((place) => ({ you: { ...you, place } }))],
    ['company', wordsOf(COMPANIES).map((company) => ({ company }))],
  ])('every %s there is', (_what, changes) => {
    for (const change of changes) {
      expect(v.is(serverMessageSchema, { type: 'update', number: 1, change }), JSON.stringify(change)).toBe(
        true,
      )
    }
  })
})

const OFF: Record<OffCause, () => Sentence> = {
  person: () => given(...on).when(anna.turnsOff()),
  declined: () => given(...of('one-no').on).when(of('one-no').anna.withdraws()),
  hostless: () => given(...on, anna.leaves()).when(authority.seesNoHost('summary')),
  'owner-left': () => given(...ben.arrives(), notes.turnsOn()).when(ben.leaves()),
  barred: () => given(anna.joins(), ben.joins(), notes.turnsOn()).when(anna.about('notes').bars()),
  'not-enforced': () => given(...on).when(notetaker.confirms('summary', { uncovered: ['ben'] })),
}
test.each(Object.entries(OFF))('a run that ends: %s', (cause, sentence) => {
  const { outcome } = sentence()
  expect(outcome).toContainEqual(expect.objectContaining({ type: 'feature.disabled', cause }))
})

/**
 * Said before deciding: of what has no shape, or an id that is taken, what could not be written, and what the
 * server does not let through.
 */
type Before =
  | 'malformed'
  | 'reused-id'
  | 'unavailable'
  | 'unknown-list'
  | 'too-many-messages'
  | 'refused-by-app'
const REJECTED: Record<Exclude<RejectionCode, Before>, () => Sentence> = {
  'unknown-feature': () => given().when(change(ben.declines(), { feature: 'mind-reading' })),
  'not-allowed': () => given(...here).when(ben.turnsOff()),
  'not-a-person': () => given(...on, bot.joins()).when(bot.accepts()),
  'not-present': () => given(...on).when(ben.accepts()),
  'already-on': () => given(...on).when(anna.turnsOn(again)),
  'feature-off': () => given(ben.joins()).when(ben.accepts()),
  'stale-activation': () => given(...asked).when(ben.accepts(again)),
  'stale-notice': () => given(...asked, deploys('summary')).when(ben.accepts()),
  'unknown-notice': () => given(...asked).when(ben.accepts({ notice: noticeOf('summary', { hash: 'x' }) })),
  'notice-not-shown': () => given(...here).when(ben.accepts()),
  'stale-decision': () => given(...asked, ben.declines()).when(ben.accepts()),
  'unknown-ask': () => given(...asked).when(ben.accepts({ grants: ['everything'] })),
  'not-offered': () =>
    given(anna.joins()).when(anna.about('minutes').turnsOn({ decision: { answer: 'decline' } })),
  'still-included': () => given(...yes).when(ben.asksToErase()),
  'nothing-to-erase': () => given(...here).when(ben.asksToErase()),
  'barred-by-hosts': () => given(anna.joins(), ben.joins(), anna.about('notes').bars()).when(notes.turnsOn()),
  'too-often': () => {
    const second = notes.turnsOn({ ...again, ...seenOnce })
    const twice = [notes.turnsOn(), notes.turnsOff(), second, notes.turnsOff(again)]
    return given(ben.joins(), ...twice).when(notes.turnsOn({ activation: 'run-3' }))
  },
  'too-soon': () => given(...here).when(anna.asksAgain()),
  'asked-already': () => given(...here, late, anna.asksAgain()).when(anna.asksAgain()),
  'requested-already': () => given(...here, ben.asksToTurnOff()).when(ben.asksToTurnOff()),
  'no-roster': () => given(anna.joins()).when(everyone.anna.turnsOn()),
  'roster-full': () => {
    const crowd = Array.from({ length: MOST_NAMED_BY_WORKERS + 1 }, (_, at) => device(`p${at}`))
    return given(anna.joins()).when(worker('recorder', 'everyone').reportsRoster(...crowd))
  },
  'unknown-participant': () => given(anna.joins()).when(anna.removes(ben)),
  'unknown-duty': () => given(...yes).when(acknowledge(1)),
}
test.each(Object.entries(REJECTED) as [RejectionCode, () => Sentence][])('rejected: %s', (code, sentence) => {
  sentence().isRejected(code)
})

describe('every fact', () => {
  const FACTS: Record<EventType, () => Sentence> = {
    'authority.started': () => given().when(authority.starts()),
    'participant.joined': () => given().when(ben.joins()),
    'participant.left': () => given(ben.joins()).when(ben.leaves()),
    'participant.lapsed': () => given(ben.joins()).when(ben.lapses()),
    'participant.removed': () => given(ben.joins()).when(app.removes(ben)),
    'role.changed': () => given(ben.joins()).when(app.makes(ben, 'host')),
    'roster.reported': () => given().when(app.reportsRoster(ben)),
    'indicator.shown': () => given(ben.joins()).when(ben.showsIndicator()),
    'indicator.hidden': () => given(...ben.arrives()).when(ben.hidesIndicator()),
    'feature.enabled': () => given(anna.joins()).when(anna.turnsOn()),
    'feature.disabled': () => given(...on).when(anna.turnsOff()),
    'feature.barred': () => given(anna.joins()).when(anna.about('notes').bars()),
    'feature.allowed': () =>
      given(anna.joins(), anna.about('notes').bars()).when(anna.about('notes').allows()),
    'feature.offRequested': () => given(...here).when(ben.asksToTurnOff()),
    'notice.shown': () => given(...here).when(ben.isShown()),
    'notice.lapsed': () =>
      given(...objecting.on, ...ben.arrives(), objecting.ben.isShown()).when(objecting.ben.hadTimeToObject()),
    'notice.askedAgain': () => given(...here, late).when(anna.asksAgain()),
    'consent.accepted': () => given(...asked).when(ben.accepts()),
    'consent.declined': () => given(...asked).when(ben.declines()),
    'consent.withdrawn': () => given(...yes).when(ben.withdraws()),
    'consent.deferred': () => given(...asked).when(ben.defers()),
    'consent.expired': () => given(...yes, ben.lapses()).when(ben.isAwayTooLong()),
    'erasure.requested': () => given(...yes, ben.withdraws()).when(ben.asksToErase()),
    'erasure.acknowledged': () => given(...yes, ben.withdraws(), ben.asksToErase()).when(acknowledge(2)),
    'enforcement.confirmed': () => given(...on).when(notetaker.confirms('summary')),
    'enforcement.failed': () => given(...on).when(notetaker.confirms('summary', { uncovered: ['ben'] })),
    'enforcement.overdue': () =>
      given(...on, notetaker.confirms('summary')).when(authority.hearsNothingOf('gate:notetaker', 'summary')),
  }
  test.each(Object.entries(FACTS))('%s', (type, sentence) => {
    const { outcome } = sentence()
    expect((outcome as readonly EventBody[]).map((event) => event.type)).toContain(type)
  })
})

/** Each wish, and a change that it makes: what is asked for is done, or something says why not. */
const WISHES: Record<CommandType, () => Sentence> = {
  'feature.enable': () => given(anna.joins()).when(anna.turnsOn()),
  'feature.disable': () => given(...on).when(anna.turnsOff()),
  'feature.bar': () => given(anna.joins()).when(anna.about('notes').bars()),
  'feature.allow': () => given(anna.joins(), anna.about('notes').bars()).when(anna.about('notes').allows()),
  'feature.requestOff': () => given(...here).when(ben.asksToTurnOff()),
  'notice.show': () => given(...here).when(ben.isShown()),
  'notice.askAgain': () => given(...here, late).when(anna.asksAgain()),
  'notice.lapse': () => given(...limit.on, limit.ben.joins()).when(limit.ben.hadTimeToAnswer()),
  'consent.accept': () => given(...asked).when(ben.accepts()),
  'consent.decline': () => given(...asked).when(ben.declines()),
  'consent.withdraw': () => given(...yes).when(ben.withdraws()),
  'consent.defer': () => given(...asked).when(ben.defers()),
  'consent.expire': () =>
    given(...lasting.on, ...lasting.ben.saysYes(), ben.lapses()).when(lasting.ben.isAwayTooLong()),
  'participant.join': () => given().when(ben.joins()),
  'participant.leave': () => given(ben.joins()).when(ben.leaves()),
  'participant.lapse': () => given(ben.joins()).when(ben.lapses('silent')),
  'participant.remove': () => given(anna.joins(), ben.joins()).when(anna.removes(ben)),
  'role.change': () => given(anna.joins(), ben.joins()).when(anna.makes(ben, 'host')),
  'roster.report': () => given().when(app.reportsRoster()),
  'indicator.show': () => given(ben.joins()).when(ben.showsIndicator()),
  'indicator.hide': () => given(...ben.arrives()).when(ben.hidesIndicator()),
  'erasure.request': () => given(...yes, ben.withdraws()).when(ben.asksToErase()),
  'erasure.acknowledge': () => given(...yes, ben.withdraws(), ben.asksToErase()).when(acknowledge(2)),
  'enforcement.report': () => given(...on).when(app.confirms('summary')),
  'enforcement.lapse': () =>
    given(...on, app.confirms('summary')).when(authority.hearsNothingOf('app:web', 'summary')),
  'host.lapse': () => given(...on, anna.leaves()).when(authority.seesNoHost('summary')),
  'authority.start': () => given().when(authority.starts()),
}
test.each(Object.entries(WISHES))('every wish may come true: %s', (_type, sentence) => {
  expect(sentence().outcome).not.toEqual([])
  expect(sentence().outcome).not.toBeTypeOf('string')
})
