import { isIndicated, isWholly, isWithin } from './devices.ts'
import { isAskable } from './model/participant.ts'
import { type Answer, type FeatureState, isNo, type ParticipantState, selectAnswer } from './state.ts'

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

/** How far something that may open a gate holds: `stale` where the declaration or its text is another by now. */
export type Validity = 'none' | 'stale' | 'live'

/**
 * Whether there is a yes to the run that is on, or to an earlier one where a yes lasts for the meeting, also while it
 * is off. A yes that was given as a person does not serve a room, nor the other way round, nor does it follow into a
 * breakout room where the scope is the room.
 */
export function selectYes(participant: ParticipantState, feature: FeatureState): Validity {
  const { rooms } = selectAnswer(participant, feature.id)
  const { scope } = feature.entry.feature.policy
  return scope === 'room' && !isWithin(participant, rooms) ? 'none' : selectYesOfAnyRoom(participant, feature)
}

/** Whether there is a yes that a question in another room must not take away. */
export const isYesKept = (participant: ParticipantState, feature: FeatureState): boolean =>
  selectYesOfAnyRoom(participant, feature) === 'live'

function selectYesOfAnyRoom(participant: ParticipantState, feature: FeatureState): Validity {
  const { activation, entry } = feature
  const answer = selectAnswer(participant, feature.id)
  if (answer.state !== 'accepted') return 'none'
  const { lasts } = entry.feature.policy
  if (answer.activation !== activation?.id && lasts === 'activation') return 'none'
  if (!isWholly(participant, answer.kind)) return 'none'
  return answer.revision === entry.feature.revision && entry.texts.has(answer.hash) ? 'live' : 'stale'
}

/** Whether the notice of the run that is on was shown, in the room the person is in where that counts. */
export function selectShown(participant: ParticipantState, feature: FeatureState): Validity {
  const { activation, entry } = feature
  const { shown } = selectAnswer(participant, feature.id)
  if (shown === undefined || activation === undefined || shown.activation !== activation.id) return 'none'
  if (!isWholly(participant, shown.kind)) return 'none'
  if (entry.feature.policy.scope === 'room' && !isWithin(participant, [shown.room])) return 'none'
  const isKnown = shown.hashes.some((hash) => entry.texts.has(hash))
  return shown.revision === entry.feature.revision && isKnown ? 'live' : 'stale'
}

/** Whether the person's own part is done for the asks that belong to the feature, whoever else is there. */
export function hasBasis(participant: ParticipantState, feature: FeatureState): boolean {
  const { basis } = feature.entry.feature.policy
  const answer = selectAnswer(participant, feature.id)
  if (isNo(answer)) return false
  if (basis === 'consent') {
    if (selectYes(participant, feature) !== 'live') return false
    const { required } = feature.entry
    // The same list, where nothing else was ticked.
    return answer.grants === required || required.every((ask) => answer.grants.includes(ask))
  }
  if (selectShown(participant, feature) !== 'live') return false
  return basis === 'notice' || answer.shown?.waited === true
}

/**
 * Whether the person need say and be shown nothing more to be captured again: wherever they are now, and, where
 * a yes lasts for the meeting, with the feature off.
 */
export function isStanding(answer: Answer, { activation, entry }: FeatureState): boolean {
  const { basis, lasts } = entry.feature.policy
  const { hash, revision, shown, state } = answer
  const isOfRun = answer.activation === activation?.id || lasts === 'meeting'
  const isCurrent = revision === entry.feature.revision && entry.texts.has(hash)
  if (state === 'accepted' && isOfRun && isCurrent) return true
  if (basis === 'consent' || isNo(answer) || shown === undefined) return false
  // However it is declared by now: with what they were told of, they would be captured again.
  return shown.activation === activation?.id && (basis === 'notice' || shown.waited)
}

/** The gate of (participant, feature, ask). */
export function gateOf(
  participant: ParticipantState | undefined,
  feature: FeatureState,
  ask: string,
): GateStatus {
  const own = gateOfOne(participant, feature, ask)
  return own.open && feature.closedForAll !== undefined ? closed(feature.closedForAll) : own
}

/** The same, as far as it is the person's own: not looking at what closes the feature for everybody. */
export function gateOfOne(
  participant: ParticipantState | undefined,
  feature: FeatureState,
  ask: string,
): GateStatus {
  const { activation, entry } = feature
  if (activation === undefined) return closed('feature-off')
  if (participant === undefined) return closed('not-asked')
  if (!isAskable(participant.kind)) return closed('not-a-person')
  const answer = selectAnswer(participant, feature.id)
  if (isNo(answer)) return closed(answer.state)
  if (participant.connections.length === 0) return closed(participant.gone)
  const isRequired = entry.feature.asks[ask]?.required === true
  const needsYes = entry.feature.policy.basis === 'consent' || !isRequired
  const shown = selectShown(participant, feature)
  if (needsYes) {
    const yes = selectYes(participant, feature)
    if (yes === 'stale') return closed('stale-notice')
    if (yes === 'live') {
      if (!answer.grants.includes(ask)) return closed('not-granted')
      // An optional ask is never taken before the feature itself may be.
      if (!hasBasis(participant, feature) && !isRequired) return closed('unanswered')
      return isIndicated(participant, entry.hash) ? OPEN : closed('unreachable')
    }
    if (answer.state === 'expired' && shown === 'none') return closed('expired')
    if (entry.feature.policy.basis !== 'consent' && hasBasis(participant, feature)) {
      return closed('not-granted')
    }
    return closed(shown === 'live' ? 'unanswered' : 'not-asked')
  }
  if (shown !== 'live') return closed(shown === 'stale' ? 'stale-notice' : 'not-asked')
  if (!hasBasis(participant, feature)) return closed('unanswered')
  return isIndicated(participant, entry.hash) ? OPEN : closed('unreachable')
}

/**
 * Asks of the feature whose gate is open for the participant as far as it is theirs, in the order they are
 * declared. While it is closed for all, nobody's is open.
 */
export function selectOwnAsks(participant: ParticipantState | undefined, feature: FeatureState): string[] {
  return Object.keys(feature.entry.feature.asks).filter((ask) => gateOfOne(participant, feature, ask).open)
}

/**
 * Whether the person's own part is done: captured, unless the feature is closed for everybody. While it is off, whether
 * a yes that lasts for the meeting serves the next run.
 */
export function isReady(participant: ParticipantState, feature: FeatureState): boolean {
  // Asked with every answer of everybody: the same conditions as above, without a reason for each ask.
  if (!isAskable(participant.kind)) return false
  // Whoever comes, goes or hides it is told apart by that alone, and costs less to look at than what they said.
  return isIndicated(participant, feature.entry.hash) && hasBasis(participant, feature)
}

/** Whether the participant is captured at all: the gates of all required asks are open. */
export const isIncluded = (participant: ParticipantState, feature: FeatureState): boolean =>
  feature.activation !== undefined && feature.closedForAll === undefined && isReady(participant, feature)
