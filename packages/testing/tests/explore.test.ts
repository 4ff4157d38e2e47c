import { acceptOrLeave, everyoneOrNobody, leaveMeOut, noticeOnly, objection } from '@askfirst/core'
import { type Exploration, explore, type Happening } from '@askfirst/testing'
import { beforeAll, expect, test } from 'vitest'
import { describe, summarise, tell } from './figures.ts'
import { countDistinct, exploreAll } from './pool.ts'
import { worlds } from './worlds.ts'

const share = { mostStates: 11_000, mostMs: 5_000 }
const found = new Map<string, Exploration>()
let distinct = 0

beforeAll(async () => {
  const startedAt = performance.now()
  const names: Float64Array[] = []
  await exploreAll(worlds, share, (world, one) => {
    console.log(tell(world, one))
    found.set(world.name, one)
    if (one.names !== undefined) names.push(one.names)
    return 'go on'
  })
  distinct = countDistinct(names)
  console.log(summarise([...found.values()], distinct, performance.now() - startedAt))
}, 400_000)

test.each(worlds)('what must always hold, holds in every state: $name', ({ name }) => {
  const one = found.get(name)
  expect(one?.violation && describe(one.violation)).toBeUndefined()
  expect(one?.states).toBeGreaterThan(100)
})

test('the share of time is enough for many: over a million on two cores, a quarter of it on the slowest machine', () => {
  expect(distinct).toBeGreaterThan(250_000)
})

test('each preset is explored with two runs, two revisions and two devices; whatever may happen, happens somewhere', () => {
  const bounds = worlds.map(({ options }) => options.bounds)
  const presets = [leaveMeOut, acceptOrLeave, everyoneOrNobody, objection, noticeOnly]
  for (const preset of presets) {
    const twice = worlds.filter(({ options: { features, bounds: of } }) => {
      const isTwice = of.activations >= 2 && of.revisions === 2 && of.connections >= 2
      return isTwice && features.some(({ policy }) => policy === preset)
    })
    expect(twice).not.toEqual([])
  }
  const happenings: Readonly<Record<Happening, true>> = {
    lobby: true,
    erasure: true,
    rooms: true,
    moderation: true,
    roster: true,
    enforcement: true,
    waits: true,
    timers: true,
    clock: true,
    requests: true,
    hostile: true,
  }
  expect(new Set(bounds.flatMap(({ happens }) => happens))).toEqual(new Set(Object.keys(happenings)))
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
