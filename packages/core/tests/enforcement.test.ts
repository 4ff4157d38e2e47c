import {
  createManualClock,
  type MemoryEnforcerOptions,
  memoryEnforcer,
  memoryPresence,
} from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { createEnforcement, type EnforcementOptions } from '../src/enforcement/enforcement.ts'
import type { EnforcementReport } from '../src/enforcement/reports.ts'
import { allowing } from './enforcement-lists.ts'
import { turns } from './stage.ts'

/** Until nothing is under way any more but what waits for the clock. */
const settled = () => turns(50)

/** An enforcement with one enforcer in memory, and everything that it reports. */
function open(options: MemoryEnforcerOptions = {}, more: Partial<EnforcementOptions> = {}) {
  const clock = createManualClock()
  const sfu = memoryEnforcer(options)
  const presence = memoryPresence([{ id: 'anna', kind: 'person' }])
  const reports: EnforcementReport[] = []
  const enforcement = createEnforcement({
    ...{ enforcers: [sfu], clock, presence, report: (report) => void reports.push(report) },
    ...more,
  })
  const hears = (who = 'anna', feature = 'summary') => sfu.captures(who, feature, 'summarise')
  return { clock, sfu, presence, reports, enforcement, hears }
}
const epochs = ({ sfu }: ReturnType<typeof open>) =>
  sfu.given.map(({ epoch, allow }) => [epoch, allow.length])

