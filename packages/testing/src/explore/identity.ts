import type { MeetingState } from '@askfirst/core/authority'
import { mix, NOTHING, sort } from './numbers.ts'
import type { Place } from './play.ts'
import type { Truth } from './truth.ts'
import { createWriter, isAsker } from './write.ts'

// takes: a state, the truth beside it and the time · gives: a row of numbers, the same for states that differ
// in names only
// never: gives one row to two states that could go on differently: numbers are given out, not hashed

/** Ages in milliseconds past which a time makes no difference any more. */
const AGES = { run: 30_000, pause: 5 * 60_000, start: 10 * 60_000 } as const

/** A state by its name: numbers to compare, and one that is the same in every process. */
export interface Identity {
  /** Numbers in a row. */
  readonly width: number
  /** Writes the row of a state into `into`; the policy is no part of it. */
  row(place: Place, into: Uint32Array): void
  /** The same for a state whose parts come back in states after it: they are known again by themselves. */
  keep(place: Place, into: Uint32Array): void
  /** 53 bits of a hash of what is behind a row: the same state in another world has the same. */
  hash(row: Uint32Array): number
}

/**
 * A row is what is nobody's own, and then each person: one number, or, where people have runs of their own, what
 * they said to the run of each as well.
 */
export function createIdentity(
  names: readonly string[],
  profileOf: (name: string) => string,
  shared: readonly string[],
  isOwned: boolean,
): Identity {
  const write = createWriter()
  const { any, leaf, open, put, putBy, close } = write
  const profiles = names.map((name) => leaf(profileOf(name)))
  const orders = ordersOf(isOwned ? profiles : [])
  const each = isOwned ? 1 + names.length : 1
  const width = 1 + each * names.length

  const putAge = (name: string, now: number, at: number, most: number): void =>
    putBy(name, leaf(Math.min(now - at, most)))

  /** A feature and its run, and whether enforcers spoke to this authority, and not to one before it. */
  function putFeature(id: string, state: MeetingState, truth: Truth, now: number): void {
    const feature = state.features.get(id)
    const run = truth.running[id]
    put(write.feature(feature))
    put(write.run(run))
    put(any(truth.runs[id]))
    put(any(truth.unclosed[id]))
    if (feature === undefined) return
    if (feature.activation !== undefined) putAge('age', now, feature.activation.at, AGES.run)
    for (const { enforcer, term } of feature.enforcers) {
      const isOfThis = term === state.term
      const isSaidOfThis = run?.enforcers[enforcer]?.term === truth.term
      putBy(enforcer, leaf(Number(isOfThis) + 2 * Number(isSaidOfThis)))
    }
  }

  /** What is nobody's own: counts, features that hosts turn on, and whoever of the roster nobody knows. */
  function sharedOf(state: MeetingState, truth: Truth, revision: number, now: number): number {
    const from = open()
    put(leaf(revision))
    for (const id of shared) putFeature(id, state, truth, now)
    for (const key in state) {
      const count = state[key as keyof MeetingState]
      // Most are 0 or false: none, like whatever else is left out.
      if (typeof count === 'object' || key === 'number' || key === 'term' || !count) continue
      putBy(key, leaf(count))
    }
    if (truth.roster !== undefined) putBy('heard of a roster', leaf(true))
    if (truth.forbidden.length > 0) putBy('forbidden', any(truth.forbidden))
    for (const [who, kind] of state.roster)
      if (!names.includes(who) && kind !== 'left') putBy(who, leaf(kind))
    for (const who in truth.roster) if (!names.includes(who)) putBy(`${who}, heard`, leaf(truth.roster[who]))
    return close(from)
  }

  /** One participant: what they are and said, and what features that hosts turn on say of them. */
  function personOf(at: number, name: string, state: MeetingState, truth: Truth, now: number): number {
    const from = open()
    put(profiles[at] ?? NOTHING)
    put(write.participant(state.participants.get(name)))
    put(write.someone(truth.people[name]))
    put(leaf(state.roster.get(name) ?? 'left'))
    put(leaf(truth.roster?.[name] ?? 'left'))
    for (const id of shared) putSpoken(id, name, state, truth, now)
    if (isOwned) putOwnRuns(name, state, truth, now)
    return close(from)
  }
  /** What a run says of one participant: whose it is, whom it waits for, who made it pause, who wants it off. */
  function putSpoken(id: string, name: string, state: MeetingState, truth: Truth, now: number): void {
    const feature = state.features.get(id)
    const run = truth.running[id]
    if (feature?.activation === undefined && run === undefined) return
    const bits =
      Number(feature?.activation?.by === name) +
      2 * Number(run?.by === name) +
      4 * Number(feature?.awaited === name) +
      8 * Number(run?.awaited === name) +
      16 * Number(isAsker(state.participants.get(name)?.answers[id], feature?.activation)) +
      32 * Number(run?.requests.includes(name) === true)
    putBy(id, leaf(bits))
    for (const { participant, at } of feature?.pauses ?? [])
      if (participant === name) putAge('pause', now, at, AGES.pause)
    for (const { who, at } of run?.pauses ?? []) if (who === name) putAge('pause, heard', now, at, AGES.pause)
  }
  /** The runs of one owner. */
  function putOwnRuns(name: string, state: MeetingState, truth: Truth, now: number): void {
    for (const [id, feature] of state.features) {
      if (!id.endsWith(`@${name}`)) continue
      put(leaf(id.slice(0, id.indexOf('@'))))
      putFeature(id, state, truth, now)
      putSpoken(id, name, state, truth, now)
      for (const at of feature.starts) putAge('start', now, at, AGES.start)
      for (const at of truth.starts[id] ?? []) putAge('start, heard', now, at, AGES.start)
    }
  }

  /** What one said to another's run makes pairs: of all ways to exchange who is alike, the least row. */
  function leastOf(people: readonly number[], state: MeetingState, truth: Truth): readonly number[] {
    const pairs = names.map((name) => names.map((owner) => write.pair(state, truth, name, owner)))
    let least: readonly number[] | undefined
    for (const order of orders) {
      const row = order.flatMap((at) => [people[at] ?? 0, ...order.map((owner) => pairs[at]?.[owner] ?? 0)])
      if (least === undefined || isLess(row, least)) least = row
    }
    return least ?? []
  }

  function row({ state, truth, revision, now }: Place, into: Uint32Array): void {
    into[0] = sharedOf(state, truth, revision, now)
    const people = names.map((name, at) => personOf(at, name, state, truth, now))
    into.set(isOwned ? leastOf(people, state, truth) : people, 1)
    if (!isOwned) sort(into, 1, width)
  }

  return {
    width,
    row,
    keep: (place, into) => write.keep(() => row(place, into)),
    hash(row) {
      // Numbers, and so the order people are in, are another process's own: what each of them adds is added up.
      let [a, b] = [0, 0]
      for (let person = 1; person < width; person += each) {
        let one = write.hash(row[person] ?? 0)
        for (let pair = 1; pair < each; pair += 1) {
          const owner = write.hash(row[1 + (pair - 1) * each] ?? 0)
          const [c, d] = mix(owner, write.hash(row[person + pair] ?? 0))
          one = [(one[0] + c) | 0, (one[1] + d) | 0]
        }
        const [c, d] = mix(one, one)
        a = (a + c) | 0
        b = (b + d) | 0
      }
      const [c, d] = mix(write.hash(row[0] ?? 0), [a, b])
      return (c >>> 0) * 2 ** 21 + (d >>> 11)
    },
  }
}

function isLess(one: readonly number[], other: readonly number[]): boolean {
  for (let at = 0; at < one.length; at += 1) {
    const apart = (one[at] ?? 0) - (other[at] ?? 0)
    if (apart !== 0) return apart < 0
  }
  return false
}

/** All ways to put people in order that exchange only those of the same profile. */
function ordersOf(profiles: readonly number[]): readonly (readonly number[])[] {
  const orders: number[][] = []
  const extend = (order: number[]): void => {
    if (order.length === profiles.length) {
      orders.push(order)
      return
    }
    for (const at of profiles.keys()) {
      if (!order.includes(at) && profiles[at] === profiles[order.length]) extend([...order, at])
    }
  }
  extend([])
  return orders
}
