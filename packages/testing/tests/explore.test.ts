import { leaveMeOut } from '@askfirst/core'
import { explore } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { describe, exploreAloud } from './figures.ts'
import { worlds } from './worlds.ts'

const share = worlds(40_000, 3_500)

test.each(share)('what must always hold, holds in every state: $name', { timeout: 60_000 }, async (world) => {
  const { states, violation } = await exploreAloud(world)
  expect(violation && describe(violation)).toBeUndefined()
  expect(states).toBeGreaterThan(100)
})

test('people that are alike are one: exchanging them makes no state', async () => {
  const feature = {
    id: 'summary',
    revision: 1,
    policy: leaveMeOut,
    asks: { summarise: { purpose: 'summarise', data: ['audio'], required: true } },
    processors: [{ name: 'Acme' }],
    retention: { days: 1 },
  } as const
  const bounds = { activations: 1, revisions: 1, connections: 1, happens: [] } as const
  const meeting = { features: [feature], bounds, mostSteps: 2 }
  const alike = await explore({ ...meeting, people: [{ name: 'ben' }, { name: 'cem' }] })
  const apart = await explore({ ...meeting, people: [{ name: 'ben' }, { name: 'cem', kind: 'room' }] })
  expect(alike.states).toBeLessThan(apart.states)
  expect(alike.transitions).toBeLessThan(apart.transitions)
})
