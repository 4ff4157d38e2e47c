import { describe, expect, test } from 'vitest'
import { allowing, epochs, openEnforcement, settled } from './enforcement-stage.ts'

describe('without the authority', () => {
  test('everything is closed in the same step, whatever is under way', async () => {
    const call = openEnforcement()
    call.enforcement.take([allowing(['anna']), allowing(['anna'], { feature: 'captions' })])
    await settled()
    const goOn = call.sfu.stall()
    call.enforcement.take([allowing(['anna', 'ben'], { epoch: 2 })])
    call.enforcement.take([allowing(['anna', 'ben', 'cem'], { epoch: 3 })])
    call.enforcement.lose()
    expect(call.sfu.given.slice(-2).map(({ feature, allow }) => [feature, allow])).toEqual([
      ['summary', []],
      ['captions', []],
    ])
    goOn()
    await settled()
    expect([call.hears(), call.hears('anna', 'captions')]).toEqual([false, false])
  })

  test('a failure that was about to be told is not', async () => {
    const call = openEnforcement({ granularity: 'all-or-nothing' })
    call.enforcement.take([allowing(['anna'])])
    await settled()
    call.presence.arrive({ id: 'ben', kind: 'person' })
    await settled()
    call.enforcement.lose()
    call.clock.advance(5_000)
    expect(call.reports).toHaveLength(1)
  })

  test('nothing opens by itself, and nothing is reported', async () => {
    const call = openEnforcement()
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
    const call = openEnforcement()
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

  test('a list that closes is reported again as well, and not before it has come again', async () => {
    const call = openEnforcement()
    const list = allowing([], { activation: null })
    call.enforcement.take([list])
    await settled()
    call.clock.advance(1_000)
    call.enforcement.lose()
    await settled()
    call.clock.advance(1_000)
    expect(call.reports).toHaveLength(1)
    call.enforcement.take([list])
    await settled()
    expect(call.reports).toHaveLength(2)
  })

  test('an older list does not open it', async () => {
    const call = openEnforcement()
    call.enforcement.take([allowing([], { epoch: 4 })])
    await settled()
    call.enforcement.lose()
    call.enforcement.take([allowing(['anna'], { epoch: 3 })])
    await settled()
    expect(epochs(call).every(([epoch]) => epoch === 4)).toBe(true)
  })

  test('a close that fails is tried again, and not reported', async () => {
    const call = openEnforcement()
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
    expect(call.reports).toHaveLength(1)
  })

  test('and not once something else has closed it meanwhile', async () => {
    const call = openEnforcement()
    call.enforcement.take([allowing(['anna'])])
    await settled()
    const works = call.sfu.fail()
    call.enforcement.take([allowing([], { epoch: 2 })])
    await settled()
    works()
    call.enforcement.lose()
    await settled()
    call.enforcement.take([allowing(['anna'], { epoch: 3 })])
    await settled()
    call.clock.advance(5_000)
    await settled()
    expect(call.hears()).toBe(true)
  })

  test('once closed for good it takes no list any more', async () => {
    const call = openEnforcement()
    call.enforcement.take([allowing(['anna'])])
    await settled()
    await call.enforcement.close()
    expect(call.hears()).toBe(false)
    call.enforcement.take([allowing(['anna'], { epoch: 2 })])
    await settled()
    expect(call.hears()).toBe(false)
  })

  test('and listens to the roster no more', async () => {
    let listeners = 0
    const presence = {
      peers: () => [],
      onChange() {
        listeners += 1
        return () => {
          listeners -= 1
        }
      },
    }
    const { enforcement } = openEnforcement({}, { presence })
    await enforcement.close()
    expect(listeners).toBe(0)
  })
})

describe('reports', () => {
  test('are at most so many a second, of each feature the latest', async () => {
    const call = openEnforcement({}, { reportsPerSecond: 4 })
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

  test('that wait when the authority is lost are never told', async () => {
    const call = openEnforcement()
    call.enforcement.take([allowing(['anna']), allowing(['anna'], { feature: 'captions' })])
    await settled()
    call.enforcement.lose()
    await settled()
    call.clock.advance(1_000)
    call.enforcement.take([allowing(['anna'], { epoch: 2 })])
    await settled()
    call.clock.advance(1_000)
    expect(call.reports.map(({ feature, epoch }) => [feature, epoch])).toEqual([
      ['summary', 1],
      ['summary', 2],
    ])
  })

  test('of a feature that is off come with its lists, not with the roster', async () => {
    const call = openEnforcement()
    call.enforcement.take([allowing([], { activation: null })])
    await settled()
    call.presence.arrive({ id: 'ben', kind: 'person' })
    await settled()
    expect(call.sfu.given).toHaveLength(1)
  })

  test('are not told twice', async () => {
    const call = openEnforcement()
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
