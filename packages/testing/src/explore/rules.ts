import type { FeatureOptions } from '@askfirst/core'
import { type Someone, type Truth, wordOf } from './truth.ts'

// What semantics.md allows, said over what the events say: the other side of every comparison.

/** A feature as declared, with the hash its answers have to name. */
export interface Declared {
  readonly feature: FeatureOptions
  readonly hash: string
}

export const isBot = (kind: string): boolean => kind === 'agent' || kind === 'recorder'

const devicesOf = (one: Someone | undefined) => Object.values(one?.devices ?? {})
export const isInCall = (one: Someone | undefined): boolean =>
  devicesOf(one).some(({ place }) => place === 'call')
/** In the call, with something on the screen that speaks of this very declaration. */
export const canSayStop = (one: Someone | undefined, { hash }: Declared): boolean =>
  devicesOf(one).some(({ place, shows }) => place === 'call' && shows.includes(hash))

/** Whether the person's own word stands for that ask of the run that is on. */
export function hasWord(truth: Truth, { feature, hash }: Declared, name: string, ask: string): boolean {
  const running = truth.running[feature.id]
  const one = truth.people[name]
  if (running === undefined || one === undefined || isBot(one.kind)) return false
  const { yes, no, shown } = wordOf(truth, name, feature.id)
  if (no) return false
  const { basis, lasts } = feature.policy
  if (basis !== 'consent') return shown?.run === running.run && shown.hash === hash
  return (
    yes !== undefined &&
    (lasts === 'meeting' || yes.run === running.run) &&
    yes.revision === feature.revision &&
    yes.hash === hash &&
    yes.kind === one.kind &&
    yes.grants.includes(ask)
  )
}

/** Whether a gate may be open at all. */
export const mayBeOpen = (truth: Truth, declared: Declared, name: string, ask: string): boolean =>
  hasWord(truth, declared, name, ask) && canSayStop(truth.people[name], declared)

/** Whether nothing but the person's own word and presence decides, so that open is also due. */
export const isPersonal = ({ feature: { policy } }: Declared): boolean =>
  policy.basis === 'consent' &&
  policy.start === 'each' &&
  policy.decline !== 'stop' &&
  policy.scope === 'meeting'

/** Names of the people in the call, bots not counted. */
export const peopleIn = (truth: Truth): string[] =>
  Object.entries(truth.people).flatMap(([name, one]) => (!isBot(one.kind) && isInCall(one) ? [name] : []))

/** Whether somebody in the call may turn features off. */
export const hasHost = (truth: Truth): boolean =>
  peopleIn(truth).some((name) => truth.people[name]?.role !== 'attendee')

const requiredOf = (feature: FeatureOptions): string[] =>
  Object.entries(feature.asks).flatMap(([id, { required }]) => (required === true ? [id] : []))
export const optionalOf = (feature: FeatureOptions): string[] =>
  Object.entries(feature.asks).flatMap(([id, { required }]) => (required === true ? [] : [id]))

/** What a yes with these asks ticked grants, in any order. */
export const grantsOf = (feature: FeatureOptions, ticked: readonly string[]): string =>
  [...requiredOf(feature), ...ticked].sort().join(' ')

/** Whether everything that belongs to every yes stands for this person. */
export const isCaptured = (truth: Truth, declared: Declared, name: string): boolean =>
  requiredOf(declared.feature).every((ask) => mayBeOpen(truth, declared, name, ask))
