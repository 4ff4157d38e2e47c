import { memoryEnforcer } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { createEnforcement } from '../src/enforcement/enforcement.ts'
import type { EnforcementReport } from '../src/enforcement/reports.ts'
import type { Enforcer } from '../src/ports.ts'
import { allowing, epochs, openEnforcement, settled } from './enforcement-stage.ts'

describe('an enforcement', () => {
  test('gives lists to its enforcers and reports what they enforced', async () => {
    const call = openEnforcement()
    call.enforcement.take([allowing(['anna'])])
    await settled()
    expect(call.hears()).toBe(true)
    expect(call.reports).toEqual([
      { feature: 'summary', term: 1, epoch: 1, outcome: 'confirmed', uncovered: [] },
    ])
  })

  test('confirms nothing before it is enforced', async () => {
    const call = openEnforcement()
    const goOn = call.sfu.stall()
    call.enforcement.take([allowing(['anna'])])
    await settled()
    expect(call.reports).toEqual([])
    goOn()
    await settled()
    expect(call.reports).toHaveLength(1)
  })

  test('takes no older list, and none twice', async () => {
    const call = openEnforcement()
    call.enforcement.take([allowing([], { epoch: 3 })])
    call.enforcement.take([allowing(['anna'], { epoch: 2 })])
    call.enforcement.take([allowing([], { epoch: 3 })])
    call.enforcement.take([allowing(['anna'], { term: 0, epoch: 9 })])
    await settled()
    expect(epochs(call)).toEqual([[3, 0]])
  })

  test('has one opening list under way, then gives the latest of those that came meanwhile', async () => {
    const call = openEnforcement()
    const goOn = call.sfu.stall()
    for (const epoch of [1, 2, 3, 4]) {
      call.enforcement.take([allowing(['anna', 'ben', 'cem', 'dora'].slice(0, epoch), { epoch })])
    }
    await settled()
    expect(epochs(call)).toEqual([[1, 1]])
    goOn()
    await settled()
    expect(epochs(call)).toEqual([
      [1, 1],
      [4, 4],
    ])
  })

  test('lets no close wait: for what is under way, nor for another feature', async () => {
    const call = openEnforcement()
    call.sfu.stall()
    call.enforcement.take([allowing(['anna', 'ben'])])
    call.enforcement.take([allowing(['anna'], { epoch: 2 })])
    expect(epochs(call)).toEqual([
      [1, 2],
      [2, 1],
    ])
  })

  test('lets no single ask wait to be closed', async () => {
    const call = openEnforcement()
    call.sfu.stall()
    const granted = (asks: string[], epoch: number) =>
      allowing([], { epoch, allow: [{ participant: 'anna', asks }] })
    call.enforcement.take([granted(['summarise', 'improve'], 1)])
    call.enforcement.take([granted(['summarise'], 2)])
    expect(epochs(call)).toHaveLength(2)
  })

  test('closes with a new run of the same people, too', async () => {
    const call = openEnforcement()
    call.sfu.stall()
    call.enforcement.take([allowing(['anna'])])
    call.enforcement.take([allowing(['anna'], { epoch: 2, activation: 'run-2' })])
    expect(epochs(call)).toHaveLength(2)
  })

  test('counts no answer to a list that has been replaced', async () => {
    const call = openEnforcement()
    const goOn = call.sfu.stall()
    call.enforcement.take([allowing(['anna'])])
    call.enforcement.take([allowing([], { epoch: 2 })])
    goOn()
    await settled()
    expect(call.reports.map(({ epoch }) => epoch)).toEqual([2])
  })
})

