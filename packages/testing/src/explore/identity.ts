import type { MeetingState } from '@askfirst/core/authority'
import type { Truth } from './truth.ts'
import { createWriter } from './write.ts'

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
  /** 53 bits of a hash of the texts behind a row: the same state in another world has the same. */
  hash(row: Uint32Array, at: number): number
}

/** Whose parts are kept: each participant, and for each pair what one said to the other's own run. */
export function createIdentity(
  names: readonly string[],
  profileOf: (name: string) => string,
  isOwned: boolean,
): Identity {
  const write = createWriter(names)
  const profiles = names.map((name) => write.numberOf(profileOf(name)))
  const orders = isOwned ? ordersOf(profiles) : [[...names.keys()]]
  const width = names.length + 1
  const mine = names.map(() => 0)

  /** What a run says of one participant: whose it is, whom it waits for, who made it pause, who wants it off. */
  function spoken(name: string, state: MeetingState, truth: Truth, now: number): string {
    let text = ''
    for (const [id, feature] of state.features) {
      const run = truth.running[id]
      if (feature.activation === undefined && run === undefined) continue
      const at = write.roleIn(id, name)
      const by = Number(feature.activation?.by === name) + 2 * Number(run?.by === name)
      const waits = Number(feature.awaited === name) + 2 * Number(run?.awaited === name)
      const asks =
        Number(feature.offRequests.by.includes(name)) + 2 * Number(run?.requests.includes(name) === true)
      let pauses = ''
      for (const { participant, at } of feature.pauses)
        if (participant === name) pauses += `${Math.min(now - at, AGES.pause)},`
      for (const { who, at } of run?.pauses ?? [])
        if (who === name) pauses += `!${Math.min(now - at, AGES.pause)},`
      if (by + waits + asks > 0 || pauses !== '') text += `${at}:${by}${waits}${asks}${pauses};`
    }
    return text
  }

  /** What depends on the time and on which authority it is. */
  function ages(state: MeetingState, truth: Truth, now: number): string {
    let text = ''
    for (const [id, { activation, enforcers, starts, entry }] of state.features) {
      if (id.includes('@')) continue
      if (activation !== undefined) text += Math.min(now - activation.at, AGES.run)
      for (const name in enforcers) {
        const said = truth.running[id]?.enforcers[name]
        text += `${name}${enforcers[name]?.term === state.term}${said?.term === truth.term},`
      }
      if (entry.feature.policy.turnOn === 'anyone') text += `${starts.length}`
    }
    return text
  }
  function ownAges(name: string, state: MeetingState, truth: Truth, now: number): string {
    let text = ''
    for (const [id, { activation, enforcers, starts }] of state.features) {
      if (!id.endsWith(`@${name}`)) continue
      if (activation !== undefined) text += Math.min(now - activation.at, AGES.run)
      for (const at of starts) text += `s${Math.min(now - at, AGES.start)}`
      for (const at of truth.starts[id] ?? []) text += `t${Math.min(now - at, AGES.start)}`
      for (const enforcer in enforcers) {
        const said = truth.running[id]?.enforcers[enforcer]
        text += `${enforcer}${enforcers[enforcer]?.term === state.term}${said?.term === truth.term},`
      }
    }
    return text
  }

  function row(state: MeetingState, truth: Truth, revision: number, now: number, into: Uint32Array): void {
    let shared = revision
    for (const key in state) {
      const part = state[key as keyof MeetingState]
      if (part instanceof Map || key === 'number' || key === 'term' || key === 'meeting') continue
      shared = shared * 32 + Number(part)
    }
    let text = `${shared};${ages(state, truth, now)}`
    let owned: string[] | undefined
    for (const [id, feature] of state.features) {
      const of = `${write.feature(feature)}.${write.run(truth.running[id])}.${write.plain(truth.runs[id])}`
      if (!id.includes('@')) text += `;${id}:${of}`
      else {
        owned ??= names.map(() => '')
        const owner = names.indexOf(id.slice(id.indexOf('@') + 1))
        owned[owner] += `${id.slice(0, id.indexOf('@'))}:${of};`
      }
    }
    text += `;${truth.roster === undefined}${truth.forbidden.join()}`
    for (const [who, kind] of state.roster)
      if (!names.includes(who) && kind !== 'left') text += `;${who}${kind}`
    if (truth.roster !== undefined)
      for (const who in truth.roster) if (!names.includes(who)) text += `;!${who}${truth.roster[who]}`
    into[0] = write.numberOf(text)
    for (const [at, name] of names.entries()) {
      const said = `${state.roster.get(name) ?? 'left'}.${truth.roster?.[name] ?? 'left'}.${spoken(name, state, truth, now)}`
      const one = `${profiles[at]}.${write.participant(state.participants.get(name))}.${write.someone(truth.people[name])}.${said}`
      mine[at] = write.numberOf(
        isOwned ? `${one}.${owned?.[at] ?? ''}.${ownAges(name, state, truth, now)}` : one,
      )
    }
    if (!isOwned) {
      mine.sort(ascending)
      for (let at = 0; at < mine.length; at += 1) into[at + 1] = mine[at] ?? 0
      return
    }
    // What one said to another's run makes pairs: of all ways to exchange who is alike, the least text.
    const pairs = names.map((name) => names.map((owner) => write.pair(state, truth, name, owner)))
    let least: string | undefined
    for (const order of orders) {
      const text = order
        .map((at) => `${mine[at]}|${order.map((other) => pairs[at]?.[other]).join()}`)
        .join(';')
      if (least === undefined || text < least) least = text
    }
    into.fill(0, 1)
    into[1] = write.numberOf(least ?? '')
  }

  return {
    width,
    row,
    hash(row, at) {
      let [a, b] = [0, 0]
      for (let place = at; place < at + width; place += 1) {
        const [x, y] = write.hashOf(row[place] ?? 0)
        a = Math.imul(a ^ x, 0x85ebca6b)
        a ^= a >>> 13
        b = Math.imul(b ^ y, 0xc2b2ae35)
        b ^= b >>> 16
      }
      return (a >>> 0) * 2 ** 21 + (b >>> 11)
    },
  }
}

const ascending = (a: number, b: number): number => a - b

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
