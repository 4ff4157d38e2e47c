import { type MeetingState, selectPhase } from '../state.ts'
import { isSameStage, type Stage } from './session.ts'

/**
 * Where features are, as everybody may see it.
 *
 * takes: the features that may be another by what was committed · gives: where each is, and which of them moved
 */
export function createStages(state: MeetingState) {
  const stages = new Map<string, Stage>()
  /** Features at another stage than the crowd was told. */
  const moved = new Set<string>()

  function look(changed: Iterable<string>): void {
    for (const id of changed) {
      const feature = state.features.get(id)
      if (feature === undefined) continue
      const stage = { phase: selectPhase(feature), barred: feature.barred }
      if (isSameStage(stages.get(id), stage)) continue
      stages.set(id, stage)
      moved.add(id)
    }
  }
  look(state.features.keys())
  // Whoever comes is told in a snapshot.
  moved.clear()

  return { of: (id: string): Stage | undefined => stages.get(id), moved, look }
}
export type Stages = ReturnType<typeof createStages>
