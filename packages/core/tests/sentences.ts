import { expect } from 'vitest'
import type { Command, CommandOf, NoticeRef, SentCommand } from '../src/commands.ts'
import { decide } from '../src/decide.ts'
import { sha256 } from '../src/defaults/digest.ts'
import type { EventBody, MeetingEvent } from '../src/events.ts'
import { evolve } from '../src/evolve.ts'
import { type GateReason, gateOf } from '../src/gate-rule.ts'
import { createCatalogue } from '../src/model/catalogue.ts'
import { type Actor, type ParticipantKind, type Role, toActorName } from '../src/model/participant.ts'
import type { RejectionCode } from '../src/rejection.ts'
import { createMeetingState, type MeetingState, selectFeature } from '../src/state.ts'
import { minutes, summary } from './features.ts'

// Tests of the pure parts read as sentences: given what happened, when somebody wishes, then these facts.

export const catalogue = await createCatalogue([summary, minutes], sha256)

/** The notice of a feature as it is registered. */
export function noticeOf(feature: string, change: Partial<NoticeRef> = {}): NoticeRef {
  const entry = catalogue.get(feature)
  if (entry === undefined) throw new RangeError(`no feature "${feature}"`)
  return { revision: entry.feature.revision, hash: entry.hash, lang: 'en', ...change }
}

export interface Wish {
  readonly command: Command
  readonly actor: Actor
}

type Change<Type extends SentCommand['type']> = Partial<CommandOf<Type>>
let wishes = 0
const base = () => {
  wishes += 1
  return { id: `wish-${wishes}` }
}
const pressed = { method: 'button' } as const

/** One device of one participant, and everything that it may wish for. */
export function device(
  participant: string,
  options: { role?: Role; kind?: ParticipantKind; connection?: string } = {},
) {
  const { role = 'attendee', kind = 'person', connection = `${participant}-laptop` } = options
  const actor: Actor = { use: 'person', participant, role, kind, connection }
  const wish = (command: SentCommand): Wish => ({ command, actor })
  const run = { feature: 'summary', activation: 'run-1' }
  return {
    actor,
    on: (other: string) => device(participant, { role, kind, connection: other }),
    as: (change: { role?: Role; kind?: ParticipantKind }) =>
      device(participant, { role, kind, connection, ...change }),
    joins: (place: 'lobby' | 'call' = 'call') => wish({ ...base(), type: 'participant.join', place }),
    leaves: (instead?: { feature: string; activation: string }) =>
      wish({ ...base(), type: 'participant.leave', instead }),
    showsIndicator: (knows = [...catalogue.values()].map(({ hash }) => hash)) =>
      wish({ ...base(), type: 'indicator.show', knows }),
    hidesIndicator: () => wish({ ...base(), type: 'indicator.hide' }),
    turnsOn: (change: Change<'feature.enable'> = {}) =>
      wish({
        ...base(),
        type: 'feature.enable',
        ...run,
        ...pressed,
        notice: noticeOf(change.feature ?? 'summary'),
        decision: { answer: 'accept', grants: [], seen: 0 },
        ...change,
      }),
    turnsOff: (change: Change<'feature.disable'> = {}) =>
      wish({ ...base(), type: 'feature.disable', ...run, ...change }),
    isShown: (change: Change<'notice.show'> = {}) =>
      wish({
        ...base(),
        type: 'notice.show',
        ...run,
        notice: noticeOf(change.feature ?? 'summary'),
        visibleMs: 2_000,
        ...change,
      }),
    accepts: (change: Change<'consent.accept'> = {}) =>
      wish({
        ...base(),
        type: 'consent.accept',
        ...run,
        ...pressed,
        notice: noticeOf(change.feature ?? 'summary'),
        grants: [],
        seen: 0,
        ...change,
      }),
    declines: (change: Change<'consent.decline'> = {}) =>
      wish({ ...base(), type: 'consent.decline', feature: 'summary', ...pressed, ...change }),
    withdraws: (change: Change<'consent.withdraw'> = {}) =>
      wish({ ...base(), type: 'consent.withdraw', feature: 'summary', ...pressed, ...change }),
    defers: (change: Change<'consent.defer'> = {}) =>
      wish({ ...base(), type: 'consent.defer', ...run, ...change }),
    asksToErase: (change: Change<'erasure.request'> = {}) =>
      wish({ ...base(), type: 'erasure.request', feature: 'summary', ...change }),
    /** The device goes away without a word. */
    lapses: (cause: 'closed' | 'silent' = 'closed'): Wish => ({
      command: { ...base(), type: 'participant.lapse', participant, connection, cause },
      actor: { use: 'authority' },
    }),
    /** Everything it takes to be asked and say yes. */
    *saysYes(change: Change<'consent.accept'> = {}): Generator<Wish> {
      const { activation = 'run-1', feature = 'summary' } = change
      yield this.joins()
      yield this.showsIndicator()
      yield this.isShown({ activation, feature })
      yield this.accepts(change)
    },
  }
}
export type Device = ReturnType<typeof device>

