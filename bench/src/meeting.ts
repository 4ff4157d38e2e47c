import {
  type Actor,
  type Command,
  createMeetingState,
  decide,
  type EventBody,
  evolve,
  type MeetingEvent,
} from '@askfirst/core/authority'
import { type Subject, subject } from './feature.ts'

const AUTHORITY: Actor = { use: 'authority' }
const PROCESSOR: Actor = { use: 'processor', processor: 'Acme', features: ['summary'] }
const APP: Actor = { use: 'app', app: 'app' }
const WORKER: Actor = { use: 'gate', worker: 'worker', features: ['summary'] }

/** Somebody as a link holds them: one object, which every command of theirs is decided with. */
export type Cast = Extract<Actor, { use: 'person' }>
const createCast = (at: number): Cast => ({
  use: 'person',
  participant: `participant-${at}`,
  connection: `connection-${at}`,
  role: at === 0 ? 'host' : 'attendee',
  kind: 'person',
})

const pressed = { method: 'button', visibleMs: 2_000 } as const
// Everything was seen.
const seen = Number.MAX_SAFE_INTEGER

/** The wish of each kind about a subject, by the run that is on. */
export function createWishes({ notice }: Subject, feature = 'summary') {
  const about = { feature, notice }
  return {
    join: (): Command => ({ type: 'participant.join', id: 'id', place: 'call' }),
    indicator: (): Command => ({ type: 'indicator.show', id: 'id', knows: [notice.hash] }),
    hide: (): Command => ({ type: 'indicator.hide', id: 'id' }),
    leave: (): Command => ({ type: 'participant.leave', id: 'id' }),
    show: (activation: string): Command => ({
      ...about,
      type: 'notice.show',
      id: 'id',
      activation,
      visibleMs: 2_000,
    }),
    defer: (activation: string): Command => ({
      type: 'consent.defer',
      id: 'id',
      feature,
      activation,
    }),
    accept: (activation: string, grants: readonly string[] = []): Command => ({
      ...about,
      ...pressed,
      type: 'consent.accept',
      id: 'id',
      activation,
      grants: [...grants],
      seen,
    }),
    decline: (): Command => ({ ...pressed, type: 'consent.decline', id: 'id', feature }),
    withdraw: (): Command => ({ ...pressed, type: 'consent.withdraw', id: 'id', feature }),
    /** The optional ask of it, and no more. */
    withdrawAsk: (): Command => ({
      ...pressed,
      type: 'consent.withdraw',
      id: 'id',
      feature,
      asks: ['improve'],
    }),
    requestOff: (activation: string): Command => ({
      type: 'feature.requestOff',
      id: 'id',
      feature,
      activation,
      anonymous: false,
    }),
    erase: (): Command => ({ type: 'erasure.request', id: 'id', feature }),
    turnOn: (activation: string, own: 'accept' | 'decline' = 'decline'): Command => ({
      ...about,
      ...pressed,
      type: 'feature.enable',
      id: 'id',
      activation,
      decision: own === 'accept' ? { answer: own, grants: [], seen: 0 } : { answer: own },
    }),
    turnOff: (activation: string): Command => ({
      type: 'feature.disable',
      id: 'id',
      feature,
      activation,
    }),
    askAgain: (activation: string): Command => ({ type: 'notice.askAgain', id: 'id', feature, activation }),
    bar: (): Command => ({ type: 'feature.bar', id: 'id', feature }),
    allow: (): Command => ({ type: 'feature.allow', id: 'id', feature }),
  }
}

/** As the authority does: into what `decide` has just made. */
function stamp(body: EventBody, number: number, at: number, command: Command, actor: Actor): MeetingEvent {
  const event = body as EventBody & { -readonly [K in keyof MeetingEvent]: MeetingEvent[K] }
  event.number = number
  event.at = at
  event.by = actor.use === 'person' ? actor.participant : actor.use
  event.command = command.id
  if (command.clientAt !== undefined) event.clientAt = command.clientAt
  if (actor.use === 'person' && actor.bridge !== undefined) event.bridge = actor.bridge
  return event
}

/** The wishes about the usual subject. */
export const wishes = createWishes(subject)

/** So many people in a call, each with the indicator before them, and no feature on. */
export function createMeeting(people: number, { catalogue }: Subject = subject) {
  const state = createMeetingState('bench', catalogue)
  let now = 0
  const cast = Array.from({ length: people }, (_, at) => createCast(at))
  const take = (command: Command, actor: Actor): readonly EventBody[] => {
    const decision = decide(state, command, actor, now)
    if (!decision.ok) throw new Error(`${command.type}: ${decision.rejection.code}`)
    for (const body of decision.events) {
      evolve(state, stamp(body, state.number + 1, now, command, actor))
    }
    return decision.events
  }
  for (const actor of cast) {
    take(wishes.join(), actor)
    take(wishes.indicator(), actor)
  }
  const [host] = cast
  if (host === undefined) throw new RangeError('a meeting needs somebody')
  return {
    state,
    cast,
    host,
    take,
    passes: (ms: number): void => {
      now += ms
    },
    /** Whoever runs the call says that these are in it. */
    reportRoster: (present: readonly Cast[]) => {
      const participants = present.map(({ participant, kind }) => ({ participant, kind }))
      take({ type: 'roster.report', id: 'id', participants }, APP)
    },
    restart: () => take({ type: 'authority.start', id: 'id' }, AUTHORITY),
    /** What time and faults bring. */
    lapse: ({ participant, connection }: Cast) =>
      take({ type: 'participant.lapse', id: 'id', participant, connection, cause: 'closed' }, AUTHORITY),
    expire: ({ participant }: Cast) =>
      take({ type: 'consent.expire', id: 'id', participant, feature: 'summary' }, AUTHORITY),
    lapseAnswer: ({ participant }: Cast, activation: string) =>
      take(
        { type: 'notice.lapse', id: 'id', participant, feature: 'summary', activation, of: 'answer' },
        AUTHORITY,
      ),
    /** What a host, a processor and an enforcer do about somebody. */
    remove: ({ participant }: Cast) => take({ type: 'participant.remove', id: 'id', participant }, host),
    giveRole: ({ participant }: Cast, role: 'cohost' | 'attendee') =>
      take({ type: 'role.change', id: 'id', participant, role }, host),
    acknowledge: ({ participant }: Cast) => {
      const request = state.participants.get(participant)?.answers.summary?.erasure?.request ?? 0
      take({ type: 'erasure.acknowledge', id: 'id', feature: 'summary', participant, request }, PROCESSOR)
    },
    confirm: (epoch: number) => {
      const { term } = state
      const of = { type: 'enforcement.report', id: 'id', feature: 'summary', term, epoch } as const
      take({ ...of, outcome: 'confirmed', uncovered: [] }, WORKER)
    },
    /** Nothing was heard of that list in time. */
    lapseEnforcement: (epoch: number) => {
      const { term } = state
      const of = { type: 'enforcement.lapse', id: 'id', feature: 'summary', term, epoch } as const
      take({ ...of, enforcer: 'gate:worker' }, AUTHORITY)
    },
  }
}
