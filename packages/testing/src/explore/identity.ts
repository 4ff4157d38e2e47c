import type { MeetingState } from '@askfirst/core/authority'
import type { Truth } from './truth.ts'
import { createWriter } from './write.ts'

// takes: a state, the truth beside it and the time · gives: a row of numbers, the same for states that differ
// in names only
// never: gives one row to two states that could go on differently: numbers are given out, not hashed

/** Ages in milliseconds past which a time makes no difference any more. */
const AGES = { run: 30_000, pause: 5 * 60_000, start: 10 * 60_000 } as const

/** Numbers that one participant has in a row. */
const PARTS = 4

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
  shared: readonly string[],
  isOwned: boolean,
): Identity {
  const write = createWriter(names)
  const profiles = names.map((name) => write.numberOf(profileOf(name)))
  const orders = isOwned ? ordersOf(profiles) : [[...names.keys()]]
  const ownFrom = 2 + 3 * shared.length
  const width = ownFrom + PARTS * names.length
  const mine = new Uint32Array(PARTS * names.length)
  const sorted = [...names.keys()]
  const byParts = (one: number, other: number): number => {
    for (let part = 0; part < PARTS; part += 1) {
      const apart = (mine[one * PARTS + part] ?? 0) - (mine[other * PARTS + part] ?? 0)
      if (apart !== 0) return apart
    }
    return 0
  }

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

  /** What is nobody's own: counts, features that hosts turn on, and whoever of the roster nobody knows. */
  function writeShared(
    state: MeetingState,
    truth: Truth,
    revision: number,
    now: number,
    into: Uint32Array,
  ): void {
    let counts = revision
    for (const key in state) {
      const part = state[key as keyof MeetingState]
      if (part instanceof Map || key === 'number' || key === 'term' || key === 'meeting') continue
      counts = counts * 32 + Number(part)
    }
    into[0] = counts
    let text = truth.roster === undefined ? '' : 'r'
    for (const id of truth.forbidden) text += id
    for (const [who, kind] of state.roster)
      if (!names.includes(who) && kind !== 'left') text += `;${who}${kind}`
    for (const who in truth.roster) if (!names.includes(who)) text += `;!${who}${truth.roster[who]}`
    const said = ages(state, truth, now)
    into[1] = write.numberOf(text === '' ? said : `${said}/${text}`)
    let place = 2
    for (const id of shared) {
      const feature = state.features.get(id)
      into[place] = feature === undefined ? 0 : write.feature(feature)
      into[place + 1] = write.run(truth.running[id])
      into[place + 2] = write.plain(truth.runs[id])
      place += 3
    }
  }

  function row(state: MeetingState, truth: Truth, revision: number, now: number, into: Uint32Array): void {
    writeShared(state, truth, revision, now, into)
    for (let at = 0; at < names.length; at += 1) {
      const name = names[at] ?? ''
      const kind = state.roster.get(name) ?? 'left'
      const said = truth.roster?.[name] ?? 'left'
      const place = at * PARTS
      mine[place] = profiles[at] ?? 0
      mine[place + 1] = write.participant(state.participants.get(name))
      mine[place + 2] = write.someone(truth.people[name])
      mine[place + 3] = write.numberOf(`${kind}.${said}.${spoken(name, state, truth, now)}`)
    }
    if (isOwned) {
      writeOwned(state, truth, now, into)
      return
    }
    sorted.sort(byParts)
    let place = ownFrom
    for (const at of sorted) {
      for (let part = 0; part < PARTS; part += 1) into[place + part] = mine[at * PARTS + part] ?? 0
      place += PARTS
    }
  }

  /** What one said to another's run makes pairs: of all ways to exchange who is alike, the least text. */
  function writeOwned(state: MeetingState, truth: Truth, now: number, into: Uint32Array): void {
    const own = names.map((name, at) => {
      let text = `#${[...mine.slice(at * PARTS, (at + 1) * PARTS)].join('.#')}`
      for (const [id, feature] of state.features) {
        if (!id.endsWith(`@${name}`)) continue
        text += `;${id.slice(0, id.indexOf('@'))}:#${write.feature(feature)}.#${write.run(truth.running[id])}.#${write.plain(truth.runs[id])}`
      }
      return `${text};${ownAges(name, state, truth, now)}`
    })
    const pairs = names.map((name) => names.map((owner) => write.pair(state, truth, name, owner)))
    let least: string | undefined
    for (const order of orders) {
      const text = order
        .map((at) => `${own[at]}|${order.map((other) => pairs[at]?.[other]).join()}`)
        .join('/')
      if (least === undefined || text < least) least = text
    }
    into.fill(0, ownFrom)
    into[ownFrom] = write.numberOf(least ?? '')
  }

  return {
    width,
    row,
    hash(row, at) {
      let [a, b] = [row[at] ?? 0, row[at] ?? 0]
      const mix = (x: number, y: number): void => {
        a = Math.imul(a ^ x, 0x85ebca6b)
        a ^= a >>> 13
        b = Math.imul(b ^ y, 0xc2b2ae35)
        b ^= b >>> 16
      }
      for (let place = 1; place < ownFrom; place += 1) mix(...write.hashOf(row[at + place] ?? 0))
      const before = [a, b] as const
      // People in whatever order their numbers are in here: what each of them adds is added up.
      let [c, d] = [0, 0]
      for (let place = ownFrom; place < width; place += PARTS) {
        ;[a, b] = before
        for (let part = 0; part < PARTS; part += 1) mix(...write.hashOf(row[at + place + part] ?? 0))
        c = (c + a) | 0
        d = (d + b) | 0
      }
      return (c >>> 0) * 2 ** 21 + (d >>> 11)
    },
  }
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
