import type { MeetingEvent } from './events.ts'
import type { FeatureState, MeetingState, ParticipantState } from './state.ts'

// takes: somebody, or facts · gives: the features that may be another by what they do, or by these facts
// never: runs of other people's own that they have no part in: there may be hundreds

/**
 * Calls for each feature that a participant has a part in: every declared one, whose rules may be about everybody,
 * and each run of somebody's own that they were asked about. An owner has answered to their own.
 */
export function eachConcerned(
  state: MeetingState,
  participant: ParticipantState | undefined,
  call: (feature: FeatureState) => void,
): void {
  for (const id of state.catalogue.keys()) {
    const feature = state.features.get(id)
    if (feature !== undefined) call(feature)
  }
  if (state.features.size === state.catalogue.size) return
  for (const id in participant?.answers) {
    const feature = state.catalogue.has(id) ? undefined : state.features.get(id)
    if (feature !== undefined) call(feature)
  }
}

/** Ids of the features that a participant has a part in. */
export function selectConcerned(state: MeetingState, participant: string): readonly string[] {
  const ids: string[] = []
  eachConcerned(state, state.participants.get(participant), ({ id }) => ids.push(id))
  return ids
}

/** Ids of the features that may be another by what was committed. */
export function selectChanged(state: MeetingState, facts: readonly MeetingEvent[]): ReadonlySet<string> {
  const ids = new Set<string>()
  const add = ({ id }: FeatureState): void => void ids.add(id)
  for (const event of facts) {
    if ('feature' in event) ids.add(event.feature)
    else if ('participant' in event) eachConcerned(state, state.participants.get(event.participant), add)
    else eachConcerned(state, undefined, add)
  }
  return ids
}
