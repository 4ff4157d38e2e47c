import type { Command, CommandOf } from '../commands.ts'
import type { EventBody } from '../events.ts'
import type { Person } from '../model/participant.ts'
import { createRejection, type Rejection, type RejectionCode } from '../rejection.ts'
import type { FeatureState, MeetingState } from '../state.ts'

// takes: events, or the code of a rejection · gives: a decision, in the words that deciders use

/** What a command leads to: facts, possibly none where it changes nothing, or the reason why not. */
export type Decision =
  | { readonly ok: true; readonly events: readonly EventBody[] }
  | { readonly ok: false; readonly rejection: Rejection }

export const accepted = (...events: EventBody[]): Decision => ({ ok: true, events })
export const rejected = (code: RejectionCode): Decision => ({ ok: false, rejection: createRejection(code) })

/** Decides a person's command about one feature, once the feature is known to exist. */
export type FeatureDecider<Type extends Command['type']> = (
  state: MeetingState,
  command: CommandOf<Type>,
  person: Person,
  feature: FeatureState,
  /** The authority's wall clock. */
  now: number,
) => Decision
