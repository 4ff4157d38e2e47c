import { createMeetingState, evolve, type MeetingEvent } from '@askfirst/core/authority'
import { expect, test } from 'vitest'
import { createIdentity } from './identity.ts'
import { NO_TRUTH } from './truth.ts'

const names = ['ben', 'cem']
const { width, row } = createIdentity(names, () => 'alike', [], false)

function rowOf(events: readonly object[], revision = 0): readonly number[] {
  const state = createMeetingState('meeting', new Map())
  const by = { at: 0, by: 'app:app', command: 'wish' }
  for (const [at, event] of events.entries())
    evolve(state, { ...by, number: at + 1, ...event } as MeetingEvent)
  const into = new Uint32Array(width)
  row(state, NO_TRUTH, revision, 0, into)
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
