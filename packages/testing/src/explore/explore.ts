import {
  createMeetingState,
  decide,
  evolve,
  type MeetingEvent,
  type MeetingState,
} from '@askfirst/core/authority'
import { createIdentity } from './identity.ts'
import {
  type Broken,
  checkDecision,
  checkState,
  checkStep,
  checkViews,
  type Moment,
  type Rule,
} from './invariants.ts'
import type { Declared } from './rules.ts'
import { type Step, stepsOf, type Wish } from './steps.ts'
import { learn, NO_TRUTH } from './truth.ts'
import { cataloguesOf, type World } from './world.ts'

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
  readonly violation?: Violation | undefined
}

interface Node extends Moment {
  readonly at: number
  readonly revision: number
}

const REPLAY_EACH = 16

/**
 * Walks every state that can be reached through the real `decide` and `evolve`, breadth first, and looks
 * for a breach of what must always hold at every step of the way. Ends with the first, by a shortest path.
 */
export async function explore(options: ExploreOptions): Promise<Exploration> {
  const {
    mostStates = 5_000_000,
    mostMs = Infinity,
    mostSteps = Infinity,
    rules,
    opening = [],
    ...world
  } = options
  const catalogues = await cataloguesOf(world)
  const declaredOf: readonly (readonly Declared[])[] = catalogues.map((catalogue) => [...catalogue.values()])
  const names = world.people.map(({ name }) => name)
  const profiles = new Map(world.people.map(({ name, ...profile }) => [name, JSON.stringify(profile)]))
  const identify = createIdentity(names, (name) => profiles.get(name) ?? '')
  const steps = stepsOf(world)
  const opened = opening.map((says) => {
    const step = steps.find((one) => one.says === says)
    if (step === undefined) throw new RangeError(`nothing in this world is called "${says}"`)
    return step
  })
  const parents: number[] = [-1]
  const takenSteps: number[] = [-1]
  const known = new Set<number>()
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
    violation,
  })
  const isAsked = (found: Broken | undefined): found is Broken =>
    found !== undefined && (rules === undefined || rules.includes(found.rule))

  /** All events on the way to a node, and the state they fold to, starting from nothing. */
  function retrace(path: readonly Step[]): { events: MeetingEvent[]; moment: Moment; revision: number } {
    let moment: Moment = { state: fresh(0), truth: NO_TRUTH }
    let revision = 0
    const events: MeetingEvent[] = []
    for (const step of path) {
      const wish = step.wish(moment.truth, declaredOf[revision] ?? [])
      if (wish === undefined) continue
      if (wish === 'redeploy') {
        revision += 1
        moment = redeploy(events, revision)
        events.push(startedIn(moment.state))
        continue
      }
      const facts = factsOf(moment.state, wish) ?? []
      const truth = facts.reduce(learn, moment.truth)
      for (const fact of facts) evolve(moment.state, fact)
      events.push(...facts)
      moment = { state: moment.state, truth }
    }
    return { events, moment, revision }
  }
  function fresh(revision: number): MeetingState {
    return createMeetingState('meeting', catalogues[revision] ?? new Map())
  }
  /** Another catalogue from now on: read back from the ledger, as the server does. */
  function redeploy(events: readonly MeetingEvent[], revision: number): Moment {
    const state = events.reduce(evolve, fresh(revision))
    const started = startedIn({ ...state, number: state.number + 1 })
    const truth = [...events, started].reduce(learn, NO_TRUTH)
    evolve(state, started)
    return { state, truth }
  }

  const begun = retrace(opened)
  const first: Node = { ...begun.moment, at: 0, revision: begun.revision }
  known.add(identify(first.state, first.truth, first.revision))
  let frontier: readonly Node[] = [first]
  for (; frontier.length > 0; depth += 1) {
    if (depth >= mostSteps) return figures(false)
    const next: Node[] = []
    for (const node of frontier) {
      if (known.size >= mostStates || performance.now() - startedAt > mostMs) return figures(false)
      const declared = declaredOf[node.revision] ?? []
      for (const [number, step] of steps.entries()) {
        const wish = step.wish(node.truth, declared)
        if (wish === undefined) continue
        const violate = (found: Broken): Exploration =>
          figures(false, { ...found, path: [...pathTo(node.at), step].map(({ says }) => says) })
        if (wish === 'redeploy' && node.revision + 1 >= catalogues.length) continue
        const revision = node.revision + (wish === 'redeploy' ? 1 : 0)
        const act: Wish = wish === 'redeploy' ? RESTART : wish
        const events = wish === 'redeploy' ? [startedIn(node.state)] : factsOf(node.state, wish)
        const taken = { before: node, wish: act, events, declared: declaredOf[revision] ?? [], names }
        const decided = checkDecision({ ...taken, after: node })
        if (isAsked(decided)) return violate(decided)
        if (events === undefined || events.length === 0) {
          refused += 1
          continue
        }
        transitions += 1
        const after: Moment =
          wish === 'redeploy'
            ? redeploy(retrace(pathTo(node.at)).events, revision)
            : { state: events.reduce(evolve, copy(node.state)), truth: events.reduce(learn, node.truth) }
        const moved = checkStep({ ...taken, after })
        if (isAsked(moved)) return violate(moved)
        const again =
          wish === 'redeploy' || wish.command.type === 'authority.start' ? [] : factsOf(after.state, wish)
        const twice: Broken = { rule: 10, what: 'the same wish once more led to more facts' }
        if (again !== undefined && again.length > 0 && isAsked(twice)) return violate(twice)
        const name = identify(after.state, after.truth, revision)
        if (known.has(name)) continue
        known.add(name)
        // What holds of a state alone holds of it whichever way it is reached: the truth is part of its name.
        const found = checkState({ ...taken, after }) ?? checkViews({ ...taken, after })
        if (isAsked(found)) return violate(found)
        parents.push(node.at)
        takenSteps.push(number)
        const at = parents.length - 1
        if (at % REPLAY_EACH === 0) {
          replayed += 1
          const path = retrace(pathTo(at))
          const fold = path.revision === 0 ? path.events.reduce(evolve, fresh(0)) : path.moment.state
          const isSame = [fold, path.moment.state].every(
            (state) => identify(state, path.moment.truth, revision) === name,
          )
          const differs: Broken = { rule: 12, what: 'the same events, folded again, give another state' }
          if (!isSame && isAsked(differs)) return violate(differs)
        }
        next.push({ ...after, at, revision })
      }
    }
    frontier = next
  }
  return figures(true)
}

const RESTART: Wish = { command: { type: 'authority.start', id: 'wish' }, actor: { use: 'authority' } }

/** Time stands still here: what time does, the authority's own commands do. */
const AT = Date.UTC(2026, 0, 1)

function factsOf(state: MeetingState, { command, actor }: Wish): MeetingEvent[] | undefined {
  const decision = decide(state, command, actor, AT)
  if (!decision.ok) return undefined
  const by = actor.use === 'person' ? actor.participant : actor.use
  return decision.events.map((body, at) => ({
    ...body,
    number: state.number + 1 + at,
    at: AT,
    by,
    command: command.id,
  }))
}

const startedIn = (state: MeetingState): MeetingEvent => ({
  type: 'authority.started',
  number: state.number,
  at: AT,
  by: 'authority',
  command: 'wish',
})

/** A state of our own: what its maps hold is replaced by `evolve`, never changed. */
function copy(state: MeetingState): MeetingState {
  const own: Record<string, unknown> = { ...state }
  for (const key of Object.keys(own)) {
    const part = own[key]
    if (part instanceof Map) own[key] = new Map(part)
    else if (part instanceof Set) own[key] = new Set(part)
  }
  return own as unknown as MeetingState
}
