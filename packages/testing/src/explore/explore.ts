import { evolve, type MeetingEvent } from '@askfirst/core/authority'
import { checkDecision } from './check-decision.ts'
import { checkState, checkStep } from './check-state.ts'
import { checkViews } from './check-views.ts'
import { createIdentity } from './identity.ts'
import type { Broken, Moment, Say } from './invariants.ts'
import { createPlay, type Place } from './play.ts'
import { createRowSet } from './row-set.ts'
import type { Rule } from './rules.ts'
import { createWays } from './ways.ts'
import type { Step } from './wish.ts'
import type { World } from './world.ts'

// takes: a world, and how far to go in it · gives: how much was walked, and a shortest path to the first breach

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
  const ways = createWays(play, opened)
  const known = createRowSet()
  const row = new Uint32Array(identity.width)
  const startedAt = performance.now()
  let [transitions, refused, replayed, depth] = [0, 0, 0, 0]

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
    const all = new Float64Array(known.size)
    for (let at = 0; at < all.length; at += 1) all[at] = identity.hash(known.row(at))
    return all
  }
  /** The number of the state whose row was just written. */
  const find = (): number => known.find(row, 0, row.length)
  /** The first breach that is looked for. */
  let found: Broken | undefined
  const say: Say = (rule, what) => {
    if (found !== undefined || without.includes(rule)) return
    if (rules === undefined || rules.includes(rule)) found = { rule, what }
  }

  identity.row(ways.goTo(0, 0), row)
  find()
  // Numbers are given out breadth first: those of one depth follow each other.
  for (let [from, to] = [0, 1]; from < to; [from, to] = [to, known.size]) {
    if (depth >= mostSteps) return figures(false)
    for (let at = from; at < to; at += 1) {
      if (known.size >= mostStates || performance.now() - startedAt > mostMs) return figures(false)
      const before = ways.goTo(at, depth)
      identity.keep(before, row)
      for (let number = 0; number < steps.length; number += 1) {
        look(before, at, number)
        if (found === undefined) continue
        const path = [...ways.pathTo(at), steps[number] as Step].map(({ says }) => says)
        return figures(false, { ...(found as Broken), path })
      }
    }
    depth += 1
  }
  return figures(true)

  /** Takes a step, and looks at what it leads to as far as nothing is found. */
  function look(before: Place, at: number, number: number): void {
    const taken = play.take(steps[number] as Step, before, ways.events)
    if (taken === undefined) return
    const { wish, events, revision, now } = taken
    const declared = play.declared[revision] ?? []
    if (wish !== play.pass) {
      checkDecision({ before, after: before, wish, events, declared, names, now }, say)
      if (found !== undefined) return
    }
    const after = taken.after()
    if (after === undefined) {
      refused += 1
      return
    }
    transitions += 1
    const moved = { before, after, wish, events, declared, names, now }
    if (wish !== play.pass) {
      checkStep(moved, say)
      if (taken.isRepeatable && (play.decided(after.state, wish, now)?.length ?? 0) > 0)
        say(10, 'the same wish once more led to more facts')
      if (found !== undefined) return
    }
    identity.row({ ...after, revision, now }, row)
    const reached = known.size
    if (find() < reached) return
    // What holds of a state alone holds of it whichever way it is reached: the truth is part of its name.
    checkState(moved, say)
    checkViews(moved, say)
    if (found !== undefined) return
    ways.add(at, number)
    if (reached % REPLAY_EACH !== 0) return
    replayed += 1
    if (!isSame(reached, revision, now)) say(12, 'the same events, folded again, give another state')
  }

  /** Whether the way to a node, gone again, and its events alone, lead to the row that was just written. */
  function isSame(at: number, revision: number, now: number): boolean {
    const was = row.slice()
    const again = play.retrace(ways.pathTo(at))
    const fold = revision === 0 ? foldOf(again.events) : again.moment.state
    return [fold, again.moment.state].every((state) => {
      identity.row({ state, truth: again.moment.truth, revision, now }, row)
      return row.every((number, place) => number === was[place])
    })
  }
  function foldOf(events: readonly MeetingEvent[]): Moment['state'] {
    return events.reduce(evolve, play.fresh(0))
  }
}
