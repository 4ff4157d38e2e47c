import { type CommandOf, isFailure } from '../commands.ts'
import { type Actor, toActorName } from '../model/participant.ts'
import { type MeetingState, selectEnforcer, selectFeature } from '../state.ts'
import { accepted, type Decision, rejected } from './decision.ts'

// takes: what an enforcer reports · gives: the fact, and the end of a run that leaves anybody uncovered

/** What an enforcer says it enforced. A run that leaves anybody uncovered is off at once. */
export function decideEnforcement(
  state: MeetingState,
  command: CommandOf<'enforcement.report'>,
  actor: Actor,
): Decision {
  const { feature: id, term, epoch, uncovered, why } = command
  const feature = selectFeature(state, id)
  if (feature === undefined) return rejected('unknown-feature')
  const { activation } = feature
  const enforcer = toActorName(actor)
  const known = selectEnforcer(feature, enforcer)
  // Of a list that is over: what counts is the latest.
  if (activation === undefined || term !== state.term) return accepted()
  if (!isFailure(command)) {
    if (known?.term === term && known.epoch > epoch) return accepted()
    const isSaid = known?.term === term && known.epoch === epoch && known.state === 'confirmed'
    if (isSaid) return accepted()
    return accepted({ type: 'enforcement.confirmed', feature: id, enforcer, term, epoch })
  }
  return accepted(
    { type: 'enforcement.failed', feature: id, enforcer, term, epoch, uncovered, why },
    { type: 'feature.disabled', feature: id, activation: activation.id, cause: 'not-enforced' },
  )
}

/** No word from an enforcer of what it was told: closed for everybody until there is. */
export function decideEnforcementLapse(
  state: MeetingState,
  { feature: id, enforcer, term, epoch }: CommandOf<'enforcement.lapse'>,
): Decision {
  const feature = selectFeature(state, id)
  if (feature?.activation === undefined) return accepted()
  const known = selectEnforcer(feature, enforcer)
  if (known === undefined || known.state === 'overdue') return accepted()
  if (known.term === term && known.epoch >= epoch) return accepted()
  return accepted({ type: 'enforcement.overdue', feature: id, enforcer, term, epoch })
}
