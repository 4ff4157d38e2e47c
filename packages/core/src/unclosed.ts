import { type FeatureState, selectUnclosed, type UnclosedEnforcer } from './state.ts'

// takes: a feature, and what an enforcer said or did not say · gives: it with those that have still to close a run

/** Who enforced a run that captured somebody, and all that have still to close an earlier one. */
export function toUnclosed(was: FeatureState): FeatureState['unclosed'] {
  if (!was.begun) return was.unclosed
  const more = was.enforcers.flatMap(({ enforcer }): readonly UnclosedEnforcer[] =>
    selectUnclosed(was, enforcer) === undefined ? [{ enforcer, state: 'silent' }] : [],
  )
  return more.length === 0 ? was.unclosed : was.unclosed.concat(more)
}

/** An enforcer is one of them, and this is how far it got. */
export function withUnclosed(
  was: FeatureState,
  enforcer: string,
  state: UnclosedEnforcer['state'],
): FeatureState {
  const others = withoutUnclosed(was, enforcer).unclosed
  return { ...was, unclosed: others.concat([{ enforcer, state }]) }
}

/** It has said that it is closed, or is waited for no more. */
export function withoutUnclosed(was: FeatureState, enforcer: string): FeatureState {
  if (selectUnclosed(was, enforcer) === undefined) return was
  return { ...was, unclosed: was.unclosed.filter((one) => one.enforcer !== enforcer) }
}

/** Nothing heard of the end of a run in time; the second time it is gone for good, and waited for no more. */
export const withOverdue = (was: FeatureState, enforcer: string): FeatureState =>
  selectUnclosed(was, enforcer)?.state === 'silent'
    ? withUnclosed(was, enforcer, 'overdue')
    : withoutUnclosed(was, enforcer)
