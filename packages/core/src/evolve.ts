import { eachConcerned } from './concerned.ts'
import {
  type Cause,
  changeAnswer,
  changeFeature,
  changeParticipant,
  changeRoster,
  countEarly,
  settleForAll,
} from './counts.ts'
import { NO_DEVICES, selectConnection, withConnections } from './devices.ts'
import type { EventOf, EventType, MeetingEvent } from './events.ts'
import { addId } from './id-set.ts'
import {
  type Answer,
  type ConnectionState,
  type FeatureState,
  isNo,
  type MeetingState,
  type ParticipantState,
  selectEnforcer,
  selectFeature,
  selectUnclosed,
  toOff,
} from './state.ts'
import { toUnclosed, withOverdue, withoutUnclosed, withUnclosed } from './unclosed.ts'
import { unionOf } from './union.ts'
import type { Writable } from './writable.ts'

// takes: the state and the next event · gives: the state with that event in it, changed in place
// never: decides, rejects, or reads a clock; the same events give the same state on every node

type Evolvers = {
  readonly [Type in EventType]: (
    state: MeetingState,
    event: EventOf<Type> & Pick<MeetingEvent, 'at' | 'by' | 'number'>,
  ) => void
}

/** Folds one event into a state that only the caller owns, and returns that same state. */
export function evolve(state: MeetingState, event: MeetingEvent): MeetingState {
  // The type of the event picks the function that takes it.
  const apply = evolvers[event.type] as (state: MeetingState, event: MeetingEvent) => void
  apply(state, event)
  const written = state as Writable<MeetingState>
  written.number = event.number
  return state
}

const NONE: readonly string[] = []
/** A device that shows nothing yet. */
const ARRIVING = { indicator: 'hidden', knows: NONE } as const

