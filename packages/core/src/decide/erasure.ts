import type { CommandOf } from '../commands.ts'
import { isStanding } from '../gate-rule.ts'
import type { ActorOf } from '../model/participant.ts'
import { type MeetingState, selectAnswer } from '../state.ts'
import { unionOf } from '../union.ts'
import { accepted, type Decision, type FeatureDecider, rejected } from './decision.ts'

// takes: a person’s wish to erase, or a processor’s confirmation · gives: a duty opened, or closed

/** Opens a duty for everybody who may hold something of the person, once they are no longer included. */
export const decideErasure: FeatureDecider<'erasure.request'> = (state, command, person, feature) => {
  const participant = state.participants.get(person.participant)
  const answer = selectAnswer(participant, command.feature)
  // Away, in another room or off for now: what comes back by itself would be taken with nobody left to erase it.
  if (isStanding(answer, feature)) return rejected('still-included')
  if (answer.processors.length === 0) return rejected('nothing-to-erase')
  return accepted({
    type: 'erasure.requested',
    participant: person.participant,
    feature: command.feature,
    // Where capture needs no decision, one request may follow another without any.
    request: Math.max(answer.decision, (answer.erasure?.request ?? 0) + 1),
    processors: unionOf(answer.erasure?.open ?? [], answer.processors),
  })
}

/** Closes one processor's duty. Said twice, it is done all the same. */
export function decideAcknowledge(
  state: MeetingState,
  command: CommandOf<'erasure.acknowledge'>,
  { processor }: ActorOf<'processor'>,
): Decision {
  const { participant, feature, request } = command
  const { erasure } = selectAnswer(state.participants.get(participant), feature)
  if (erasure?.request !== request) return rejected('unknown-duty')
  if (erasure.done.includes(processor)) return accepted()
  if (!erasure.open.includes(processor)) return rejected('unknown-duty')
  return accepted({ type: 'erasure.acknowledged', participant, feature, request, processor })
}
