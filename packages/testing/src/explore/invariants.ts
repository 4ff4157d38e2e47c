import { gateOf, type MeetingEvent, type MeetingState } from '@askfirst/core/authority'
import type { Declared, Rule } from './rules.ts'
import type { Truth } from './truth.ts'
import type { Wish } from './wish.ts'

// gives: the types of what every check is given, and of how it says what it found
// never: asks the core whether the core is right: the other side is what the events say

/** A rule that does not hold, and in words why not. */
export interface Broken {
  readonly rule: Rule
  readonly what: string
}

export interface Moment {
  readonly state: MeetingState
  readonly truth: Truth
}

export interface StepTaken {
  readonly before: Moment
  readonly after: Moment
  readonly wish: Wish
  /** The facts it led to; undefined where it was rejected. */
  readonly events: readonly MeetingEvent[] | undefined
  /** The authority's wall clock. */
  readonly now: number
  readonly declared: readonly Declared[]
  readonly names: readonly string[]
}

/** Says each breach it finds; whoever listens knows which rules are looked at. */
export type Say = (rule: Rule, what: string) => void
export type Check = (taken: StepTaken, say: Say) => void

export const isOpen = (state: MeetingState, name: string, feature: string, ask: string): boolean => {
  const running = state.features.get(feature)
  return running !== undefined && gateOf(state.participants.get(name), running, ask).open
}
