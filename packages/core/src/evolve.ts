import type { EventOf, EventType, MeetingEvent } from './events.ts'
import { isIncluded } from './gate-rule.ts'
import { isHost } from './model/participant.ts'
import {
  type Answer,
  type ConnectionState,
  type FeatureState,
  isPresentPerson,
  type MeetingState,
  type ParticipantState,
  selectAnswer,
} from './state.ts'

// takes: the state and the next event · gives: the state with that event in it, changed in place
// never: decides, rejects, or reads a clock; the same events give the same state on every node

type Writable<T> = { -readonly [K in keyof T]: T[K] }
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

/** A device that shows nothing yet. */
const ARRIVING = { indicator: 'hidden', knows: [] } as const

const evolvers: Evolvers = {
  'authority.started': (state, event) => {
    const written = state as Writable<MeetingState>
    written.term = event.number
    // Who was connected to the authority before is unreachable until back.
    for (const id of [...state.participants.keys()]) {
      changeParticipant(state, id, (participant) =>
        participant.connections.size === 0
          ? participant
          : { ...participant, connections: new Map(), gone: 'unreachable' },
      )
    }
  },
  'participant.joined': (state, { participant, connection, place, role, kind }) => {
    const known = state.participants.get(participant)
    if (known === undefined) {
      const connections = new Map([[connection, { ...ARRIVING, place }]])
      const added = { participant, role, kind, connections, gone: 'unreachable' as const, answers: {} }
      state.participants.set(participant, added)
      count(state, added, 1)
      return
    }
    changeParticipant(state, participant, (was) => ({
      ...was,
      role,
      kind,
      connections: new Map(was.connections).set(connection, {
        ...(was.connections.get(connection) ?? ARRIVING),
        place,
      }),
    }))
  },
  'participant.left': (state, { participant, connection, instead }) => {
    changeParticipant(state, participant, (was) => {
      const connections = instead === undefined ? new Map(was.connections) : new Map()
      connections.delete(connection)
      return { ...was, connections, gone: 'left' }
    })
  },
  'participant.lapsed': (state, { participant, connection }) => {
    changeParticipant(state, participant, (was) => {
      const connections = new Map(was.connections)
      connections.delete(connection)
      return { ...was, connections, gone: 'unreachable' }
    })
  },
  'indicator.shown': (state, event) =>
    changeIndicator(state, event, { indicator: 'shown', knows: event.knows }),
  'indicator.hidden': (state, event) => changeIndicator(state, event, { indicator: 'hidden', knows: [] }),
  'feature.enabled': (state, { feature, activation, revision, by, at }) => {
    // A yes ends with its run, so nobody is included in a new one yet.
    changeFeature(state, feature, (was) => ({
      ...was,
      activation: { id: activation, revision, by, at },
      included: 0,
      runs: new Set(was.runs).add(activation),
    }))
  },
  'feature.disabled': (state, { feature }) => {
    changeFeature(state, feature, (was) => ({ ...was, activation: undefined, included: 0 }))
  },
  'notice.shown': (state, { participant, feature, activation, notice }) => {
    const shown = { activation, revision: notice.revision, hash: notice.hash }
    changeAnswer(state, participant, feature, (was) => ({ ...was, shown }))
  },
  'consent.accepted': (state, { participant, feature, activation, notice, grants, processors, decision }) => {
    const { revision, hash } = notice
    changeAnswer(state, participant, feature, (was, { kind }) => ({
      ...was,
      state: 'accepted',
      activation,
      revision,
      hash,
      kind,
      grants,
      decision,
      captured: decision,
      processors: processors.every((name) => was.processors.includes(name))
        ? was.processors
        : [...new Set([...was.processors, ...processors])],
    }))
  },
  'consent.declined': (state, { participant, feature, decision }) => {
    const activation = runOf(state, feature)
    changeAnswer(state, participant, feature, (was) => ({
      ...was,
      state: 'declined',
      activation,
      grants: [],
      decision,
    }))
  },
  'consent.withdrawn': (state, { participant, feature, decision, asks }) => {
    const activation = runOf(state, feature)
    changeAnswer(state, participant, feature, (was) =>
      asks === undefined
        ? { ...was, state: 'withdrawn', activation, grants: [], decision }
        : { ...was, grants: was.grants.filter((ask) => !asks.includes(ask)), decision },
    )
  },
  'consent.deferred': (state, { participant, feature, activation }) => {
    changeAnswer(state, participant, feature, (was) => ({
      ...was,
      state: 'deferred',
      activation,
      grants: [],
    }))
  },
  'erasure.requested': (state, { participant, feature, request, processors, at }) => {
    changeAnswer(state, participant, feature, (was) => ({
      ...was,
      erasure: { request, requestedAt: at, open: processors, done: [] },
      processors: [],
    }))
  },
  'erasure.acknowledged': (state, { participant, feature, processor }) => {
    changeAnswer(state, participant, feature, (was) => {
      if (was.erasure === undefined) return was
      const open = was.erasure.open.filter((name) => name !== processor)
      return { ...was, erasure: { ...was.erasure, open, done: [...was.erasure.done, processor] } }
    })
  },
}

