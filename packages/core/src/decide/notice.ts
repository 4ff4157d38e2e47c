import type { CommandOf } from '../commands.ts'
import { isIndicated, isPresentPerson } from '../devices.ts'
import { isYesKept, selectShown, selectYes } from '../gate-rule.ts'
import { WAITS } from '../rejection.ts'
import { canTurnOff } from '../rights.ts'
import { isNo, isPutOff, type MeetingState, selectAnswer, selectFeature } from '../state.ts'
import { accepted, type Decision, type FeatureDecider, rejected } from './decision.ts'
import { ownedOffEvents } from './feature.ts'

// takes: "ask again", or a time that is over · gives: who is asked once more, has waited, or has to leave

/** Asks those again who have not answered: once in a run, and never who said no. */
export const decideAskAgain: FeatureDecider<'notice.askAgain'> = (_state, command, person, feature, now) => {
  const { activation } = feature
  if (!canTurnOff(feature, person)) return rejected('not-allowed')
  if (activation === undefined) return rejected('feature-off')
  if (activation.id !== command.activation) return rejected('stale-activation')
  if (feature.askedAgain) return rejected('asked-already')
  if (now - activation.at < WAITS['too-soon']) return rejected('too-soon')
  return accepted({ type: 'notice.askedAgain', feature: command.feature, activation: activation.id })
}

/** A time that the notice gave is over; decided again, since the person may have answered by now. */
export function decideNoticeLapse(state: MeetingState, command: CommandOf<'notice.lapse'>): Decision {
  const { participant: id, feature: featureId, activation, of } = command
  const feature = selectFeature(state, featureId)
  const participant = state.participants.get(id)
  if (feature?.activation?.id !== activation || participant === undefined) return accepted()
  const answer = selectAnswer(participant, featureId)
  const { policy } = feature.entry.feature
  const { basis, unanswered } = policy
  const lapsed = { type: 'notice.lapsed', participant: id, feature: featureId, activation, of } as const
  if (of === 'objection') {
    const isWaiting = selectShown(participant, feature) === 'live' && answer.shown?.waited === false
    // Who cannot object has not let it pass: the time runs again once they can.
    const canObject = isIndicated(participant, feature.entry.hash)
    if (basis !== 'objection' || !isWaiting || !canObject) return accepted()
    return accepted({ ...lapsed, processors: feature.entry.processors })
  }
  if (unanswered === undefined || !isPresentPerson(participant)) return accepted()
  // Whoever everybody waits for, again or since they cannot say stop, has not answered with what they said before.
  const isInTheWay =
    policy.start === 'all' && (feature.awaited === id || !isIndicated(participant, feature.entry.hash))
  // Where no means leaving, somebody who said it and stays is waited for as long as they do.
  const isStaying = isNo(answer) && policy.start === 'all' && policy.decline === 'leave'
  const isAnswered =
    (isNo(answer) && !isStaying) || (selectYes(participant, feature) === 'live' && !isInTheWay)
  const isOver = answer.state === 'unanswered' && isPutOff(answer, feature)
  if (isAnswered || isOver) return accepted()
  const late = { ...lapsed, revision: feature.entry.feature.revision }
  // Silence in one room does not take back what was said in another.
  if (unanswered.then === 'exclude')
    return isStaying || isYesKept(participant, feature) ? accepted() : accepted(late)
  // Recorded as left: who does not answer is not captured, and is not in the way of those who agreed.
  const instead = { feature: featureId, activation }
  const left = { type: 'participant.left', participant: id, connection: '', instead } as const
  const gone = [left, ...ownedOffEvents(state, id)] as const
  // A no stands as it was said.
  return isStaying ? accepted(...gone) : accepted(late, ...gone)
}
