import type { IdSet } from './id-set.ts'
import type { Catalogue, CatalogueEntry } from './model/catalogue.ts'
import { toDeclaredId, toOwner } from './model/owned-id.ts'
import type { ParticipantKind, Place, Role } from './model/participant.ts'

// takes: nothing but what `evolve` puts into it · gives: what a meeting is, and what can be read off it
// never: knows who asked, what time it is, or what is not written yet

/** What one person last answered about one feature. Kept over activations: a no lasts. */
export interface Answer {
  /** `unanswered`: the time to answer ran out; `expired`: the person was away for too long since their yes. */
  readonly state: 'unasked' | 'deferred' | 'unanswered' | 'accepted' | 'declined' | 'withdrawn' | 'expired'
  /** The run and revision the answer was given to; empty and 0 before the first. */
  readonly activation: string
  readonly revision: number
  /** Whether it was put off, or not answered in time, after hosts had asked again in that run. */
  readonly again: boolean
  /** Of the text that was agreed to; empty unless accepted. */
  readonly hash: string
  /** What the person was when they agreed: a room does not inherit a person's yes. */
  readonly kind: ParticipantKind
  /** Asks granted, required ones included; empty unless accepted. */
  readonly grants: readonly string[]
  /** Breakout rooms the yes was given in, where the policy's scope is the room. */
  readonly rooms: readonly string[]
  /** How many decisions this person has made on this feature. */
  readonly decision: number
  /** The latest notice this person was shown. */
  readonly shown: Shown | undefined
  /** Everybody who may hold something of this person, since it was last asked to be erased. */
  readonly processors: readonly string[]
  readonly erasure: Erasure | undefined
  /** The run that they asked the hosts to turn off, by name; empty where none. */
  readonly offRequested: string
}

/** A notice as one person was shown it. */
export interface Shown {
  readonly activation: string
  readonly revision: number
  /** Of the same question in each language it was shown in. */
  readonly hashes: readonly string[]
  readonly room: string
  readonly kind: ParticipantKind
  /** Whether the time to object that it gave is over. */
  readonly waited: boolean
}

/** A person's latest request to erase what a feature captured. */
export interface Erasure {
  /** One higher with each request: what it is acknowledged by. */
  readonly request: number
  readonly requestedAt: number
  /** Processors that have not acknowledged yet, and those that have. */
  readonly open: readonly string[]
  readonly done: readonly string[]
}

/** One device of a participant. */
export interface ConnectionState {
  readonly connection: string
  readonly place: Place
  /** What this device's token says the participant is. */
  readonly kind: ParticipantKind
  /** The breakout room; empty: the main one. */
  readonly room: string
  /** Whether this device shows the indicator since it last connected. */
  readonly indicator: 'hidden' | 'shown'
  /** Hashes of the declarations that the shown indicator can speak of. */
  readonly knows: readonly string[]
}

/** Marks what only one state has: what has its mark, that state may change in place. */
export interface Owner {
  readonly [never: string]: never
}

/** One participant, with all devices and answers. */
export interface ParticipantState {
  readonly participant: string
  readonly role: Role
  readonly kind: ParticipantKind
  /** Nearly always one: a list of one takes a tenth of the room of a map of one. */
  readonly connections: readonly ConnectionState[]
  /** Whether any of them is in the call: asked with every answer, so it is not looked up each time. */
  readonly present: boolean
  /** Why there is no connection, when there is none. */
  readonly gone: 'left' | 'unreachable'
  /** Wall clock at which tokens from before stopped counting; 0: never. */
  readonly cutAt: number
  /** By feature id: a small object copies faster than a small map. */
  readonly answers: Readonly<Record<string, Answer>>
  /** The state that may change it in place, by its mark. */
  readonly owner: Owner
}

/** One run of a feature. */
export interface Activation {
  readonly id: string
  readonly revision: number
  readonly by: string
  readonly at: number
}

/**
 * Who asked by name for a run to be turned off: the last of them, and those before. One more shares these: a copy
 * of all of them would cost the square of the meeting.
 */
export interface OffRequest {
  readonly participant: string
  readonly before: OffRequest | undefined
  /** How many there are with this one. */
  readonly count: number
}

/** The last who said no to what never ran, and those before. */
export interface EarlyNo {
  readonly participant: string
  readonly before: EarlyNo | undefined
}

/** What an enforcer last said of a feature's run. */
export interface EnforcerState {
  /** Name of its token. */
  readonly enforcer: string
  readonly state: 'confirmed' | 'overdue'
  readonly term: number
  readonly epoch: number
}

