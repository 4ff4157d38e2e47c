import type { MeetingEvent } from '@askfirst/core/authority'
import { toErasedName } from '@askfirst/core/evidence'

/** What is still to be erased of somebody, and by whom. */
export interface OpenDuty {
  readonly participant: string
  readonly feature: string
  readonly processors: readonly string[]
}

/**
 * The duties to erase that no processor has acknowledged yet. Not those of who is erased: nobody can be told any more
 * whose it is.
 */
export function selectOpenDuties(events: readonly MeetingEvent[]): readonly OpenDuty[] {
  const duties = new Map<string, OpenDuty>()
  for (const event of events) {
    if (event.type !== 'erasure.requested' && event.type !== 'erasure.acknowledged') continue
    const { feature, participant } = event
    const key = JSON.stringify([participant, feature])
    const processors =
      event.type === 'erasure.requested'
        ? event.processors
        : (duties.get(key)?.processors ?? []).filter((name) => name !== event.processor)
    duties.set(key, { participant, feature, processors })
  }
  return [...duties.values()].filter(
    ({ participant, processors }) => processors.length > 0 && !participant.startsWith(toErasedName('')),
  )
}

/** The processors that have one of these to do, each once. */
export const toProcessors = (duties: readonly OpenDuty[]): readonly string[] => [
  ...new Set(duties.flatMap(({ processors }) => processors)),
]