describe('an enforcement', () => {
  test('gives lists to its enforcers and reports what they enforced', async () => {
    const call = open()
    call.enforcement.take([allowing(['anna'])])
    await settled()
    expect(call.hears()).toBe(true)
    expect(call.reports).toEqual([
      { feature: 'summary', term: 1, epoch: 1, outcome: 'confirmed', uncovered: [] },
    ])
  })

  test('confirms nothing before it is enforced', async () => {
    const call = open()
    const goOn = call.sfu.stall()
    call.enforcement.take([allowing(['anna'])])
    await settled()
    expect(call.reports).toEqual([])
    goOn()
    await settled()
    expect(call.reports).toHaveLength(1)
  })

  test('takes no older list, and none twice', async () => {
    const call = open()
    call.enforcement.take([allowing([], { epoch: 3 })])
    call.enforcement.take([allowing(['anna'], { epoch: 2 })])
    call.enforcement.take([allowing([], { epoch: 3 })])
    call.enforcement.take([allowing(['anna'], { term: 0, epoch: 9 })])
    await settled()
    expect(epochs(call)).toEqual([[3, 0]])
  })

  test('has one opening list under way, then gives the latest of those that came meanwhile', async () => {
    const call = open()
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
    const call = open()
    call.sfu.stall()
    call.enforcement.take([allowing(['anna', 'ben'])])
    call.enforcement.take([allowing(['anna'], { epoch: 2 })])
    expect(epochs(call)).toEqual([
      [1, 2],
      [2, 1],
    ])
  })

  test('closes with a new run of the same people, too', async () => {
    const call = open()
    call.sfu.stall()
    call.enforcement.take([allowing(['anna'])])
    call.enforcement.take([allowing(['anna'], { epoch: 2, activation: 'run-2' })])
    expect(epochs(call)).toHaveLength(2)
  })

  test('counts no answer to a list that has been replaced', async () => {
    const call = open()
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
    const call = open()
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
    const call = open()
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
    const call = open({}, { limitMs: 700 })
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
    const call = open()
    await call.sfu.apply(allowing([], { term: 5 }))
    call.enforcement.take([allowing(['anna'])])
    await settled()
    expect(call.reports).toMatchObject([{ epoch: 1, outcome: 'failed' }])
    expect(call.hears()).toBe(false)
  })

  test('a close that fails is tried until it is confirmed, and nothing opens before that', async () => {
    const call = open()
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

  test('a feature that is off and stopped is as the list says', async () => {
    const call = open({ granularity: 'all-or-nothing' })
    call.enforcement.take([allowing([], { activation: null })])
    await settled()
    expect(call.reports).toMatchObject([{ outcome: 'confirmed' }])
  })
})

describe('when somebody comes', () => {
  test('what cannot tell people apart closes in the same step, and is on again once they have gone', async () => {
    const call = open({ granularity: 'all-or-nothing' })
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
    const call = open({ granularity: 'all-or-nothing' })
    call.sfu.stall()
    call.enforcement.take([allowing(['anna'])])
    call.presence.arrive({ id: 'ben', kind: 'person' })
    expect(epochs(call)).toEqual([
      [1, 1],
      [1, 0],
    ])
  })

  test('an authority that says the same in time hears of no failure', async () => {
    const call = open({ granularity: 'all-or-nothing' })
    call.enforcement.take([allowing(['anna'])])
    await settled()
    call.presence.arrive({ id: 'ben', kind: 'person' })
    await settled()
    call.clock.advance(2_900)
    call.enforcement.take([allowing([], { epoch: 2 })])
    await settled()
    call.clock.advance(5_000)
    expect(call.reports.map(({ epoch, outcome }) => [epoch, outcome])).toEqual([
      [1, 'confirmed'],
      [2, 'confirmed'],
    ])
  })

  test('an authority that does not is told that the feature is stopped, however many come', async () => {
    const call = open({ granularity: 'all-or-nothing' })
    call.enforcement.take([allowing(['anna'])])
    await settled()
    for (const id of ['ben', 'cem', 'dora']) {
      call.presence.arrive({ id, kind: 'person' })
      await settled()
      call.clock.advance(1_000)
    }
    expect(call.reports.slice(1)).toMatchObject([{ epoch: 1, outcome: 'failed', why: 'stopped' }])
  })

  test('nor is it told where the newcomer has gone by then', async () => {
    const call = open({ granularity: 'all-or-nothing' })
    call.enforcement.take([allowing(['anna'])])
    await settled()
    call.presence.arrive({ id: 'ben', kind: 'person' })
    await settled()
    call.presence.depart('ben')
    await settled()
    call.clock.advance(5_000)
    expect(call.reports).toHaveLength(1)
  })

  test('whom it cannot hold back stops the feature without a new list', async () => {
    const call = open()
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

describe('without the authority', () => {
  test('everything is closed in the same step, whatever is under way', async () => {
    const call = open()
    call.enforcement.take([allowing(['anna']), allowing(['anna'], { feature: 'captions' })])
    await settled()
    call.sfu.stall()
    call.enforcement.take([allowing(['anna', 'ben'], { epoch: 2 })])
    call.enforcement.lose()
    expect(call.sfu.given.slice(-2).map(({ feature, allow }) => [feature, allow])).toEqual([
      ['summary', []],
      ['captions', []],
    ])
  })

  test('nothing opens by itself, and nothing is reported', async () => {
    const call = open()
    call.enforcement.take([allowing(['anna'])])
    await settled()
    call.enforcement.lose()
    call.presence.arrive({ id: 'ben', kind: 'person' })
    await settled()
    call.clock.advance(5_000)
    expect(call.hears()).toBe(false)
    expect(call.reports).toHaveLength(1)
  })

  test('the same lists open it again, feature by feature, and are reported again', async () => {
    const call = open()
    const lists = [allowing(['anna']), allowing(['anna'], { feature: 'captions' })]
    call.enforcement.take(lists)
    await settled()
    call.clock.advance(1_000)
    call.enforcement.lose()
    await settled()
    call.enforcement.take(lists.slice(0, 1))
    await settled()
    expect([call.hears('anna'), call.hears('anna', 'captions')]).toEqual([true, false])
    call.enforcement.take(lists)
    await settled()
    call.clock.advance(1_000)
    expect(call.hears('anna', 'captions')).toBe(true)
    expect(call.reports.map(({ feature }) => feature)).toEqual([
      ...['summary', 'captions'],
      ...['summary', 'captions'],
    ])
  })

  test('an older list does not open it', async () => {
    const call = open()
    call.enforcement.take([allowing([], { epoch: 4 })])
    await settled()
    call.enforcement.lose()
    call.enforcement.take([allowing(['anna'], { epoch: 3 })])
    await settled()
    expect(call.hears()).toBe(false)
  })

  test('a close that fails is tried again', async () => {
    const call = open()
    call.enforcement.take([allowing(['anna'])])
    await settled()
    const works = call.sfu.fail()
    call.enforcement.lose()
    await settled()
    works()
    expect(call.hears()).toBe(true)
    call.clock.advance(1_000)
    await settled()
    expect(call.hears()).toBe(false)
  })

  test('once closed for good it takes no list any more', async () => {
    const call = open()
    call.enforcement.take([allowing(['anna'])])
    await settled()
    await call.enforcement.close()
    expect(call.hears()).toBe(false)
    call.enforcement.take([allowing(['anna'], { epoch: 2 })])
    await settled()
    expect(call.hears()).toBe(false)
  })
})

describe('reports', () => {
  test('are at most so many a second, of each feature the latest', async () => {
    const call = open({}, { reportsPerSecond: 4 })
    for (let epoch = 1; epoch <= 50; epoch += 1) {
      call.enforcement.take([allowing(['anna'], { epoch }), allowing([], { epoch, feature: 'captions' })])
      await settled()
      call.clock.advance(20)
    }
    call.clock.advance(1_000)
    const { length } = call.reports
    expect(length).toBeGreaterThan(2)
    expect(length).toBeLessThanOrEqual(7)
    expect(call.reports.slice(-2).map(({ feature, epoch }) => [feature, epoch])).toEqual(
      expect.arrayContaining([
        ['summary', 50],
        ['captions', 50],
      ]),
    )
  })

  test('are not told twice', async () => {
    const call = open()
    call.enforcement.take([allowing(['anna'])])
    await settled()
    call.clock.advance(1_000)
    call.presence.arrive({ id: 'notes', kind: 'agent' })
    await settled()
    call.clock.advance(1_000)
    expect(call.sfu.given).toHaveLength(2)
    expect(call.reports).toHaveLength(1)
  })
})
