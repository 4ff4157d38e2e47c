import type { FeatureOptions } from '@askfirst/core'
import { type Someone, type Truth, type Word, wordOf, type Yes } from './truth.ts'

// takes: what the events say · gives: what semantics.md allows by it, and which rules forbid the rest
// never: asks the core: this is the other side of every comparison

/** Every rule that something is held to. */
export const RULES = [
  ...([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] as const),
  'a no lasts',
  'ids serve once',
  'start all',
  'one no stops',
  'the wait',
  'silence is no yes',
  'rooms',
  'own runs',
  'asked again once',
  'counts',
  'phases',
  'enforced',
  'erasure',
  'removed',
  'time',
  'all are heard',
] as const

/**
 * A rule of semantics.md by its number, or one of its policies, rows and cases by name. Rules 2, 4 and 13, and
 * whether all are heard, are about ledgers, leases and lines: only a simulation has those.
 */
export type Rule = (typeof RULES)[number]

/** A feature by the id it runs by, with the hash its answers have to name. */
export interface Declared {
  /** The declared id, or `<feature>@<name>` for somebody's own run. */
  readonly id: string
  readonly owner: string | undefined
  readonly feature: FeatureOptions
  readonly hash: string
  readonly asks: readonly string[]
  readonly required: readonly string[]
  readonly optional: readonly string[]
}

/** Everything that can run: each declared feature, and each person's own run of one that anyone may turn on. */
export function declaredOf(
  features: Iterable<{ readonly feature: FeatureOptions; readonly hash: string }>,
  names: readonly string[],
): readonly Declared[] {
  return [...features].flatMap(({ feature, hash }) => {
    const asks = Object.keys(feature.asks)
    const [required, optional] = [true, false].map((is) =>
      asks.filter((ask) => (feature.asks[ask]?.required === true) === is),
    )
    const one = { feature, hash, asks, required: required ?? [], optional: optional ?? [] }
    const owners = feature.policy.turnOn === 'anyone' ? names : []
    return [
      { ...one, id: feature.id, owner: undefined },
      ...owners.map((owner) => ({ ...one, id: `${feature.id}@${owner}`, owner })),
    ]
  })
}

export const isBot = (kind: string): boolean => kind === 'agent' || kind === 'recorder'
export const isHosting = (role: string): boolean => role !== 'attendee'

export function isInCall(one: Someone | undefined): boolean {
  for (const key in one?.devices) if (one.devices[key]?.place === 'call') return true
  return false
}
export function isConnected(one: Someone | undefined): boolean {
  for (const _ in one?.devices) return true
  return false
}
/** In the call, with something on the screen that speaks of this very declaration. */
export function canSayStop(one: Someone | undefined, { hash }: Declared): boolean {
  for (const key in one?.devices) {
    const device = one.devices[key]
    if (device?.place === 'call' && device.shows.includes(hash)) return true
  }
  return false
}
/** Whether everything that this person is in the call with is in one of these rooms. */
function isInside(one: Someone, rooms: readonly string[]): boolean {
  for (const key in one.devices) {
    const device = one.devices[key]
    if (device?.place === 'call' && !rooms.includes(device.room)) return false
  }
  return true
}
export const isPersonHere = (one: Someone | undefined): one is Someone =>
  one !== undefined && !isBot(one.kind) && isInCall(one)

/** Whether everything that this person is in the call with is of that kind: nobody answers for who is there as another. */
const isAllOf = (one: Someone, kind: string): boolean =>
  one.kind === kind &&
  Object.values(one.devices).every((device) => device.place !== 'call' || device.kind === kind)

/** How a yes stands to the run that is on: it serves it, it would but for another text, or it does not. */
export function standOf(
  { feature, hash }: Declared,
  run: string,
  one: Someone,
  yes: Yes | undefined,
): 'serves' | 'stale' | 'elsewhere' | 'none' {
  if (yes === undefined || !isAllOf(one, yes.kind)) return 'none'
  if (feature.policy.lasts === 'activation' && yes.run !== run) return 'none'
  if (feature.policy.scope === 'room' && !isInside(one, yes.rooms)) return 'elsewhere'
  return yes.revision === feature.revision && yes.hash === hash ? 'serves' : 'stale'
}

/** Whether this person was shown, as what and where they are now, the notice of that run. */
export function shownOf(
  { feature, hash }: Declared,
  run: string,
  one: Someone,
  { shown }: Word,
): 'live' | 'elsewhere' | 'stale' | 'none' {
  if (shown === undefined || shown.run !== run || !isAllOf(one, shown.kind)) return 'none'
  if (feature.policy.scope === 'room' && !isInside(one, [shown.room])) return 'elsewhere'
  return shown.revision === feature.revision && shown.hash === hash ? 'live' : 'stale'
}

