import type { MeetingEvent } from '../events.ts'
import { toDeclaredId } from '../model/owned-id.ts'
import type { Undo } from '../ports.ts'
import type { AllowChange, AllowList } from '../protocol/gate-messages.ts'
import type { MeetingState } from '../state.ts'
import type { WorkerListener } from './authority-types.ts'
import { selectDuties } from './duties.ts'
import type { ListChange } from './gate-book.ts'

// takes: what became of lists, and committed facts · gives: each AI worker what concerns its features
// never: lets one worker that throws keep another from hearing of a close

export interface WorkersOptions {
  state(): MeetingState
  /** The whole list of a feature as it is now. */
  list(feature: string): AllowList
  /** Whole lists of every run of some declared features. */
  look(features: readonly string[]): readonly AllowList[]
  isolate(call: () => void): void
}

export interface Workers {
  /** Says everything a worker has to know first, and goes on until undone. */
  attach(listener: WorkerListener): Undo
  tell(changes: readonly ListChange[]): void
  tellDuties(facts: readonly MeetingEvent[]): void
  /** How many there are. */
  size(): number
}

export function createWorkers({ state, list, look, isolate }: WorkersOptions): Workers {
  const workers = new Set<WorkerListener>()

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
    attach(listener) {
      workers.add(listener)
      const lists = look(listener.features)
      const features = lists.map(({ feature }) => feature)
      isolate(() => listener.onLists(lists))
      if (listener.processor !== undefined) {
        const { processor } = listener
        const open = [...state().participants.keys()].flatMap((participant) =>
          features.flatMap((feature) => selectDuties(state(), participant, feature, processor)),
        )
        if (open.length > 0) isolate(() => listener.onDuties(open))
      }
      return () => workers.delete(listener)
    },
    tell(changes) {
      for (const worker of workers) {
        const mine = changes.filter(({ feature }) => isFor(worker, feature))
        if (mine.length > 0) isolate(() => tellOne(worker, mine))
      }
    },
    tellDuties(facts) {
      for (const event of facts) {
        if (event.type !== 'erasure.requested') continue
        for (const { processor, features, onDuties } of workers) {
          if (processor === undefined || !features.includes(toDeclaredId(event.feature))) continue
          const duties = selectDuties(state(), event.participant, event.feature, processor)
          if (duties.length > 0) isolate(() => onDuties(duties))
        }
      }
    },
    size: () => workers.size,
  }
}

/** A worker of a declared feature is told of every owner's run of it. */
const isFor = ({ features }: WorkerListener, id: string): boolean => features.includes(toDeclaredId(id))
