import type { Command } from '../commands.ts'
import { decide } from '../decide.ts'
import type { EventBody, MeetingEvent } from '../events.ts'
import { evolve } from '../evolve.ts'
import { type Actor, toActorName } from '../model/participant.ts'
import { createRejection, type Rejection } from '../rejection.ts'
import { isTooLate } from '../rights.ts'
import type { MeetingState } from '../state.ts'
import type { Writable } from '../writable.ts'

// takes: a state that is ours to change, a command and whose it is, the time · gives: its facts, or why there are none
// never: lets a token that is over do anything but say no for its own person

/** What a command came to: facts that the state has in it already, or a rejection. */
export type Outcome =
  | { readonly ok: true; readonly events: readonly MeetingEvent[] }
  | { readonly ok: false; readonly rejection: Rejection }

/** Decides, and folds what follows into the state. */
export function attempt(state: MeetingState, command: Command, actor: Actor, now: number): Outcome {
  if (isTooLate(state, command, actor)) return { ok: false, rejection: createRejection('not-allowed') }
  const decision = decide(state, command, actor, now)
  if (!decision.ok) return decision
  const events = decision.events.map((body) => {
    const event = stamp(state, body, command, actor, now)
    evolve(state, event)
    return event
  })
  return { ok: true, events }
}

/** Gives a fact its place and its time. */
export function stamp(
  state: MeetingState,
  body: EventBody,
  command: Command,
  actor: Actor,
  now: number,
): MeetingEvent {
  // Into what `decide` has just made: a copy of one of so many shapes takes longer than to decide.
  const event = body as EventBody & Writable<MeetingEvent>
  event.number = state.number + 1
  event.at = now
  event.by = toActorName(actor)
  event.command = command.id
  if (command.clientAt !== undefined) event.clientAt = command.clientAt
  if (actor.use === 'person' && actor.bridge !== undefined) event.bridge = actor.bridge
  return event
}