/** Every rule that keeps this gate closed by itself, as far as it is the person's own; none: their part is done. */
export function ownObstacles(truth: Truth, declared: Declared, name: string, ask: string): Rule[] {
  const found: Rule[] = []
  const run = truth.running[declared.id]?.run
  const one = truth.people[name]
  if (run === undefined || one === undefined) return [1]
  const { basis } = declared.feature.policy
  if (isBot(one.kind)) found.push(6)
  const word = wordOf(truth, name, declared.id)
  if (word.no !== false) found.push('a no lasts')
  if (!canSayStop(one, declared)) found.push(3)
  if (basis === 'consent' || !declared.required.includes(ask)) {
    const stand = standOf(declared, run, one, word.yes)
    if (stand === 'elsewhere') found.push('rooms')
    if (stand === 'none' && word.later?.as === 'unanswered') found.push('silence is no yes')
    if (stand === 'none' || stand === 'stale') found.push(1)
    if (word.yes?.grants.includes(ask) !== true) found.push(1)
  }
  if (basis !== 'consent') {
    const shown = shownOf(declared, run, one, word)
    if (shown === 'elsewhere') found.push('rooms')
    if (shown === 'none' || shown === 'stale') found.push('the wait')
    if (basis === 'objection' && word.shown?.waited !== true) found.push('the wait')
  }
  return found
}

/** Whether the person's own part is done for everything that belongs to each yes: captured, if nothing stops all. */
export function isReady(truth: Truth, declared: Declared, name: string): boolean {
  const run = truth.running[declared.id]?.run
  const one = truth.people[name]
  if (run === undefined || !isPersonHere(one) || !canSayStop(one, declared)) return false
  const word = wordOf(truth, name, declared.id)
  if (word.no !== false) return false
  const { basis } = declared.feature.policy
  if (basis === 'consent') {
    if (standOf(declared, run, one, word.yes) !== 'serves') return false
    return declared.required.every((ask) => word.yes?.grants.includes(ask) === true)
  }
  if (shownOf(declared, run, one, word) !== 'live') return false
  return basis === 'notice' || word.shown?.waited === true
}

/** What keeps the gates of everybody closed, and by which rules. */
export function obstaclesForAll(truth: Truth, declared: Declared): Rule[] {
  const found: Rule[] = []
  const running = truth.running[declared.id]
  const { decline, start } = declared.feature.policy
  for (const key in running?.enforcers) {
    if (running.enforcers[key]?.confirmed === false) found.push('enforced')
  }
  if (decline === 'stop' && countOf(truth, (_, name) => wordOf(truth, name, declared.id).no !== false) > 0) {
    found.push('one no stops')
  }
  if (start === 'each') return found
  const people = countOf(truth, () => true)
  if (people === 0) found.push(11)
  const isWhole = countOf(truth, (_, name) => isReady(truth, declared, name)) === people
  const isKnown = truth.roster !== undefined && strangersIn(truth).length === 0
  if (!isWhole || !isKnown || running?.awaited !== undefined) found.push('start all')
  return found
}

/** Whether the gate may be open, which it then has to be. */
export const mayBeOpen = (truth: Truth, declared: Declared, name: string, ask: string): boolean =>
  ownObstacles(truth, declared, name, ask).length === 0 &&
  isReady(truth, declared, name) &&
  obstaclesForAll(truth, declared).length === 0

/** Whose rules it breaks that a gate is open which may not be. */
export function rulesAgainst(truth: Truth, declared: Declared, name: string, ask: string): readonly Rule[] {
  const found = [...ownObstacles(truth, declared, name, ask), ...obstaclesForAll(truth, declared)]
  return found.length === 0 ? [1] : found
}

/** People in the call, bots not counted, of whom something holds. */
export function countOf(truth: Truth, holds: (one: Someone, name: string) => boolean): number {
  let count = 0
  for (const name in truth.people) {
    const one = truth.people[name]
    if (isPersonHere(one) && holds(one, name)) count += 1
  }
  return count
}

/** In the call by the roster, and not with us, as far as anybody said: people only. */
export function strangersIn({ roster = {}, people }: Truth): string[] {
  return Object.keys(roster).filter((name) => {
    // Whoever was here as a bot and went may be somebody else by now.
    return !isBot(roster[name] ?? '') && !isInCall(people[name])
  })
}

/** How many people are captured. */
export const capturedIn = (truth: Truth, declared: Declared): number =>
  truth.running[declared.id] === undefined || obstaclesForAll(truth, declared).length > 0
    ? 0
    : countOf(truth, (_, name) => isReady(truth, declared, name))

/** Whether nobody is in the call who may turn it off, against its policy. */
export function isAlone(truth: Truth, { feature, owner }: Declared): boolean {
  if (owner !== undefined) return !isInCall(truth.people[owner])
  return feature.policy.hostless === 'stop' && countOf(truth, ({ role }) => isHosting(role)) === 0
}

/** What a yes with these asks ticked grants, in any order. */
export const grantsOf = ({ required }: Declared, ticked: readonly string[]): string =>
  [...required, ...new Set(ticked)].sort().join(' ')