/** The run that is on, or nothing while the feature is off. */
const runOf = (state: MeetingState, feature: string): string =>
  state.features.get(feature)?.activation?.id ?? ''

/** Replaces a participant and keeps every count true, at a cost that does not grow with the meeting. */
function changeParticipant(
  state: MeetingState,
  id: string,
  change: (was: ParticipantState) => ParticipantState,
): void {
  const was = state.participants.get(id)
  if (was === undefined) return
  const now = change(was)
  if (now === was) return
  count(state, was, -1)
  state.participants.set(id, now)
  count(state, now, 1)
}

function changeIndicator(
  state: MeetingState,
  { participant, connection }: { readonly participant: string; readonly connection: string },
  change: Pick<ConnectionState, 'indicator' | 'knows'>,
): void {
  changeParticipant(state, participant, (was) => {
    const at = was.connections.get(connection)
    if (at === undefined) return was
    return { ...was, connections: new Map(was.connections).set(connection, { ...at, ...change }) }
  })
}

function changeAnswer(
  state: MeetingState,
  participant: string,
  feature: string,
  change: (was: Answer, person: ParticipantState) => Answer,
): void {
  // A no may come before its person ever joined: it waits for them, or they would be asked again.
  const was = state.participants.get(participant) ?? absent(participant)
  const answers = { ...was.answers, [feature]: change(selectAnswer(was, feature), was) }
  const now = { ...was, answers }
  state.participants.set(participant, now)
  // Who is here did not change, nor did any other feature: counting only this one is half the cost.
  const running = state.features.get(feature)
  if (running === undefined || !isPresentPerson(now)) return
  const by = Number(isIncluded(now, running)) - Number(isIncluded(was, running))
  if (by !== 0) state.features.set(feature, { ...running, included: running.included + by })
}

/** Somebody who never joined yet; the role and kind of their token come with joining. */
const absent = (participant: string): ParticipantState => ({
  participant,
  role: 'attendee',
  kind: 'person',
  connections: new Map(),
  gone: 'left',
  answers: {},
})

function changeFeature(state: MeetingState, id: string, change: (was: FeatureState) => FeatureState): void {
  const was = state.features.get(id)
  if (was !== undefined) state.features.set(id, change(was))
}

/** Adds (1) or takes away (-1) what a participant contributes to the counts. */
function count(state: MeetingState, participant: ParticipantState, by: 1 | -1): void {
  if (!isPresentPerson(participant)) return
  const written = state as Writable<MeetingState>
  written.people += by
  if (isHost(participant.role)) written.hosts += by
  for (const [id, feature] of state.features) {
    if (!isIncluded(participant, feature)) continue
    state.features.set(id, { ...feature, included: feature.included + by })
  }
}

/** State of a meeting whose events were read back. */
export function replay(state: MeetingState, events: readonly MeetingEvent[]): MeetingState {
  for (const event of events) evolve(state, event)
  return state
}
