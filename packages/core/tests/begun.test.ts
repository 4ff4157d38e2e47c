import { expect, test } from 'vitest'
import { createMeetingState, isNo, type MeetingState, selectAnswer } from '../src/state.ts'
import { everyPolicy } from './catalogues.ts'
import { device, take, type Wish } from './sentences.ts'

// A run begins without a look at everybody, unless a yes of theirs can be older than it, or their noes were never counted.

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
  expect(countsOf(after(...wishes), 'lasting')).toEqual({ ready: 0, refusing: 1 })
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