const evolvers: Evolvers = {
  'authority.started': (state, { number, at }) => {
    const written = state as Writable<MeetingState>
    written.term = number
    // Who was connected to the authority before is unreachable until back, and who is in the call unknown.
    written.rostered = false
    written.rosteredBy = ''
    for (const participant of [...state.roster.keys()]) changeRoster(state, participant, 'left')
    for (const id of [...state.participants.keys()]) {
      changeParticipant(state, id, { at }, (participant) =>
        participant.connections.length === 0
          ? participant
          : withConnections(participant, NO_DEVICES, 'unreachable'),
      )
    }
    settleForAll(state, { at })
  },
  'participant.joined': (state, event) => {
    const { connection, place, role, kind, room = '' } = event
    changeParticipant(state, event.participant, event, (was) => {
      const { indicator, knows } = selectConnection(was, connection) ?? ARRIVING
      const device = { connection, place, kind, room, indicator, knows }
      return withConnections(was, withDevice(was, device), was.gone, role, kind)
    })
  },
  'participant.left': (state, event) => {
    const { connection, instead, participant } = event
    if (instead !== undefined) {
      answered(state, participant, instead.feature, event)
      // Leaving is not an answer: who comes back is asked again.
      changeAnswer(state, { participant, feature: instead.feature, at: event.at }, toAsked)
    }
    changeParticipant(state, event.participant, event, (was) => {
      const connections = instead === undefined ? withoutDevice(was, connection) : NO_DEVICES
      return withConnections(was, connections, 'left')
    })
  },
  'participant.lapsed': (state, event) => {
    changeParticipant(state, event.participant, event, (was) =>
      withConnections(was, withoutDevice(was, event.connection), 'unreachable'),
    )
  },
  'participant.removed': (state, event) => {
    const { at, participant } = event
    eachConcerned(state, undefined, ({ id }) => answered(state, participant, id, event))
    changeParticipant(state, participant, event, (was) => {
      const now: Writable<ParticipantState> = withConnections(was, NO_DEVICES, 'left')
      now.cutAt = at
      now.answers = withoutYes(was.answers)
      return now
    })
  },
  'role.changed': (state, event) => {
    changeParticipant(state, event.participant, event, (was) => ({
      ...was,
      role: event.role,
      cutAt: event.at,
    }))
  },
  'roster.reported': (state, { joined, left, at, by }) => {
    const written = state as Writable<MeetingState>
    written.rostered = true
    // The app's word goes before a worker's.
    if (state.rosteredBy === '' || by.startsWith('app:')) written.rosteredBy = by
    for (const participant of left) changeRoster(state, participant, 'left')
    for (const { participant, kind } of joined) changeRoster(state, participant, kind)
    settleForAll(state, { at })
  },
  'indicator.shown': (state, event) =>
    changeIndicator(state, event, { indicator: 'shown', knows: event.knows }),
  'indicator.hidden': (state, event) => changeIndicator(state, event, { indicator: 'hidden', knows: NONE }),
  'feature.enabled': (state, event) => {
    const { feature, activation, revision, by, at } = event
    changeFeature(state, feature, { at }, (was) => ({
      ...toOff(was),
      refusing: state.features.has(feature) ? was.refusing : countEarly(state, feature),
      activation: { id: activation, revision, by, at },
      runs: addId(was.runs, activation),
      starts: [...was.starts.slice(-1), at],
    }))
  },
  'feature.disabled': (state, { feature, at }) =>
    changeFeature(state, feature, { at }, (was) => ({ ...toOff(was), unclosed: toUnclosed(was) })),
  'feature.barred': (state, { feature, at }) =>
    changeFeature(state, feature, { at }, (was) => ({ ...was, forbidden: true })),
  'feature.allowed': (state, { feature, at }) =>
    changeFeature(state, feature, { at }, (was) => ({ ...was, forbidden: false })),
  'feature.offRequested': (state, { activation, feature, participant, at }) => {
    changeFeature(state, feature, { at }, (was) => {
      const { by: before, unknown } = was.offRequests
      if (participant === undefined) return { ...was, offRequests: { by: before, unknown: unknown + 1 } }
      const by = { participant, before, count: (before?.count ?? 0) + 1 }
      return { ...was, offRequests: { by, unknown } }
    })
    if (participant === undefined) return
    changeAnswer(state, { participant, feature, at }, (was) => ({ ...was, offRequested: activation }))
  },
  'notice.shown': (state, event) => {
    const { activation, notice, kind, room = '', processors } = event
    const { revision, hash } = notice
    changeAnswer(state, event, (was) => {
      const before = was.shown
      const isSame =
        before?.activation === activation &&
        before.revision === revision &&
        before.room === room &&
        before.kind === kind &&
        isSameQuestion(state, event.feature, before.hashes, hash)
      // In another language it is the same question: what was said of it, and the wait, go on.
      const shown = isSame
        ? { ...before, hashes: unionOf(before.hashes, [hash]) }
        : { activation, revision, hashes: [hash], room, kind, waited: false }
      return { ...began(was, processors), shown }
    })
  },
  'notice.lapsed': (state, event) => {
    const { activation, of, processors, revision = 0 } = event
    const again = isAskedAgain(state, event.feature)
    changeAnswer(state, event, (was) => {
      if (of === 'answer') return { ...was, state: 'unanswered', activation, revision, again, grants: NONE }
      if (was.shown === undefined) return was
      return { ...began(was, processors), shown: { ...was.shown, waited: true } }
    })
  },
  // Everybody who put it off is asked as if for the first time: what they said was not said again since.
  'notice.askedAgain': (state, { feature, at }) =>
    changeFeature(state, feature, { at }, (was) => ({ ...was, askedAgain: true })),
  'consent.accepted': (state, event) => {
    const { activation, notice, grants, processors, decision, kind, room } = event
    const { revision, hash } = notice
    changeAnswer(state, event, (was) => ({
      state: 'accepted',
      activation,
      revision,
      again: false,
      hash,
      kind,
      grants,
      rooms: room === undefined ? NONE : roomsOf(was, event, room),
      decision,
      shown: was.shown,
      processors: unionOf(was.processors, processors),
      erasure: was.erasure,
      offRequested: was.offRequested,
    }))
    answered(state, event.participant, event.feature, event)
  },
  'consent.declined': (state, event) => {
    const activation = runOf(state, event.feature)
    const { decision } = event
    changeAnswer(state, event, (was) => ({ ...was, state: 'declined', activation, grants: NONE, decision }))
    answered(state, event.participant, event.feature, event)
  },
  'consent.withdrawn': (state, event) => {
    const { asks, decision } = event
    const activation = runOf(state, event.feature)
    changeAnswer(state, event, (was) =>
      asks === undefined
        ? { ...was, state: 'withdrawn', activation, grants: NONE, decision }
        : { ...was, grants: was.grants.filter((ask) => !asks.includes(ask)), decision },
    )
    if (asks === undefined) answered(state, event.participant, event.feature, event)
  },
  'consent.deferred': (state, event) => {
    const { activation, revision } = event
    const again = isAskedAgain(state, event.feature)
    changeAnswer(state, event, (was) => ({
      ...was,
      state: 'deferred',
      activation,
      revision,
      again,
      grants: NONE,
    }))
  },
  'consent.expired': (state, event) => {
    // Asked again once back: what was shown before is too long ago to be answered.
    changeAnswer(state, event, (was) => ({ ...was, state: 'expired', grants: NONE, shown: undefined }))
  },
  'erasure.requested': (state, event) => {
    const { request, processors, at } = event
    // A yes to what is declared otherwise by now would serve again once that is taken back, with nothing to be erased.
    changeAnswer(state, event, (was) => ({
      ...(was.state === 'accepted' ? { ...was, state: 'unasked', grants: NONE } : was),
      erasure: { request, requestedAt: at, open: processors, done: NONE },
      processors: NONE,
    }))
  },
  'erasure.acknowledged': (state, event) => {
    const { processor } = event
    changeAnswer(state, event, (was) => {
      if (was.erasure === undefined) return was
      const open = was.erasure.open.filter((name) => name !== processor)
      return { ...was, erasure: { ...was.erasure, open, done: [...was.erasure.done, processor] } }
    })
  },
  'enforcement.confirmed': (state, event) => {
    const { feature, enforcer, at } = event
    if (state.features.get(feature)?.activation !== undefined) changeEnforcer(state, event, 'confirmed')
    changeFeature(state, feature, { at }, (was) => withoutUnclosed(was, enforcer))
  },
  // What cannot be enforced ends the run, by the same command; what had nobody to capture has nobody to close.
  'enforcement.failed': (state, { feature, enforcer, at }) => {
    const was = state.features.get(feature)
    if (was === undefined || !(was.begun || selectUnclosed(was, enforcer))) return
    changeFeature(state, feature, { at }, () => withUnclosed(was, enforcer, 'failed'))
  },
  'enforcement.overdue': (state, event) => {
    const { feature, enforcer, at } = event
    const was = state.features.get(feature)
    if (was !== undefined && selectEnforcer(was, enforcer)) changeEnforcer(state, event, 'overdue')
    else changeFeature(state, feature, { at }, (was) => withOverdue(was, enforcer))
  },
}

