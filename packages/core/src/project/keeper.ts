import { selectPlace } from '../devices.ts'
import { type GateStatus, gateOf } from '../gate-rule.ts'
import type { ParticipantKind, Place, Role } from '../model/participant.ts'
import {
  type Activation,
  type Answer,
  type FeatureState,
  type MeetingState,
  type ParticipantState,
  type Phase,
  selectPhase,
} from '../state.ts'

// takes: the state and whom a record is kept of · gives: all that the facts come to, by name
// never: display names, or anything to anybody but the controller's record keeper: disclosure is for hosts

/** One answer as the record keeps it. */
export interface KeptAnswer extends Answer {
  /** By ask id, as they stand. */
  readonly gates: Readonly<Record<string, GateStatus>>
}

/** One participant with everything they answered. */
export interface KeptParticipant {
  readonly participant: string
  readonly role: Role
  readonly kind: ParticipantKind
  readonly place: 'out' | Place
  /** By the id the feature runs by; only what was asked or answered. */
  readonly answers: Readonly<Record<string, KeptAnswer>>
}

/** One feature as it stands. */
export interface KeptFeature {
  /** Of the declaration that the authority has. */
  readonly hash: string
  readonly revision: number
  readonly phase: Phase
  readonly activation?: Activation | undefined
  /** How often it was turned on. */
  readonly runs: number
}

/** What the controller's record keeper may see: everything but names on a screen, with the event it is true after. */
export interface KeeperView {
  readonly meeting: string
  /** Number of the last event that is in it. */
  readonly number: number
  readonly features: Readonly<Record<string, KeptFeature>>
  readonly participants: readonly KeptParticipant[]
}

/** @param participant only this one. @default everybody */
export function projectKeeper(state: MeetingState, participant?: string): KeeperView {
  const features: Record<string, KeptFeature> = {}
  for (const [id, feature] of state.features) features[id] = keepFeature(feature)
  const kept: KeptParticipant[] = []
  for (const one of state.participants.values()) {
    if (participant === undefined || one.participant === participant) kept.push(keepParticipant(state, one))
  }
  return { meeting: state.meeting, number: state.number, features, participants: kept }
}

function keepFeature(feature: FeatureState): KeptFeature {
  const { activation, entry, runs } = feature
  return {
    hash: entry.hash,
    revision: entry.feature.revision,
    phase: selectPhase(feature),
    activation,
    runs: runs?.count ?? 0,
  }
}

function keepParticipant(state: MeetingState, one: ParticipantState): KeptParticipant {
  const answers: Record<string, KeptAnswer> = {}
  for (const [id, answer] of Object.entries(one.answers)) {
    const gates: Record<string, GateStatus> = {}
    const feature = state.features.get(id)
    for (const ask of Object.keys(feature?.entry.feature.asks ?? {})) {
      if (feature !== undefined) gates[ask] = gateOf(one, feature, ask)
    }
    answers[id] = { ...answer, gates }
  }
  const { participant, role, kind } = one
  return { participant, role, kind, place: selectPlace(one), answers }
}