/** An enforcer of a run that is over, which has not said since that nobody is captured by it any more. */
export interface UnclosedEnforcer {
  /** Name of its token. */
  readonly enforcer: string
  /** `failed` it has said that it could not close · `overdue` it has said nothing in time · `silent` nothing yet. */
  readonly state: 'silent' | 'overdue' | 'failed'
}

/** One feature, and the run of it that is on. */
export interface FeatureState {
  /** The id it runs by: the declared one, or an owner's. */
  readonly id: string
  readonly entry: CatalogueEntry
  readonly activation: Activation | undefined
  /**
   * People present whose own part is done: their gates are open unless it is closed for all. While it is off, those
   * whose yes lasts for the meeting.
   */
  readonly ready: number
  /** People present whose no stands. */
  readonly refusing: number
  /** Why everybody's gates are closed, whatever each of them said. */
  readonly closedForAll: 'waiting-for-others' | 'not-enforced' | undefined
  /** Whether somebody has been captured in this run. */
  readonly begun: boolean
  /** The runs so far. */
  readonly runs: IdSet | undefined
  /** Whether who had not answered was asked again in this run. */
  readonly askedAgain: boolean
  /** Who asked for this run to be turned off, and how many who wished to stay unknown. */
  readonly offRequests: { readonly by: OffRequest | undefined; readonly unknown: number }
  /** Those that have reported in this run, in the order they first did. */
  readonly enforcers: readonly EnforcerState[]
  /** Those of runs that are over, until each has said that it is closed: a run is off before it is silent everywhere. */
  readonly unclosed: readonly UnclosedEnforcer[]
  /** Who made a run for everybody pause, lately, and when. */
  readonly pauses: readonly { readonly participant: string; readonly at: number }[]
  /** Whose answer everybody waits for, since they made the run pause again and again. */
  readonly awaited: string | undefined
  /** When an owner turned on the latest runs. */
  readonly starts: readonly number[]
  /** Whether hosts allow nobody a run of their own. */
  readonly forbidden: boolean
  /** The state that may change it in place, by its mark. */
  readonly owner: Owner
}

/** Somebody in the call as whoever runs the call says; `left` once they are not. */
export type RosterKind = ParticipantKind | 'left'

/**
 * Everything the authority knows of a meeting, made by `evolve` from events alone.
 *
 * It is changed in place by `evolve`, and only there: a copy for each decision costs the square of the meeting. What
 * the maps hold is changed in place where it has the mark of the state, and replaced where it is shared with another.
 */
export interface MeetingState {
  readonly owner: Owner
  readonly meeting: string
  /** Number of the last event. */
  readonly number: number
  /** Number of the event with which the running authority started. */
  readonly term: number
  readonly participants: Map<string, ParticipantState>
  /** What may be asked: every declared feature has its place below, runs of people's own only once there was one. */
  readonly catalogue: Catalogue
  /** By the id they run by. */
  readonly features: Map<string, FeatureState>
  /** Who said no to a run of somebody's own before there ever was one, by its id. */
  readonly early: Map<string, EarlyNo>
  /** People in the call, bots not counted. */
  readonly people: number
  /** Hosts and cohosts among them. */
  readonly hosts: number
  /** Whether somebody has said who is in the call since the authority started. */
  readonly rostered: boolean
  /** Name of who says it whole; empty while nobody has. */
  readonly rosteredBy: string
  readonly roster: Map<string, RosterKind>
  /** People of the roster who are not here as far as the authority knows: in the call, never asked. */
  readonly strangers: number
}

const OFF = {
  activation: undefined,
  ready: 0,
  refusing: 0,
  closedForAll: undefined,
  begun: false,
  askedAgain: false,
  offRequests: { by: undefined, unknown: 0 },
  enforcers: [],
  pauses: [],
  awaited: undefined,
} as const

/** A feature that never ran. */
const createFeatureState = (id: string, entry: CatalogueEntry, owner: Owner): FeatureState => ({
  ...OFF,
  id,
  entry,
  runs: undefined,
  unclosed: [],
  starts: [],
  forbidden: false,
  owner,
})

/** What a run begins and ends with. */
export function toOff(was: FeatureState): FeatureState {
  const { basis, lasts } = was.entry.feature.policy
  // No other yes, and nothing that was shown, is of another run than the one it was given to.
  const ready = basis === 'consent' && lasts === 'meeting' ? was.ready : 0
  return { ...was, ...OFF, ready, refusing: was.refusing }
}

