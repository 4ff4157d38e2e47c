import { type CommandOf, isFailure } from '../commands.ts'
import { type Actor, toActorName } from '../model/participant.ts'
import { type MeetingState, selectEnforcer, selectFeature, selectUnclosed } from '../state.ts'
import { accepted, type Decision, rejected } from './decision.ts'

// takes: what an enforcer reports · gives: the fact, and the end of a run that leaves anybody uncovered
// never: leaves aside what an enforcer says of a run that is over before it has said that it is closed

/**
 * What an enforcer says it enforced. A run that leaves anybody uncovered is off at once. Of one that is off already
 * only those are heard that have still to close it, and of a failure to do so the first word.
 */
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
  const unclosed = selectUnclosed(feature, enforcer)
  // Of a list that is over: what counts is the latest.
  if (term !== state.term || (activation === undefined && unclosed === undefined)) return accepted()
  if (!isFailure(command)) {
    if (known?.term === term && known.epoch > epoch) return accepted()
    const isSaid = known?.term === term && known.epoch === epoch && known.state === 'confirmed'
    if (isSaid) return accepted()
    return accepted({ type: 'enforcement.confirmed', feature: id, enforcer, term, epoch })
  }
  const failed = { type: 'enforcement.failed', feature: id, enforcer, term, epoch, uncovered, why } as const
  if (activation === undefined) return unclosed?.state === 'failed' ? accepted() : accepted(failed)
  return accepted(failed, {
    type: 'feature.disabled',
    feature: id,
    activation: activation.id,
    cause: 'not-enforced',
  })
}

/**
 * No word from an enforcer of what it was told: closed for everybody until there is. Of a run that is over it is said
 * once, and a last time as it is gone for good: what it let through is closed by the end of its lease. However often
 * that it is late is found out, only the last is the last. Who has said that it could not close is waited for however
 * long.
 */
export function decideEnforcementLapse(
  state: MeetingState,
  { feature: id, enforcer, term, epoch, isLast = false }: CommandOf<'enforcement.lapse'>,
): Decision {
  const feature = selectFeature(state, id)
  if (feature === undefined) return accepted()
  const known = selectEnforcer(feature, enforcer)
  const unclosed = selectUnclosed(feature, enforcer)
  const isSilent =
    known === undefined
      ? unclosed?.state === (isLast ? 'overdue' : 'silent')
      : known.state !== 'overdue' && (known.term !== term || known.epoch < epoch)
  return isSilent ? accepted({ type: 'enforcement.overdue', feature: id, enforcer, term, epoch }) : accepted()
}
