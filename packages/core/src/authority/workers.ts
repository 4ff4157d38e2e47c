import type { MeetingEvent } from '../events.ts'
import { toDeclaredId } from '../model/owned-id.ts'
import type { Clock, Undo } from '../ports.ts'
import type { AllowChange, AllowList } from '../protocol/gate-messages.ts'
import type { MeetingState } from '../state.ts'
import type { WorkerListener } from './authority-types.ts'
import { selectDuties } from './duties.ts'
import type { ListChange } from './gate-book.ts'

// takes: what became of lists, and committed facts · gives: each AI worker what is its own, everything first
// never: tells one worker of another's features, or lets one that is broken keep the others from hearing

export interface WorkersOptions {
  readonly state: MeetingState
  readonly clock: Clock
  /** The whole list of a feature, as it is let through now. */
  list(feature: string): AllowList
  /** Calls what may throw, so that nobody else suffers from it. */
  isolate(call: () => void): void
}

/** How long a worker may take to be started anew. Its lease is shorter: what it let through is closed by then. */
export const GONE_MS = 60_000

export function createWorkers({ state, clock, list, isolate }: WorkersOptions) {
  const workers = new Set<WorkerListener>()
  const startedAt = clock.monotonic()
  /** When the last of a name went. */
  const wentAt = new Map<string, number>()

  function tellOne({ onLists, onChanges }: WorkerListener, changes: readonly ListChange[]): void {
    const whole: AllowList[] = []
    const some: AllowChange[] = []
    for (const { allow, ...change } of changes) {
      if (allow === undefined || onChanges === undefined) whole.push(list(change.feature))
      else some.push({ ...change, allow })
    }
    if (whole.length > 0) onLists(whole)
    if (some.length > 0) onChanges?.(some)
  }

  return {
    /** @param lists of the worker's features, as they are let through now */
    attach(listener: WorkerListener, lists: readonly AllowList[]): Undo {
      workers.add(listener)
      isolate(() => listener.onLists(lists))
      if (listener.processor !== undefined) {
        const { processor } = listener
        // By what people answered: a duty stays though its feature is declared no more.
        const open = [...state.participants].flatMap(([participant, { answers }]) =>
          Object.keys(answers).flatMap((feature) =>
            isFor(listener, feature) ? selectDuties(state, participant, feature, processor) : [],
          ),
        )
        if (open.length > 0) isolate(() => listener.onDuties(open))
      }
      return () => {
        const { name } = listener
        if (workers.delete(listener) && name !== undefined) wentAt.set(name, clock.monotonic())
      }
    },
    tell(changes: readonly ListChange[]): void {
      for (const worker of workers) {
        const mine = changes.filter(({ feature }) => isFor(worker, feature))
        if (mine.length > 0) isolate(() => tellOne(worker, mine))
      }
    },
    /** What is to be erased by what was committed. */
    follow(facts: readonly MeetingEvent[]): void {
      for (const event of facts) {
        if (event.type !== 'erasure.requested') continue
        for (const worker of workers) {
          if (worker.processor === undefined || !isFor(worker, event.feature)) continue
          const duties = selectDuties(state, event.participant, event.feature, worker.processor)
          if (duties.length > 0) isolate(() => worker.onDuties(duties))
        }
      }
    },
    /** Whether nobody of that name has been here for a feature for so long that nobody will be. */
    isGone(name: string, feature: string): boolean {
      for (const worker of workers) if (worker.name === name && isFor(worker, feature)) return false
      return clock.monotonic() - (wentAt.get(name) ?? startedAt) >= GONE_MS
    },
    /** How many there are. */
    size: () => workers.size,
  }
}

/** A worker of a declared feature is told of every owner's run of it. */
const isFor = ({ features }: WorkerListener, id: string): boolean => features.includes(toDeclaredId(id))
