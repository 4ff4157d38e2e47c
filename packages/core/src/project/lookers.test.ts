import { describe, expect, expectTypeOf, test } from 'vitest'
import { device, given } from '../../tests/sentences.ts'
import type { PersonView } from '../project.ts'
import type { AllowList } from '../protocol/gate-messages.ts'
import type { KeeperView } from './keeper.ts'
import { project } from './lookers.ts'

const anna = device('anna', { role: 'host' })
const ben = device('ben')
const cem = device('cem')
const list = (feature: string): AllowList => ({ feature, activation: null, term: 1, epoch: 1, allow: [] })
const beside = { nameOf: () => 'A Name', permits: () => true, list }
const { state } = given(
  anna.joins(),
  anna.showsIndicator(),
  anna.turnsOn(),
  ben.saysYes({ grants: ['improve'] }),
  cem.joins(),
  cem.declines(),
)

describe('what leaves the authority', () => {
  test('to a person: the own answers, and to an attendee nothing of others', () => {
    const viewer = { participant: 'cem', role: 'attendee', kind: 'person' } as const
    const view = project(state, { use: 'person', viewer }, beside)
    expectTypeOf(view).toEqualTypeOf<PersonView>()
    expect(view.features.summary?.answer.state).toBe('declined')
    expect(view.tallies).toEqual({})
    expect(JSON.stringify(view)).not.toContain('ben')
  })

  test('to a worker: whole lists of its features, never a reason', () => {
    const lists = project(state, { use: 'worker', features: ['minutes'] }, beside)
    expectTypeOf(lists).toEqualTypeOf<readonly AllowList[]>()
    expect(lists).toEqual([list('minutes')])
  })

  test('to the record keeper: every answer by id, with its gates, and no display name', () => {
    const kept = project(state, { use: 'keeper' }, beside)
    expectTypeOf(kept).toEqualTypeOf<KeeperView>()
    expect(kept.number).toBe(state.number)
    expect(kept.features.summary).toMatchObject({
      phase: 'on',
      runs: 1,
      activation: { id: 'run-1', by: 'anna' },
    })
    expect(kept.participants.map(({ participant }) => participant)).toEqual(['anna', 'ben', 'cem'])
    expect(kept.participants[1]?.answers.summary).toMatchObject({
      state: 'accepted',
      decision: 1,
      gates: { improve: { open: true }, voices: { open: false, reason: 'not-granted' } },
    })
    expect(kept.participants[2]?.answers.summary).toMatchObject({
      state: 'declined',
      gates: { summarise: { open: false, reason: 'declined' } },
    })
    expect(JSON.stringify(kept)).not.toContain('A Name')
    expect(project(state, { use: 'keeper', participant: 'ben' }, beside).participants).toHaveLength(1)
  })
})
