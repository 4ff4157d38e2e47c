import type { FairFind, FairRow } from '@askfirst/testing/fair'
import { type PolicyName, policies } from '../page/declared.ts'
import type { SceneOptions, State } from '../page/scene.ts'

/** One prefab in one state, and how it is found there. */
export interface Surface {
  readonly part: 'notice' | 'lobby' | 'indicator' | 'choices' | 'host' | 'tally' | 'take-home'
  readonly state: State
  readonly find: Partial<FairFind>
  /** What it says in English once it is in that state. */
  readonly reads: RegExp
  /** What is there, in every language, once it is in that state. */
  readonly shows: string
  /** Comes of a press of this, or of these, one after the other. */
  readonly opens?: string | readonly string[]
  /** Meanwhile another host turns it on. */
  readonly isOvertaken?: true
  /** What hosts are told. @default as the policy says */
  readonly told?: SceneOptions['disclosure']
  /** The meeting's clock stands still: the state is one that passes. */
  readonly holds?: true
  /** How many optional asks are beside the question. @default 1 */
  readonly optionalAsks?: number
  /** Under which policies there is one. @default all */
  readonly under?: (policy: PolicyName) => boolean
  readonly without?: Partial<Record<FairRow, string>>
}

/** Nothing is asked there. */
export const NO_ANSWERS = { accept: null, refuse: null, later: null, details: null, always: null } as const
/** Who says no stays in the call. */
export const isToStay = (policy: PolicyName) => policies[policy].decline === 'exclude'
/** For what looks the same under every policy that has it. */
export const once = (policy: PolicyName) => policy === 'leaveMeOut'
