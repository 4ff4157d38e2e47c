import type { MeetingEvent } from '@askfirst/core/authority'
import type { Place, Play } from './play.ts'
import type { Step } from './wish.ts'

// takes: how each state was first reached · gives: any of them again, and the path to it
// never: keeps more states than those on one way: a state takes a hundred times the memory of its row

interface Stop {
  readonly at: number
  readonly place: Place
  /** What the step to it led to. */
  readonly events: readonly MeetingEvent[]
}

export interface Ways {
  /** Says how the next state is reached: by a step, from one that is known. */
  add(from: number, step: number): void
  /** The state of this number, so many steps from the start. Neighbours share most of their way. */
  goTo(at: number, depth: number): Place
  /** All events on the way to where `goTo` went last. */
  events(): readonly MeetingEvent[]
  /** The steps to a state, from an empty meeting. */
  pathTo(at: number): readonly Step[]
}

export function createWays(play: Play, opening: readonly Step[]): Ways {
  const { steps, retrace, take } = play
  // By number; the first comes from nowhere.
  const parents = [-1]
  const taken = [-1]
  const opened = retrace(opening)
  const { moment, revision, now, events } = opened
  const way: Stop[] = [{ at: 0, place: { ...moment, revision, now }, events }]
  const eventsSoFar = (): readonly MeetingEvent[] => way.flatMap((stop) => stop.events)

  function goOn({ place }: Stop, at: number): Stop {
    const step = take(steps[taken[at] ?? 0] as Step, place, eventsSoFar)
    const after = step?.after()
    if (step === undefined || after === undefined) throw new RangeError(`state ${at} cannot be reached again`)
    const { revision, now, events = [] } = step
    return { at, place: { ...after, revision, now }, events }
  }

  return {
    add(from, step) {
      parents.push(from)
      taken.push(step)
    },
    goTo(at, depth) {
      const missing: number[] = []
      let shared = depth
      for (let node = at; way[shared]?.at !== node; shared -= 1) {
        missing.push(node)
        node = parents[node] ?? 0
      }
      way.length = shared + 1
      for (const node of missing.reverse()) way.push(goOn(way.at(-1) as Stop, node))
      return (way.at(-1) as Stop).place
    },
    events: eventsSoFar,
    pathTo(at) {
      const path: Step[] = []
      for (let node = at; node > 0; node = parents[node] ?? 0) path.push(steps[taken[node] ?? 0] as Step)
      return [...opening, ...path.reverse()]
    },
  }
}
