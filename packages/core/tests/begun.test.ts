import { expect, test } from 'vitest'
import {
  createMeetingState,
  isNo,
  type MeetingState,
  type ParticipantState,
  selectAnswer,
  selectIncluded,
} from '../src/state.ts'
import { everyPolicy } from './catalogues.ts'
import { device, given, passes, take, type Wish } from './sentences.ts'

// A run begins with who agreed and refused before it, and without a look at everybody.

const anna = device('anna', { role: 'host' })
const [ben, cora] = [device('ben'), device('cora')]

function after(...wishes: readonly Wish[]): MeetingState {
  const state = createMeetingState('meeting', everyPolicy)
  const here = [anna, ben, cora].flatMap((who) => [who.joins(), who.showsIndicator()])
  for (const wish of [...here, ...wishes]) {
    const outcome = take(state, wish)
    if (!Array.isArray(outcome)) throw new Error(`${wish.command.type}: ${outcome}`)
  }
  return state
}
const countsOf = (state: MeetingState, id: string) => {
  const { ready, refusing } = state.features.get(id) ?? {}
  return { ready, refusing }
}

test('with every yes that lasts for the meeting', () => {
  const lasting = { feature: 'lasting' }
  const again = {
    ...lasting,
    activation: 'run-2',
    decision: { answer: 'accept' as const, grants: [], seen: 1 },
  }
  const wishes = [
    anna.turnsOn(lasting),
    ben.isShown(lasting),
    ben.accepts(lasting),
    cora.declines(lasting),
    anna.turnsOff(lasting),
  ]
  expect(countsOf(after(...wishes), 'lasting')).toEqual({ ready: 2, refusing: 1 })
  expect(selectIncluded(after(...wishes).features.get('lasting') ?? expect.fail())).toBe(0)
  expect(countsOf(after(...wishes, anna.turnsOn(again)), 'lasting')).toEqual({ ready: 2, refusing: 1 })
})

test('with no yes to an earlier run, and every no to it', () => {
  const again = { activation: 'run-2' }
  const wishes = [anna.turnsOn(), ben.isShown(), ben.accepts(), cora.declines(), anna.turnsOff()]
  const state = after(...wishes, anna.turnsOn({ ...again, decision: { answer: 'decline' } }))
  expect(countsOf(state, 'summary')).toEqual({ ready: 0, refusing: 2 })
})

test('of an owner who never had one, with the noes that were said before it', () => {
  const state = after(cora.aboutThe('notes', 'ben').declines(), ben.aboutThe('notes', 'ben').turnsOn())
  const present = [...state.participants.values()]
  expect(present.filter((one) => isNo(selectAnswer(one, 'notes@ben')))).toHaveLength(1)
  expect(countsOf(state, 'notes@ben')).toEqual({ ready: 1, refusing: 1 })
})

test('of such an owner, with the noes of who is here by then', () => {
  const no = cora.aboutThe('notes', 'ben').declines()
  const on = ben.aboutThe('notes', 'ben').turnsOn()
  expect(countsOf(after(cora.leaves(), no, on), 'notes@ben')).toEqual({ ready: 1, refusing: 0 })
  expect(countsOf(after(cora.leaves(), no, on, cora.joins()), 'notes@ben')).toEqual({ ready: 1, refusing: 1 })
  expect(countsOf(after(no, no, on), 'notes@ben')).toEqual({ ready: 1, refusing: 1 })
})

/** A map that knows everybody by name, and cannot be gone through. */
class ByNameOnly<Value> extends Map<string, Value> {
  readonly #refuse = (): never => {
    throw new Error('everybody was looked at')
  }
  override keys = this.#refuse
  override values = this.#refuse
  override entries = this.#refuse
  override forEach = this.#refuse
  override [Symbol.iterator] = this.#refuse
}

test('no run looks at everybody as it begins, is asked about again, or ends', () => {
  const lasting = anna.about('lasting')
  const arrived = [anna, ben, cora].flatMap((who) => [...who.arrives()])
  const turnedOn = [lasting.turnsOn(), ben.aboutThe('notes', 'ben').turnsOn(), anna.turnsOn(), ben.defers()]
  const been = given(...arrived, ...turnedOn, passes(30_000)).state
  const participants = new ByNameOnly<ParticipantState>()
  for (const [name, one] of been.participants) participants.set(name, one)
  const state = { ...been, participants }
  const wishes = [
    anna.asksAgain(),
    anna.turnsOff(),
    lasting.turnsOff(),
    lasting.turnsOn({ activation: 'run-2', decision: { answer: 'accept', grants: [], seen: 1 } }),
    cora.aboutThe('notes', 'cora').turnsOn(),
    anna.about('notes').bars(),
    anna.about('notes').allows(),
  ]
  for (const wish of wishes) expect(take(state, wish)).not.toHaveLength(0)
})