/** A meeting before its first event: every feature off, and nobody there. */
export function createMeetingState(meeting: string, catalogue: Catalogue): MeetingState {
  const features = new Map<string, FeatureState>()
  const owner: Owner = {}
  for (const [id, entry] of catalogue) features.set(id, createFeatureState(id, entry, owner))
  return {
    owner,
    meeting,
    number: 0,
    term: 0,
    participants: new Map(),
    catalogue,
    features,
    early: new Map(),
    people: 0,
    hosts: 0,
    rostered: false,
    rosteredBy: '',
    roster: new Map(),
    strangers: 0,
  }
}

/**
 * The feature of an id, where there is one: declared, or an owner's run of one that anyone may turn on, whether
 * or not it ever ran.
 */
export function selectFeature(state: MeetingState, id: string): FeatureState | undefined {
  const known = state.features.get(id)
  if (known !== undefined) return known
  const owner = toOwner(id)
  // Nobody who was never here has runs: answers to them would fill the record with invented names.
  const isKnown = owner !== undefined && state.participants.has(owner)
  const declared = !isKnown ? undefined : state.features.get(toDeclaredId(id))
  if (declared === undefined || declared.entry.feature.policy.turnOn !== 'anyone') return undefined
  return createFeatureState(id, declared.entry, state.owner)
}

/** What stands for somebody who was never asked. */
export const NO_ANSWER: Answer = {
  state: 'unasked',
  activation: '',
  revision: 0,
  again: false,
  hash: '',
  kind: 'person',
  grants: [],
  rooms: [],
  decision: 0,
  shown: undefined,
  processors: [],
  erasure: undefined,
  offRequested: '',
}

/** What somebody last answered about a feature; `unasked` for who never did. */
export function selectAnswer(participant: ParticipantState | undefined, feature: string): Answer {
  return participant?.answers[feature] ?? NO_ANSWER
}

/** Who asked for the run to be turned off, in the order they did. */
export function selectOffRequests({ offRequests }: FeatureState): readonly string[] {
  const by: string[] = []
  for (let one = offRequests.by; one !== undefined; one = one.before) by.push(one.participant)
  return by.reverse()
}

/** Said no since the last yes: it lasts until the person's own act. */
export const isNo = <One extends { readonly state: string }>(
  answer: One,
): answer is One & { readonly state: 'declined' | 'withdrawn' } =>
  answer.state === 'declined' || answer.state === 'withdrawn'

/**
 * Whether the question that is on now was put off, or not answered in time: not an earlier run or revision of it, nor
 * before hosts asked again.
 */
export const isPutOff = (answer: Answer, { activation, askedAgain, entry }: FeatureState): boolean =>
  (answer.state === 'deferred' || answer.state === 'unanswered') &&
  answer.activation === activation?.id &&
  answer.again === askedAgain &&
  answer.revision === entry.feature.revision

/** What an enforcer last said of the run that is on; undefined where it has not reported. */
export function selectEnforcer(feature: FeatureState, enforcer: string): EnforcerState | undefined {
  for (const one of feature.enforcers) if (one.enforcer === enforcer) return one
  return undefined
}

/** Whether an enforcer has still to say that a run that is over captures nobody; undefined where it has not. */
export function selectUnclosed(feature: FeatureState, enforcer: string): UnclosedEnforcer | undefined {
  for (const one of feature.unclosed) if (one.enforcer === enforcer) return one
  return undefined
}

/** Whether some enforcer could not close a run that is over, or has not said in time that it did. */
export const hasFailedToClose = ({ unclosed }: FeatureState): boolean =>
  unclosed.some(({ state }) => state !== 'silent')

/** Whether anything of this person's was ever captured, as far as their answer tells. */
export const wasCaptured = ({ erasure, processors }: Answer): boolean =>
  processors.length > 0 || erasure !== undefined

/**
 * How far a feature is: `off`, `asking` while nobody is included, `on` while somebody is, `paused` while a policy
 * keeps everybody out.
 */
export type Phase = 'off' | 'asking' | 'on' | 'paused'

/**
 * `asking` while nobody's gate is open, `on` while at least one is, `paused` where somebody was captured and
 * the policy, or what enforces it, closes everybody's.
 */
export function selectPhase(feature: FeatureState): Phase {
  if (feature.activation === undefined) return 'off'
  if (feature.closedForAll !== undefined) return feature.begun ? 'paused' : 'asking'
  return feature.ready > 0 ? 'on' : 'asking'
}

/** How many people are captured. */
export const selectIncluded = ({ activation, closedForAll, ready }: FeatureState): number =>
  activation !== undefined && closedForAll === undefined ? ready : 0
