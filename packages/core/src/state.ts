import type { Catalogue, CatalogueEntry } from './model/catalogue.ts'
import { isAskable, type ParticipantKind, type Place, type Role } from './model/participant.ts'

/** What one person last answered about one feature. Kept over activations: a no lasts. */
export interface Answer {
  readonly state: 'unasked' | 'deferred' | 'accepted' | 'declined' | 'withdrawn'
  /** The run and revision the answer was given to; empty and 0 before the first. */
  readonly activation: string
  readonly revision: number
  /** Of the declaration that was agreed to; empty unless accepted. */
  readonly hash: string
  /** What the person was when they agreed: a room does not inherit a person's yes. */
  readonly kind: ParticipantKind
  /** Asks granted, required ones included; empty unless accepted. */
  readonly grants: readonly string[]
  /** How many decisions this person has made on this feature. */
  readonly decision: number
  /** The latest notice this person was shown. */
  readonly shown?: { readonly activation: string; readonly revision: number; readonly hash: string }
  /** Number of the latest decision that was a yes; 0 if there was none. */
  readonly captured: number
  /** Everybody who may hold something of this person, since it was last asked to be erased. */
  readonly processors: readonly string[]
  readonly erasure?: Erasure
}

/** A person's latest request to erase what a feature captured. */
export interface Erasure {
  /** Number of the person's decision up to which everything captured is to be erased. */
  readonly request: number
  readonly requestedAt: number
  /** Processors that have not acknowledged yet, and those that have. */
  readonly open: readonly string[]
  readonly done: readonly string[]
}

/** One device of a participant. */
export interface ConnectionState {
  readonly place: Place
  /** Whether this device shows the indicator since it last connected. */
  readonly indicator: 'hidden' | 'shown'
  /** Hashes of the declarations that the shown indicator can speak of. */
  readonly knows: readonly string[]
}

/** One participant, with all devices and answers. */
export interface ParticipantState {
  readonly participant: string
  readonly role: Role
  readonly kind: ParticipantKind
  readonly connections: ReadonlyMap<string, ConnectionState>
  /** Why there is no connection, when there is none. */
  readonly gone: 'left' | 'unreachable'
  /** By feature id. Copied with each answer, and a small object copies faster than a small map. */
  readonly answers: Readonly<Record<string, Answer>>
}

/** One run of a feature. */
export interface Activation {
  readonly id: string
  readonly revision: number
  readonly by: string
  readonly at: number
}

/** One feature, and the run of it that is on. */
export interface FeatureState {
  readonly entry: CatalogueEntry
  readonly activation: Activation | undefined
  /** People whose gates are open for the required asks. */
  readonly included: number
  /** Ids of all runs so far: an id serves once, or an old yes would serve a new run. */
  readonly runs: ReadonlySet<string>
}

/**
 * Everything the authority knows of a meeting, made by `evolve` from events alone.
 *
 * The two maps are changed in place by `evolve`, and only there: a copy for each decision costs the
 * square of the meeting. What they hold is replaced, never changed.
 */
export interface MeetingState {
  readonly meeting: string
  /** Number of the last event. */
  readonly number: number
  /** Number of the event with which the running authority started. */
  readonly term: number
  readonly participants: Map<string, ParticipantState>
  readonly features: Map<string, FeatureState>
  /** People in the call, bots not counted. */
  readonly people: number
  /** Hosts and cohosts among them. */
  readonly hosts: number
}

/** A meeting before its first event: every feature off, and nobody there. */
export function createMeetingState(meeting: string, catalogue: Catalogue): MeetingState {
  const features = new Map<string, FeatureState>()
  for (const [id, entry] of catalogue) {
    features.set(id, { entry, activation: undefined, included: 0, runs: new Set() })
  }
  return { meeting, number: 0, term: 0, participants: new Map(), features, people: 0, hosts: 0 }
}

/** What stands for somebody who was never asked. */
export const NO_ANSWER: Answer = {
  state: 'unasked',
  activation: '',
  revision: 0,
  hash: '',
  kind: 'person',
  grants: [],
  decision: 0,
  captured: 0,
  processors: [],
}

/** What somebody last answered about a feature; `unasked` for who never did. */
export function selectAnswer(participant: ParticipantState | undefined, feature: string): Answer {
  return participant?.answers[feature] ?? NO_ANSWER
}

/** Whether any device of the participant is in the call. */
export function isPresent(participant: ParticipantState): boolean {
  for (const connection of participant.connections.values()) if (connection.place === 'call') return true
  return false
}

/** Whether a device in the call shows the indicator of this declaration: only then can the person say stop. */
export function isIndicated(participant: ParticipantState, hash: string): boolean {
  for (const { place, indicator, knows } of participant.connections.values()) {
    if (place === 'call' && indicator === 'shown' && knows.includes(hash)) return true
  }
  return false
}

export const isPresentPerson = (participant: ParticipantState): boolean =>
  isAskable(participant.kind) && isPresent(participant)

/** Where the person's devices are, taken together. */
export function selectPlace(participant: ParticipantState | undefined): 'out' | Place {
  if (participant === undefined || participant.connections.size === 0) return 'out'
  return isPresent(participant) ? 'call' : 'lobby'
}

/**
 * How far a feature is: `off`, `asking` while nobody is included, `on` while somebody is, `paused` while a policy
 * keeps everybody out.
 */
export type Phase = 'off' | 'asking' | 'on' | 'paused'

/**
 * `asking` while nobody's gate is open, `on` while at least one is. `paused` belongs to policies that
 * close everybody's gates at once, which this version does not carry out.
 */
export function selectPhase(feature: FeatureState): Phase {
  if (feature.activation === undefined) return 'off'
  return feature.included > 0 ? 'on' : 'asking'
}
