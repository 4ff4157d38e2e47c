import type { MeetingEvent } from '../events.ts'
import type { MeetingState } from '../state.ts'

/** Ids of the features that are on, in the order they were turned on. */
export type Running = ReadonlySet<string>

/**
 * Which features are on, kept beside the state: of runs of people's own there may have been hundreds.
 *
 * takes: the state an authority begins with, then what it commits · gives: what is on by now
 */
export function createRunning(state: MeetingState) {
  const running = new Set<string>()
  for (const { id, activation } of state.features.values()) if (activation !== undefined) running.add(id)
  return {
    running: running as Running,
    follow(facts: readonly MeetingEvent[]): void {
      for (const event of facts) {
        if (event.type === 'feature.enabled') running.add(event.feature)
        if (event.type === 'feature.disabled') running.delete(event.feature)
      }
    },
  }
}