/** Whether a text belongs to the declaration of those before it, whatever their revisions say: what nobody declares any more does not. */
function isSameQuestion(state: MeetingState, id: string, before: readonly string[], hash: string): boolean {
  const texts = selectFeature(state, id)?.entry.texts
  return texts === undefined || before.some((one) => texts.has(one)) === texts.has(hash)
}

/** A yes in a further room adds to the rooms of the same yes; another yes starts over. */
function roomsOf(
  was: Answer,
  { activation, grants, kind, notice }: EventOf<'consent.accepted'>,
  room: string,
): readonly string[] {
  const isSame =
    was.state === 'accepted' &&
    was.activation === activation &&
    was.hash === notice.hash &&
    was.kind === kind &&
    was.grants.length === grants.length &&
    grants.every((ask) => was.grants.includes(ask))
  return isSame ? unionOf(was.rooms, [room]) : [room]
}

/** Capture may begin without a yes: what it takes can be erased like any other. */
function began(was: Answer, processors: readonly string[] | undefined): Answer {
  if (processors === undefined || isNo(was)) return was
  return { ...was, processors: unionOf(was.processors, processors) }
}

/** Whoever is let back in after they were put out is asked as if for the first time; a no lasts. */
function withoutYes(answers: ParticipantState['answers']): ParticipantState['answers'] {
  const asked: Record<string, Answer> = {}
  for (const id in answers) {
    const was = answers[id]
    if (was === undefined) continue
    asked[id] = isNo(was) ? was : { ...was, state: 'unasked', grants: NONE, shown: undefined }
  }
  return asked
}