describe('what is not enforced does not run', () => {
  test('somebody uncovered: the feature stops, and the report names them', async () => {
    const second = memoryEnforcer()
    const call = openEnforcement()
    const reports: EnforcementReport[] = []
    const report = (it: EnforcementReport) => void reports.push(it)
    const enforcement = createEnforcement({ clock: call.clock, enforcers: [call.sfu, second], report })
    call.sfu.uncover('cem')
    enforcement.take([allowing(['anna'])])
    await settled()
    expect(reports).toMatchObject([{ outcome: 'failed', uncovered: ['cem'], why: 'stopped' }])
    expect(second.captures('anna', 'summary', 'summarise')).toBe(false)
  })

  test('an enforcer fails: nobody is captured, and the report says so', async () => {
    const call = openEnforcement()
    call.enforcement.take([allowing(['anna'])])
    await settled()
    const works = call.sfu.fail()
    call.enforcement.take([allowing(['anna', 'ben'], { epoch: 2 })])
    await settled()
    works()
    expect(call.reports.map(({ outcome }) => outcome)).toEqual(['confirmed'])
    call.clock.advance(1_000)
    await settled()
    expect(call.hears()).toBe(false)
    expect(call.reports.at(-1)).toMatchObject({ epoch: 2, outcome: 'failed', why: 'sfu: failed (Error)' })
  })

  test('an enforcer never answers: it is closed and reported after the limit', async () => {
    const call = openEnforcement({}, { limitMs: 700 })
    call.sfu.stall()
    call.enforcement.take([allowing(['anna'])])
    await settled()
    call.clock.advance(700)
    await settled()
    expect(call.reports).toMatchObject([{ outcome: 'failed', why: 'sfu: no answer within 700 ms' }])
    expect(epochs(call)).toEqual([
      [1, 1],
      [1, 0],
    ])
  })

  test('an enforcer holds a newer list of somebody else’s: that is no confirmation', async () => {
    const call = openEnforcement()
    await call.sfu.apply(allowing([], { term: 5 }))
    call.enforcement.take([allowing(['anna'])])
    await settled()
    expect(call.reports).toMatchObject([{ epoch: 1, outcome: 'failed' }])
    expect(call.hears()).toBe(false)
  })

  test('a close that fails is tried until it is confirmed, and nothing opens before that', async () => {
    const call = openEnforcement()
    call.enforcement.take([allowing(['anna'])])
    await settled()
    const works = call.sfu.fail()
    call.enforcement.take([allowing([], { epoch: 2 })])
    await settled()
    call.enforcement.take([allowing(['anna'], { epoch: 3 })])
    for (let second = 0; second < 3; second += 1) {
      call.clock.advance(1_000)
      await settled()
    }
    expect(call.sfu.given.slice(2).every(({ allow }) => allow.length === 0)).toBe(true)
    expect(call.reports.at(-1)).toMatchObject({ epoch: 3, outcome: 'failed' })
    works()
    call.clock.advance(1_000)
    await settled()
    expect(call.hears()).toBe(true)
    call.clock.advance(1_000)
    expect(call.reports.at(-1)).toMatchObject({ epoch: 3, outcome: 'confirmed' })
  })

  test.each([
    ['a feature that is off and stopped is as the list says', 'stopped', [], [], 'confirmed'],
    [
      'an enforcer that claims to enforce in spite of somebody uncovered',
      'enforced',
      ['cem'],
      ['anna'],
      'failed',
    ],
  ] as const)('%s', async (_what, effective, uncovered, allow, outcome) => {
    const answering: Enforcer = {
      ...memoryEnforcer(),
      apply: async ({ feature, term, epoch }) => ({ feature, term, epoch, effective, uncovered }),
    }
    const call = openEnforcement({}, { enforcers: [answering] })
    call.enforcement.take([allowing(allow)])
    await settled()
    expect(call.reports).toMatchObject([{ outcome, uncovered }])
  })

  test('a reason is no longer than the authority takes', async () => {
    const failure = Object.assign(new Error('no'), { name: 'x'.repeat(2_000) })
    const failing: Enforcer = { ...memoryEnforcer(), apply: () => Promise.reject(failure) }
    const call = openEnforcement({}, { enforcers: [failing] })
    call.enforcement.take([allowing(['anna'])])
    await settled()
    expect(call.reports[0]?.why).toHaveLength(512)
  })
})

describe('when somebody comes', () => {
  test('what cannot tell people apart closes in the same step, and is on again once they have gone', async () => {
    const call = openEnforcement({ granularity: 'all-or-nothing' })
    call.enforcement.take([allowing(['anna'])])
    await settled()
    expect(call.hears()).toBe(true)
    call.presence.arrive({ id: 'ben', kind: 'person' })
    expect(call.sfu.given.at(-1)?.allow).toEqual([])
    await settled()
    expect(call.hears()).toBe(false)
    call.presence.depart('ben')
    await settled()
    expect(call.hears()).toBe(true)
  })

  test('it closes even while an opening is under way', async () => {
    const call = openEnforcement({ granularity: 'all-or-nothing' })
    call.sfu.stall()
    call.enforcement.take([allowing(['anna'])])
    call.presence.arrive({ id: 'ben', kind: 'person' })
    expect(epochs(call)).toEqual([
      [1, 1],
      [1, 0],
    ])
  })

  test('an authority that says the same in time hears of no failure', async () => {
    const call = openEnforcement({ granularity: 'all-or-nothing' })
    call.enforcement.take([allowing(['anna'])])
    await settled()
    call.presence.arrive({ id: 'ben', kind: 'person' })
    await settled()
    call.clock.advance(1_900)
    const goOn = call.sfu.stall()
    call.enforcement.take([allowing([], { epoch: 2 })])
    call.clock.advance(200)
    goOn()
    await settled()
    call.clock.advance(5_000)
    expect(call.reports.map(({ epoch, outcome }) => [epoch, outcome])).toEqual([
      [1, 'confirmed'],
      [2, 'confirmed'],
    ])
  })

  test('an authority that does not is told that the feature is stopped, however many come', async () => {
    const call = openEnforcement({ granularity: 'all-or-nothing' })
    call.enforcement.take([allowing(['anna'])])
    await settled()
    for (const id of ['ben', 'cem', 'dora']) {
      call.presence.arrive({ id, kind: 'person' })
      await settled()
      call.clock.advance(1_000)
    }
    expect(call.reports.slice(1)).toMatchObject([{ epoch: 1, outcome: 'failed', why: 'stopped' }])
  })

  test('nor is it told where the newcomers have gone by then', async () => {
    const call = openEnforcement({ granularity: 'all-or-nothing' })
    call.enforcement.take([allowing(['anna'])])
    await settled()
    call.presence.arrive({ id: 'ben', kind: 'person' })
    await settled()
    call.presence.arrive({ id: 'cem', kind: 'person' })
    await settled()
    call.presence.depart('ben')
    call.presence.depart('cem')
    await settled()
    call.clock.advance(5_000)
    expect(call.reports).toHaveLength(1)
  })

  test('whom it cannot hold back stops the feature without a new list', async () => {
    const call = openEnforcement()
    call.enforcement.take([allowing(['anna'])])
    await settled()
    call.sfu.uncover('ben')
    call.presence.arrive({ id: 'ben', kind: 'phone' })
    await settled()
    call.clock.advance(1_000)
    expect(call.hears()).toBe(false)
    expect(call.reports.at(-1)).toMatchObject({ epoch: 1, outcome: 'failed', uncovered: ['ben'] })
  })
})
