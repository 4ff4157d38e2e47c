import { expect } from 'vitest'
import type { Command, SentCommand } from '../src/commands.ts'
import { decide } from '../src/decide.ts'
import type { EventBody, MeetingEvent } from '../src/events.ts'
import { evolve, replay } from '../src/evolve.ts'
import { type GateReason, gateOf } from '../src/gate-rule.ts'
import type { Catalogue } from '../src/model/catalogue.ts'
import type { FeatureOptions } from '../src/model/feature.ts'
import { type Actor, toActorName } from '../src/model/participant.ts'
import { type AnswerState, type FeatureView, projectFeature } from '../src/project.ts'
import type { RejectionCode } from '../src/rejection.ts'
import {
  createMeetingState,
  type MeetingState,
  type Phase,
  selectFeature,
  selectPhase,
} from '../src/state.ts'
import { everyPolicy, firstAskOf, revised } from './catalogues.ts'
import { base, type Device, type Wish } from './devices.ts'
import { authority } from './machines.ts'

// Tests of the pure parts read as sentences: given what happened, when somebody wishes, then these facts.

export { catalogue, noticeOf } from './catalogues.ts'
export { type Device, device, type Wish } from './devices.ts'
export { app, authority, worker } from './machines.ts'
export const authorityStarts = authority.starts

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

/** Nobody wishes anything for so long. */
export interface Pause {
  readonly passesMs: number
}
export const passes = (ms: number): Pause => ({ passesMs: ms })

/** The app is deployed with another declaration of a feature; the meeting goes on. */
export interface Deploy {
  readonly revises: string
  readonly change?: Partial<FeatureOptions> | undefined
}
export const deploys = (feature: string, change?: Partial<FeatureOptions>): Deploy => ({
  revises: feature,
  change,
})
/** The notice of a declaration that was deployed so. */
export const revisedNotice = (feature: string, revision: number) => ({
  revision,
  hash: `${feature}-${revision}`,
  lang: 'en',
})

type Happening = Wish | Pause | Deploy
type Past = Happening | Iterable<Happening>
const isOne = (past: Past): past is Happening => !(Symbol.iterator in past)

interface World {
  state: MeetingState
  catalogue: Catalogue
  readonly events: MeetingEvent[]
}
type Outcome = MeetingEvent[] | RejectionCode

function happen(world: World, happening: Happening): Outcome {
  if ('passesMs' in happening) {
    clock += happening.passesMs
    return []
  }
  if ('revises' in happening) {
    world.catalogue = revised(world.catalogue, happening.revises, happening.change)
    world.state = replay(createMeetingState('meeting', world.catalogue), world.events)
    return []
  }
  const outcome = take(world.state, happening)
  if (typeof outcome !== 'string') world.events.push(...outcome)
  return outcome
}

/** What happened before: every wish of it has to be granted, or the sentence makes no sense. */
export function given(...past: Past[]) {
  const state = createMeetingState('meeting', everyPolicy)
  const world: World = { state, catalogue: everyPolicy, events: [] }
  for (const one of past.flatMap((some) => (isOne(some) ? [some] : [...some]))) {
    const outcome = happen(world, one)
    if (typeof outcome !== 'string' || !('command' in one)) continue
    throw new Error(`given ${one.command.type}: rejected, ${outcome}`)
  }
  return sentenceOf(world, [])
}
export type Sentence = ReturnType<typeof given>

function sentenceOf(world: World, outcome: Outcome) {
  return {
    state: world.state,
    events: world.events,
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
    when: (next: Happening) => sentenceOf(world, happen(world, next)),
    /** One after the other, each granted. */
    after(...past: Past[]) {
      for (const one of past.flatMap((some) => (isOne(some) ? [some] : [...some]))) {
        expect(happen(world, one)).not.toBeTypeOf('string')
      }
      return sentenceOf(world, [])
    },
    gate: (who: Device, ask?: string, feature?: string) => readGate(world.state, who, ask, feature),
    /** The gate of a person's ask is as said now: of the feature the device speaks of, the first ask if none is named. */
    and(who: Device, gate: 'open' | GateReason, ask?: string, feature?: string) {
      expect(readGate(world.state, who, ask, feature)).toBe(gate)
      return this
    },
    /** The feature that the device speaks of is in this phase. */
    phase(who: Device, phase: Phase) {
      expect(selectPhase(featureOf(world.state, who.subject))).toBe(phase)
      return this
    },
    /** The person's own view says this of their answer. */
    answer(who: Device, state: AnswerState) {
      expect(viewOf(world.state, who).answer.state).toBe(state)
      return this
    },
    /** The person's own view of the feature has at least this. */
    sees(who: Device, view: object) {
      expect(viewOf(world.state, who)).toMatchObject(view)
      return this
    },
  }
}

function featureOf(state: MeetingState, id: string) {
  const feature = selectFeature(state, id)
  if (feature === undefined) throw new RangeError(`no feature "${id}"`)
  return feature
}

const viewOf = (state: MeetingState, who: Device): FeatureView =>
  projectFeature(state, who.subject, who, { nameOf: () => undefined, permits: () => true })

function readGate(
  state: MeetingState,
  who: Device,
  ask: string | undefined,
  feature = who.subject,
): 'open' | GateReason {
  const running = featureOf(state, feature)
  const status = gateOf(state.participants.get(who.participant), running, ask ?? firstAskOf(feature))
  return status.open ? 'open' : status.reason
}
