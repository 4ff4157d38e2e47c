import {
  copyState,
  createMeetingState,
  decide,
  evolve,
  type MeetingEvent,
  type MeetingState,
} from '@askfirst/core/authority'
import type { Moment } from './invariants.ts'
import { learn } from './learn.ts'
import { type Declared, declaredOf } from './rules.ts'
import { stepsOf } from './steps.ts'
import { NO_TRUTH, type Truth } from './truth.ts'
import { AUTHORITY, id, type Step, type Wish } from './wish.ts'
import { cataloguesOf, type World } from './world.ts'

// takes: a world · gives: its steps, and what each leads to through the real decide and evolve

/** A moment, under which catalogue, and when. */
export interface Place extends Moment {
  readonly revision: number
  readonly now: number
}

/** A step as it was taken. */
export interface Taken {
  readonly wish: Wish
  /** Undefined where it was rejected. */
  readonly events: readonly MeetingEvent[] | undefined
  readonly revision: number
  readonly now: number
  /** Whether the same wish once more has to change nothing. */
  readonly isRepeatable: boolean
  /** The moment that it leads to, made when asked for; undefined where nothing changes. */
  after(): Moment | undefined
}

type Writable<Fact> = { -readonly [Key in keyof Fact]: Fact[Key] }

const START = Date.UTC(2026, 0, 1)
const RESTART: Wish = { command: { type: 'authority.start', id }, actor: AUTHORITY }
/** Nobody wishes for time to pass. */
const PASS: Wish = { command: { type: 'authority.start', id: 'pass' }, actor: AUTHORITY }

export async function createPlay(world: World) {
  const catalogues = await cataloguesOf(world)
  const names = world.people.map(({ name }) => name)
  const declared: readonly (readonly Declared[])[] = catalogues.map((all) => declaredOf(all.values(), names))
  const steps = stepsOf(world, declared[0] ?? [])

  const fresh = (revision: number): MeetingState =>
    createMeetingState('meeting', catalogues[revision] ?? new Map())

  /** Undefined where it is rejected. */
  function decided(state: MeetingState, { command, actor }: Wish, now: number) {
    const decision = decide(state, command, actor, now)
    return decision.ok ? decision.events : undefined
  }
  function factsOf(state: MeetingState, wish: Wish, now: number): MeetingEvent[] | undefined {
    const { command, actor } = wish
    const by = actor.use === 'person' ? actor.participant : actor.use
    // Nobody else has what was decided, and a copy of what has so many shapes is slow.
    return decided(state, wish, now)?.map((body, at) => {
      const fact = body as Writable<MeetingEvent>
      fact.number = state.number + 1 + at
      fact.at = now
      fact.by = by
      fact.command = command.id
      return fact
    })
  }
  function follow(was: Moment, facts: readonly MeetingEvent[], revision: number, own: MeetingState): Moment {
    let truth = was.truth
    for (const fact of facts) {
      truth = learn(truth, fact, declared[revision] ?? [])
      evolve(own, fact)
    }
    return { state: own, truth }
  }
  /** Another catalogue from now on: read back from the ledger, as the server does. Who has captured is not another. */
  function redeploy(
    events: readonly MeetingEvent[],
    before: Moment['truth'],
    revision: number,
    now: number,
  ): Moment {
    const read = follow({ state: fresh(revision), truth: NO_TRUTH }, events, revision, fresh(revision))
    const truth = withHoldersOf(before, read.truth)
    return follow({ ...read, truth }, [startedIn(read.state, now)], revision, read.state)
  }

  /** What a step leads to from there. */
  function take(step: Step, from: Place, eventsSoFar: () => readonly MeetingEvent[]): Taken | undefined {
    const wish = step.wish(from.truth, declared[from.revision] ?? [])
    if (wish === undefined) return undefined
    const { revision, now } = from
    if (typeof wish === 'number') {
      const base = { wish: PASS, events: [], revision, isRepeatable: false }
      return { ...base, now: now + wish, after: () => from }
    }
    if (wish === 'redeploy') {
      if (revision + 1 >= catalogues.length) return undefined
      const after = () => redeploy(eventsSoFar(), from.truth, revision + 1, now)
      const events = [startedIn(from.state, now)]
      return { wish: RESTART, events, revision: revision + 1, now, isRepeatable: false, after }
    }
    const events = factsOf(from.state, wish, now)
    const isRepeatable = wish.command.type !== 'authority.start' && !isCounted(wish)
    const after = () =>
      events === undefined || events.length === 0
        ? undefined
        : follow(from, events, revision, copyState(from.state))
    return { wish, events, revision, now, isRepeatable, after }
  }

  /** All events on the way, and where they lead, starting from nothing. */
  function retrace(path: readonly Step[]): {
    events: MeetingEvent[]
    moment: Moment
    revision: number
    now: number
  } {
    let place: Place = { state: fresh(0), truth: NO_TRUTH, revision: 0, now: START }
    const events: MeetingEvent[] = []
    for (const step of path) {
      const taken = take(step, place, () => events)
      const after = taken?.after()
      if (taken === undefined || after === undefined) continue
      events.push(...(taken.events ?? []))
      place = { ...after, revision: taken.revision, now: taken.now }
    }
    return { events, moment: place, revision: place.revision, now: place.now }
  }

  return { steps, names, declared, fresh, decided, take, retrace, pass: PASS }
}

export type Play = Awaited<ReturnType<typeof createPlay>>

/**
 * Whether each time counts: a no, which is later than any yes that was on its way, a request that stays unknown, which the authority delivers once, and putting
 * somebody out, which ends the tokens that were given since.
 */
const isCounted = ({ command, actor }: Wish): boolean =>
  command.type === 'consent.decline' ||
  command.type === 'consent.withdraw' ||
  command.type === 'participant.remove' ||
  (command.type === 'feature.requestOff' && actor.use === 'authority')

/** The same, with who captured whom as it was known before. */
const withHoldersOf = (before: Truth, now: Truth): Truth => ({
  ...now,
  people: mapValues(now.people, (person, name) => ({
    ...person,
    words: mapValues(person.words, (word, id) => ({
      ...word,
      holders: before.people[name]?.words[id]?.holders ?? word.holders,
    })),
  })),
})
const mapValues = <Value>(
  all: Readonly<Record<string, Value>>,
  change: (value: Value, key: string) => Value,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(all).map(([key, value]) => [key, change(value, key)]))

const startedIn = (state: MeetingState, now: number): MeetingEvent => ({
  type: 'authority.started',
  number: state.number + 1,
  at: now,
  by: 'authority',
  command: id,
})
