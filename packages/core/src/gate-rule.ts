import { selectRequiredAsks } from './model/feature.ts'
import { isAskable } from './model/participant.ts'
import { type FeatureState, isIndicated, type ParticipantState, selectAnswer } from './state.ts'

// takes: a participant and a feature as they stand · gives: open, or closed with a reason
// never: looks at anything but facts; an answer opens a gate only where every line below lets it through

/** Why a gate is closed. Only the person themselves is told: AI workers and hosts are not. */
export type GateReason =
  | 'feature-off'
  | 'not-asked'
  | 'unanswered'
  | 'declined'
  | 'not-granted'
  | 'withdrawn'
  | 'expired'
  | 'left'
  | 'unreachable'
  | 'stale-notice'
  | 'waiting-for-others'
  | 'not-a-person'
  | 'not-enforced'
  | 'authority-lost'

/** Whether what somebody sends may be used for an ask right now, and if not, why not. */
export type GateStatus = { readonly open: true } | { readonly open: false; readonly reason: GateReason }

const OPEN: GateStatus = { open: true }
const CLOSED = new Map<GateReason, GateStatus>()
/** One object a reason: gates are asked for with every event. */
function closed(reason: GateReason): GateStatus {
  const known = CLOSED.get(reason)
  if (known !== undefined) return known
  const status: GateStatus = Object.freeze({ open: false, reason })
  CLOSED.set(reason, status)
  return status
}

/**
 * Whether there is a yes to the run that is on: `live`, or `stale` where the declaration is another one by
 * now. A yes that was given as a person does not serve a room, nor the other way round.
 */
export function selectYes(
  participant: ParticipantState,
  { activation, entry }: FeatureState,
): 'none' | 'stale' | 'live' {
  const answer = selectAnswer(participant, entry.feature.id)
  if (answer.state !== 'accepted' || answer.activation !== activation?.id) return 'none'
  if (answer.kind !== participant.kind) return 'none'
  return answer.revision === entry.feature.revision && entry.texts.has(answer.hash) ? 'live' : 'stale'
}

/** The gate of (participant, feature, ask). */
export function gateOf(
  participant: ParticipantState | undefined,
  feature: FeatureState,
  ask: string,
): GateStatus {
  const { activation, entry } = feature
  if (activation === undefined) return closed('feature-off')
  if (participant === undefined) return closed('not-asked')
  if (!isAskable(participant.kind)) return closed('not-a-person')
  const answer = selectAnswer(participant, entry.feature.id)
  if (answer.state === 'declined' || answer.state === 'withdrawn') return closed(answer.state)
  if (participant.connections.size === 0) return closed(participant.gone)
  const yes = selectYes(participant, feature)
  if (yes === 'stale') return closed('stale-notice')
  if (yes === 'live') {
    if (!answer.grants.includes(ask)) return closed('not-granted')
    return isIndicated(participant, entry.hash) ? OPEN : closed('unreachable')
  }
  return closed(answer.shown?.activation === activation.id ? 'unanswered' : 'not-asked')
}

/** Asks of the feature whose gate is open for the participant, in the order they are declared. */
export function selectOpenAsks(participant: ParticipantState | undefined, feature: FeatureState): string[] {
  return Object.keys(feature.entry.feature.asks).filter((ask) => gateOf(participant, feature, ask).open)
}

/** Whether the participant is captured at all: the gates of all required asks are open. */
export function isIncluded(participant: ParticipantState, feature: FeatureState): boolean {
  // Asked with every answer of everybody: the same conditions as above, without a reason for each ask.
  if (!isAskable(participant.kind) || selectYes(participant, feature) !== 'live') return false
  if (!isIndicated(participant, feature.entry.hash)) return false
  const { grants } = selectAnswer(participant, feature.entry.feature.id)
  return selectRequiredAsks(feature.entry.feature).every((ask) => grants.includes(ask))
}