/** As if for the first time, where "later" or nothing is all that was said. */
const toAsked = (was: Answer): Answer =>
  was.state === 'deferred' || was.state === 'unanswered' ? { ...was, state: 'unasked' } : was

/** Whether hosts asked again in the run that is on. */
const isAskedAgain = (state: MeetingState, feature: string): boolean =>
  state.features.get(feature)?.askedAgain === true

/** The run that is on, or nothing while the feature is off. */
const runOf = (state: MeetingState, feature: string): string =>
  state.features.get(feature)?.activation?.id ?? ''

/** Everybody waited for this person's answer, whatever it is. */
function answered(state: MeetingState, participant: string, feature: string, { at }: Cause): void {
  if (state.features.get(feature)?.awaited !== participant) return
  changeFeature(state, feature, { at }, (was) => ({
    ...was,
    awaited: undefined,
    pauses: was.pauses.filter((one) => one.participant !== participant),
  }))
}

const withDevice = (was: ParticipantState, device: ConnectionState): readonly ConnectionState[] =>
  withOne(was.connections, device, ({ connection }) => connection === device.connection)

const withoutDevice = (was: ParticipantState, connection: string): readonly ConnectionState[] =>
  was.connections.filter((one) => one.connection !== connection)

function changeIndicator(
  state: MeetingState,
  event: { readonly participant: string; readonly connection: string; readonly at: number },
  change: Pick<ConnectionState, 'indicator' | 'knows'>,
): void {
  changeParticipant(state, event.participant, event, (was: ParticipantState) => {
    const at = selectConnection(was, event.connection)
    if (at === undefined) return was
    const { connection, place, kind, room } = at
    const device = { connection, place, kind, room, indicator: change.indicator, knows: change.knows }
    return withConnections(was, withDevice(was, device), was.gone)
  })
}

function changeEnforcer(
  state: MeetingState,
  event: EventOf<'enforcement.confirmed' | 'enforcement.overdue'> & { readonly at: number },
  now: 'confirmed' | 'overdue',
): void {
  const { feature, enforcer, term, epoch, at } = event
  const said = { enforcer, state: now, term, epoch }
  changeFeature(state, feature, { at }, (was: FeatureState) => ({
    ...was,
    enforcers: withOne(was.enforcers, said, (one) => one.enforcer === enforcer),
  }))
}

/** The same few with this one as it is now, in its place or behind them. */
function withOne<One>(few: readonly One[], now: One, isIt: (one: One) => boolean): readonly One[] {
  const at = few.findIndex(isIt)
  if (at === -1) return few.concat([now])
  // Not by `map`, which makes lists of another kind, and whoever reads several kinds takes twice the time.
  const next = few.slice()
  next[at] = now
  return next
}

/** State of a meeting whose events were read back. */
export function replay(state: MeetingState, events: readonly MeetingEvent[]): MeetingState {
  for (const event of events) evolve(state, event)
  return state
}