export const authorityStarts = (): Wish => ({
  command: { ...base(), type: 'authority.start' },
  actor: { use: 'authority' },
})

export const by = (actor: Actor, command: Omit<SentCommand, 'id'> | Command): Wish => ({
  actor,
  command: { ...base(), ...command } as Command,
})

/** The same wish under another number, as a client sends it that saw more. */
export const change = (wish: Wish, changes: object): Wish => ({
  ...wish,
  command: { ...wish.command, ...changes } as Command,
})

let clock = 1_000
export function stampOf(state: MeetingState, body: EventBody, { command, actor }: Wish): MeetingEvent {
  clock += 1
  return { ...body, number: state.number + 1, at: clock, by: toActorName(actor), command: command.id }
}

/** Decides and folds, as the authority does; gives the events, or the code of the rejection. */
export function take(state: MeetingState, wish: Wish): MeetingEvent[] | RejectionCode {
  const decision = decide(state, wish.command, wish.actor, clock)
  if (!decision.ok) return decision.rejection.code
  return decision.events.map((body) => {
    const event = stampOf(state, body, wish)
    evolve(state, event)
    return event
  })
}

type Past = Wish | Iterable<Wish>
const isWish = (past: Past): past is Wish => 'command' in past

/** What happened before: every wish of it has to be granted, or the sentence makes no sense. */
export function given(...past: Past[]) {
  const state = createMeetingState('meeting', catalogue)
  for (const wish of past.flatMap((some) => (isWish(some) ? [some] : [...some]))) {
    const outcome = take(state, wish)
    if (typeof outcome === 'string') throw new Error(`given ${wish.command.type}: rejected, ${outcome}`)
  }
  return {
    state,
    when: (wish: Wish) => outcomeOf(state, wish),
    gate: (who: Device, ask = 'summarise', feature = 'summary') => readGate(state, who, ask, feature),
  }
}

function outcomeOf(state: MeetingState, wish: Wish) {
  const outcome = take(state, wish)
  return {
    state,
    outcome,
    /** The facts, each with at least these properties, and no others. */
    leadsTo(...events: Partial<EventBody>[]) {
      expect(outcome).toMatchObject(events)
      return this
    },
    changesNothing() {
      expect(outcome).toEqual([])
      return this
    },
    isRejected(code: RejectionCode) {
      expect(outcome).toBe(code)
      return this
    },
    when: (next: Wish) => outcomeOf(state, next),
    /** The gate of a person's ask is as said now. */
    and(who: Device, gate: 'open' | GateReason, ask = 'summarise', feature = 'summary') {
      expect(readGate(state, who, ask, feature)).toBe(gate)
      return this
    },
  }
}

function readGate(state: MeetingState, who: Device, ask: string, feature: string): 'open' | GateReason {
  const running = selectFeature(state, feature)
  if (running === undefined) throw new RangeError(`no feature "${feature}"`)
  const participant = who.actor.use === 'person' ? who.actor.participant : ''
  const status = gateOf(state.participants.get(participant), running, ask)
  return status.open ? 'open' : status.reason
}
