import type { MeetingState } from '@askfirst/core/authority'
import { mix, NOTHING, sort } from './numbers.ts'
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
  row(state: MeetingState, truth: Truth, revision: number, now: number, into: Uint32Array): void
  /** 53 bits of a hash of what is behind a row: the same state in another world has the same. */
  hash(row: Uint32Array, at: number): number
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
  const { any, leaf, link } = write
  const profiles = names.map((name) => leaf(profileOf(name)))
  const orders = ordersOf(isOwned ? profiles : [])
  const each = isOwned ? 1 + names.length : 1
  const width = 1 + each * names.length

  /** Whether enforcers spoke to this authority, and not to one before it. */
  function terms(id: string, state: MeetingState, truth: Truth, soFar: number): number {
    let number = soFar
    for (const { enforcer, term } of state.features.get(id)?.enforcers ?? []) {
      const isOfThis = term === state.term
      const isSaidOfThis = truth.running[id]?.enforcers[enforcer]?.term === truth.term
      number = link(number, enforcer, leaf(Number(isOfThis) + 2 * Number(isSaidOfThis)))
    }
    return number
  }

  /** What is nobody's own: counts, features that hosts turn on, and whoever of the roster nobody knows. */
  function sharedOf(state: MeetingState, truth: Truth, revision: number, now: number): number {
    let number = link(NOTHING, 'revision', leaf(revision))
    for (const key in state) {
      const count = state[key as keyof MeetingState]
      // Most are 0 or false: none, like whatever else is left out.
      if (typeof count === 'object' || key === 'number' || key === 'term' || !count) continue
      number = link(number, key, leaf(count))
    }
    if (truth.roster !== undefined) number = link(number, 'heard of a roster', leaf(true))
    if (truth.forbidden.length > 0) number = link(number, 'forbidden', any(truth.forbidden))
    for (const [who, kind] of state.roster)
      if (!names.includes(who) && kind !== 'left') number = link(number, who, leaf(kind))
    for (const who in truth.roster)
      if (!names.includes(who)) number = link(number, `${who}, heard`, leaf(truth.roster[who]))
    for (const id of shared) {
      const feature = state.features.get(id)
      number = link(number, id, write.feature(feature))
      number = link(number, 'run', write.run(truth.running[id]))
      number = link(number, 'runs', any(truth.runs[id]))
      number = link(number, 'unclosed', any(truth.unclosed[id]))
      if (feature?.activation !== undefined)
        number = link(number, 'age', leaf(Math.min(now - feature.activation.at, AGES.run)))
      number = terms(id, state, truth, number)
    }
    return number
  }

  /** One participant: what they are and said, and what features that hosts turn on say of them. */
  function personOf(at: number, name: string, state: MeetingState, truth: Truth, now: number): number {
    let number = profiles[at] ?? 0
    number = link(number, 'state', write.participant(state.participants.get(name)))
    number = link(number, 'truth', write.someone(truth.people[name]))
    const [kind, heard] = [state.roster.get(name) ?? 'left', truth.roster?.[name] ?? 'left']
    if (kind !== 'left') number = link(number, 'roster', leaf(kind))
    if (heard !== 'left') number = link(number, 'heard', leaf(heard))
    for (const id of shared) number = spoken(id, name, state, truth, now, number)
    return isOwned ? ownRunsOf(name, state, truth, now, number) : number
  }
  /** What a run says of one participant: whose it is, whom it waits for, who made it pause, who wants it off. */
  function spoken(
    id: string,
    name: string,
    state: MeetingState,
    truth: Truth,
    now: number,
    soFar: number,
  ): number {
    const feature = state.features.get(id)
    const run = truth.running[id]
    if (feature?.activation === undefined && run === undefined) return soFar
    const bits =
      Number(feature?.activation?.by === name) +
      2 * Number(run?.by === name) +
      4 * Number(feature?.awaited === name) +
      8 * Number(run?.awaited === name) +
      16 * Number(isAsker(state.participants.get(name)?.answers[id], feature?.activation)) +
      32 * Number(run?.requests.includes(name) === true)
    let number = link(soFar, id, leaf(bits))
    for (const { participant, at } of feature?.pauses ?? [])
      if (participant === name) number = link(number, 'pause', leaf(Math.min(now - at, AGES.pause)))
    for (const { who, at } of run?.pauses ?? [])
      if (who === name) number = link(number, 'pause, heard', leaf(Math.min(now - at, AGES.pause)))
    return number
  }
  /** The runs of one owner. */
  function ownRunsOf(name: string, state: MeetingState, truth: Truth, now: number, soFar: number): number {
    let number = soFar
    for (const [id, feature] of state.features) {
      if (!id.endsWith(`@${name}`)) continue
      number = link(number, id.slice(0, id.indexOf('@')), write.feature(feature))
      number = link(number, 'run', write.run(truth.running[id]))
      number = link(number, 'runs', any(truth.runs[id]))
      number = link(number, 'unclosed', any(truth.unclosed[id]))
      number = spoken(id, name, state, truth, now, number)
      if (feature.activation !== undefined)
        number = link(number, 'age', leaf(Math.min(now - feature.activation.at, AGES.run)))
      for (const at of feature.starts) number = link(number, 'start', leaf(Math.min(now - at, AGES.start)))
      for (const at of truth.starts[id] ?? [])
        number = link(number, 'start, heard', leaf(Math.min(now - at, AGES.start)))
      number = terms(id, state, truth, number)
    }
    return number
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

  return {
    width,
    row(state, truth, revision, now, into) {
      const people = names.map((name, at) => personOf(at, name, state, truth, now))
      into[0] = sharedOf(state, truth, revision, now)
      into.set(isOwned ? leastOf(people, state, truth) : sort(people), 1)
    },
    hash(row, at) {
      // Numbers, and so the order people are in, are another process's own: what each of them adds is added up.
      let [a, b] = [0, 0]
      for (let person = at + 1; person < at + width; person += each) {
        let one = write.hash(row[person] ?? 0)
        for (let pair = 1; pair < each; pair += 1) {
          const owner = write.hash(row[at + 1 + (pair - 1) * each] ?? 0)
          const [c, d] = mix(owner, write.hash(row[person + pair] ?? 0))
          one = [(one[0] + c) | 0, (one[1] + d) | 0]
        }
        const [c, d] = mix(one, one)
        a = (a + c) | 0
        b = (b + d) | 0
      }
      const [c, d] = mix(write.hash(row[at] ?? 0), [a, b])
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
