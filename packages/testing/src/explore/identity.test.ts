import { copyState, createMeetingState, evolve, type MeetingEvent } from '@askfirst/core/authority'
import { expect, test } from 'vitest'
import { createIdentity } from './identity.ts'
import { NO_TRUTH } from './truth.ts'

const names = ['ben', 'cem']
const { width, row, keep } = createIdentity(names, () => 'alike', [], false)

const by = { at: 0, by: 'app:app', command: 'wish' }
function stateOf(events: readonly object[], state = createMeetingState('meeting', new Map())) {
  for (const event of events) evolve(state, { ...by, number: state.number + 1, ...event } as MeetingEvent)
  return state
}
function rowOf(events: readonly object[], revision = 0): readonly number[] {
  const into = new Uint32Array(width)
  row({ state: stateOf(events), truth: NO_TRUTH, revision, now: 0 }, into)
  return [...into]
}
const joins = (participant: string) => ({
  type: 'participant.joined',
  participant,
  connection: participant,
  place: 'call',
  role: 'attendee',
  kind: 'person',
})

test('two who are alike may be exchanged, and whoever is here counts', () => {
  expect(rowOf([joins('ben')])).toEqual(rowOf([joins('cem')]))
  expect(rowOf([joins('ben')])).not.toEqual(rowOf([joins('ben'), joins('cem')]))
})

test('a state is another under another revision, whoever said who is in the call', () => {
  const roster = { type: 'roster.reported', joined: [], left: [] }
  expect(rowOf([roster], 1)).not.toEqual(rowOf([roster], 0))
  expect(rowOf([roster])).not.toEqual(rowOf([{ ...roster, by: 'gate:worker' }]))
})

test('a state that shares parts with one that was kept has the row that it has alone', () => {
  const into = new Uint32Array(width)
  const place = { truth: NO_TRUTH, revision: 0, now: 0 }
  const before = stateOf([joins('ben')])
  keep({ ...place, state: before }, into)
  expect([...into]).toEqual(rowOf([joins('ben')]))
  row({ ...place, state: stateOf([joins('cem')], copyState(before)) }, into)
  expect([...into]).toEqual(rowOf([joins('ben'), joins('cem')]))
})
