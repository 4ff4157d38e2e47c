import { evolve, type MeetingEvent } from '@askfirst/core/authority'
import { checkDecision } from './check-decision.ts'
import { checkState, checkStep } from './check-state.ts'
import { checkViews } from './check-views.ts'
import { createIdentity } from './identity.ts'
import type { Broken, Moment, Say } from './invariants.ts'
import { createPlay } from './play.ts'
import { createRowSet } from './row-set.ts'
import type { Rule } from './rules.ts'
import type { Step } from './wish.ts'
import type { World } from './world.ts'

/** What is explored, how far, and which rules are looked at. */
export interface ExploreOptions extends World {
  /** Steps taken before the exploration begins, in its own sentences: further than it would get by itself. @default none */
  readonly opening?: readonly string[]
  /** Stops before more states than this are known. @default 5_000_000 */
  readonly mostStates?: number
  /** Stops after this time. @default none */
  readonly mostMs?: number
  /** Stops after so many steps from the start. @default none */
  readonly mostSteps?: number
  /** Looks for breaches of these rules only. @default all of them */
  readonly rules?: readonly Rule[]
  /** Looks for no breach of these rules. @default none of them */
  readonly without?: readonly Rule[]
  /** Gives a number for each state, the same in every world that has it. @default false */
  readonly named?: boolean
}

/** A rule that does not hold, and how to get there. */
export interface Violation extends Broken {
  /** The shortest path to it, as sentences. */
  readonly path: readonly string[]
}

/** What was walked, and what was found: without `violation` every state of it held. */
export interface Exploration {
  readonly states: number
  readonly transitions: number
  /** Wishes that were rejected or changed nothing. */
  readonly refused: number
  /** How many states were folded again from their events alone, and compared. */
  readonly replayed: number
  /** Steps from the start within which every state is known. */
  readonly depth: number
  /** Whether there is no further state within the bounds. */
  readonly exhausted: boolean
  readonly durationMs: number
  readonly violation?: Violation | undefined
  /** By `named`: 53 bits of a hash of each state, its policy left out. */
  readonly names?: Float64Array<ArrayBuffer> | undefined
}

interface Node extends Moment {
  readonly at: number
  readonly revision: number
  readonly now: number
}

const REPLAY_EACH = 16

/**
 * Walks every state that can be reached through the real `decide` and `evolve`, breadth first, and looks
 * for a breach of what must always hold at every step of the way. Ends with the first, by a shortest path.
 */
export async function explore(options: ExploreOptions): Promise<Exploration> {
  const { mostStates = 5_000_000, mostMs = Infinity, mostSteps = Infinity } = options
  const { rules, without = [], opening = [], named = false, ...world } = options
  const play = await createPlay(world)
  const { steps, names } = play
  const profiles = new Map(world.people.map(({ name, ...profile }) => [name, JSON.stringify(profile)]))
  const isOwned = world.features.some(({ policy }) => policy.turnOn === 'anyone')
  const identity = createIdentity(
    names,
    (name) => profiles.get(name) ?? '',
    world.features.map(({ id }) => id),
    isOwned,
  )
  const opened = opening.map((says) => {
    const step = steps.find((one) => one.says === says)
    if (step === undefined) throw new RangeError(`nothing in this world is called "${says}"`)
    return step
  })
  const parents: number[] = [-1]
  const takenSteps: number[] = [-1]
  const known = createRowSet(identity.width)
  const row = new Uint32Array(identity.width)
  const startedAt = performance.now()
  let [transitions, refused, replayed, depth] = [0, 0, 0, 0]

  const pathTo = (at: number): Step[] => {
    const path: Step[] = []
    for (let node = at; node > 0; node = parents[node] ?? -1)
      path.unshift(steps[takenSteps[node] ?? 0] as Step)
    return [...opened, ...path]
  }
  const figures = (exhausted: boolean, violation?: Violation): Exploration => ({
    states: known.size,
    transitions,
    refused,
    replayed,
    depth,
    exhausted,
    durationMs: performance.now() - startedAt,
    violation,
    names: named ? namesOf() : undefined,
  })
  function namesOf(): Float64Array<ArrayBuffer> {
    const rows = known.rows()
    const all = new Float64Array(known.size)
    for (let at = 0; at < all.length; at += 1) all[at] = identity.hash(rows, at * identity.width)
    return all
  }
  /** The first breach that is looked for. */
  let found: Broken | undefined
  const say: Say = (rule, what) => {
    if (found !== undefined || without.includes(rule)) return
    if (rules === undefined || rules.includes(rule)) found = { rule, what }
  }

  const begun = play.retrace(opened)
  const first: Node = { ...begun.moment, at: 0, revision: begun.revision, now: begun.now }
  identity.row(first.state, first.truth, first.revision, first.now, row)
  known.add(row)
  let frontier: readonly Node[] = [first]
  for (; frontier.length > 0; depth += 1) {
    if (depth >= mostSteps) return figures(false)
    const next: Node[] = []
    for (const node of frontier) {
      if (known.size >= mostStates || performance.now() - startedAt > mostMs) return figures(false)
      for (let number = 0; number < steps.length; number += 1) {
        const step = steps[number] as Step
        const taken = play.take(step, node, () => play.retrace(pathTo(node.at)).events)
        if (taken === undefined) continue
        const violate = (broken: Broken): Exploration =>
          figures(false, { ...broken, path: [...pathTo(node.at), step].map(({ says }) => says) })
        const { wish, events, revision, now } = taken
        const declared = play.declared[revision] ?? []
        const seen = { before: node, wish, events, declared, names, now }
        if (wish !== play.pass) checkDecision({ ...seen, after: node }, say)
        if (found !== undefined) return violate(found)
        const after = taken.after()
        if (after === undefined) {
          refused += 1
          continue
        }
        transitions += 1
        const moved = { ...seen, after }
        if (wish !== play.pass) {
          checkStep(moved, say)
          if (taken.isRepeatable && (play.factsOf(after.state, wish, now)?.length ?? 0) > 0)
            say(10, 'the same wish once more led to more facts')
        }
        if (found !== undefined) return violate(found)
        identity.row(after.state, after.truth, revision, now, row)
        if (!known.add(row)) continue
        // What holds of a state alone holds of it whichever way it is reached: the truth is part of its name.
        checkState(moved, say)
        checkViews(moved, say)
        if (found !== undefined) return violate(found)
        parents.push(node.at)
        takenSteps.push(number)
        const at = parents.length - 1
        if (at % REPLAY_EACH === 0) {
          replayed += 1
          if (!isSame(at, revision, now)) say(12, 'the same events, folded again, give another state')
          if (found !== undefined) return violate(found)
        }
        next.push({ ...after, at, revision, now })
      }
    }
    frontier = next
  }
  return figures(true)

  /** Whether the way to a node, gone again, and its events alone, lead to the row that was just written. */
  function isSame(at: number, revision: number, now: number): boolean {
    const was = row.slice()
    const again = play.retrace(pathTo(at))
    const fold = revision === 0 ? foldOf(again.events) : again.moment.state
    return [fold, again.moment.state].every((state) => {
      identity.row(state, again.moment.truth, revision, now, row)
      return row.every((number, place) => number === was[place])
    })
  }
  function foldOf(events: readonly MeetingEvent[]): Moment['state'] {
    return events.reduce(evolve, play.fresh(0))
  }
}
