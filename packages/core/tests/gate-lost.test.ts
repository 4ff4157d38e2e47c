import { createEnforcement, feedEnforcement } from '@askfirst/core/enforcement'
import { memoryEnforcer } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { createGate } from '../src/gate/gate.ts'
import type { AllowList } from '../src/protocol/gate-messages.ts'
import { turns } from './stage.ts'
import { list, openWithList, welcome } from './worker.ts'

// What becomes of everything a worker has open, and of what it feeds, once the authority is out of reach.

/** A worker that feeds an SFU, which captures Ben. */
async function feeding() {
  const opened = await openWithList()
  const sfu = memoryEnforcer()
  const { clock, gate } = opened
  const enforcement = createEnforcement({ enforcers: [sfu], clock, report: gate.report })
  feedEnforcement(gate, enforcement)
  await turns()
  const captures = () => sfu.captures('ben', 'summary', 'summarise')
  expect(captures()).toBe(true)
  return { ...opened, captures }
}

const gap = { feature: 'summary', term: 1, epoch: 7, allow: [{ participant: 'ben', asks: ['summarise'] }] }

describe('a worker that cannot go on closes what it feeds too', () => {
  test.each([
    ['a message that it does not know', { type: 'news' }],
    ['no message at all', '{'],
    ['a gap', { type: 'changes', changes: [gap] }],
    ['a refusal', { type: 'refused', code: 'token', message: 'The token is over.' }],
    ['the cut of its token', { type: 'refused', code: 'cut', message: 'The token is over.' }],
  ])('after %s, though nobody answers any more', async (_what, message) => {
    const { wire, clock, gate, hears, revoked, captures } = await feeding()
    const live: boolean[] = []
    gate.onChange(() => live.push(gate.isLive()))
    wire.say(message)
    expect([gate.isLive(), hears()]).toEqual([false, false])
    expect(revoked).toEqual(['ben/summarise'])
    // Who hears of the close asks the gate, and may not take it for a list of nobody.
    expect(live).toEqual([false])
    await turns()
    expect(captures()).toBe(false)
    clock.advance(600_000)
    await turns()
    expect([hears(), captures()]).toEqual([false, false])
  })

  test('and opens it again with whole lists', async () => {
    const { wire, clock, captures } = await feeding()
    wire.say({ type: 'news' })
    clock.advance(1_000)
    await turns()
    wire.say(welcome)
    await turns()
    expect(captures()).toBe(false)
    wire.say({ type: 'gates', lists: [list()] })
    await turns()
    expect(captures()).toBe(true)
  })
})

test('a feature whose list is gone is lost, whatever else the gate says of itself', () => {
  const said: string[] = []
  let lists: AllowList[] = [list(), list({ feature: 'captions' })]
  let feed = () => {}
  const gate = {
    isLive: () => true,
    lists: () => lists,
    onChange(listener: () => void) {
      feed = listener
      return () => {}
    },
  }
  feedEnforcement(gate, {
    take: (all) => void said.push(`take ${all.map(({ feature }) => feature).join(' ')}`),
    lose: () => void said.push('lose'),
  })
  lists = lists.slice(1)
  feed()
  feed()
  expect(said).toEqual(['take summary captions', 'lose', 'take captions', 'take captions'])
})

test('lists that come before the welcome, or after a cut, open nothing', async () => {
  const { wire, clock, gate, hears } = await openWithList()
  wire.say({ type: 'refused', code: 'cut', message: 'The token is over.' })
  expect(gate.isLive()).toBe(false)
  wire.say({ type: 'gates', lists: [list({ epoch: 2 })] })
  expect(hears()).toBe(false)
  const other = await openWithList()
  other.wire.drop()
  other.clock.advance(1_000)
  await turns()
  other.wire.say({ type: 'gates', lists: [list({ epoch: 3 })] })
  other.wire.say(welcome)
  expect([other.gate.isLive(), other.hears()]).toEqual([true, false])
  other.wire.say({ type: 'gates', lists: [list({ epoch: 1 })] })
  expect(other.hears()).toBe(true)
  clock.advance(1_000)
})

test('nothing is said of a worker whose lease is over: no list, no run', async () => {
  const { clock, gate } = await openWithList()
  expect([gate.lists(), gate.activation('summary')]).toEqual([[list()], 'run-1'])
  clock.suspend(3_000)
  expect(gate.allowed('summary', 'summarise')).toEqual([])
  expect([gate.lists(), gate.activation('summary')]).toEqual([[], null])
})

describe('a listener that closes everything in the middle of new lists', () => {
  const of = (feature: string, epoch: number, ...who: string[]) => [
    list({ feature, epoch, allow: who.map((participant) => ({ participant, asks: ['a'] })) }),
  ]
  const openGate = () => {
    const gate = createGate(() => true)
    gate.apply(of('s', 1, 'anna', 'ben'))
    const told: string[] = []
    gate.onRevoke(({ participant, feature }) => {
      if (participant === 'anna') gate.closeAll()
      told.push(`${participant}/${feature}`)
    })
    return { gate, told }
  }

  test('has everything closed, also of lists that stood behind', () => {
    const { gate, told } = openGate()
    gate.apply([...of('s', 2, 'ben'), ...of('t', 2, 'ben')])
    expect(gate.lists()).toEqual([])
    expect([gate.permits('ben', 's', 'a'), gate.permits('ben', 't', 'a')]).toEqual([false, false])
    // Each once.
    expect(told.sort()).toEqual(['anna/s', 'ben/s', 'ben/t'])
  })

  test('in the middle of a change, too', () => {
    const { gate, told } = openGate()
    const allow = ['anna', 'ben'].map((participant) => ({ participant, asks: [] }))
    expect(gate.change({ feature: 's', term: 1, epoch: 2, allow })).toBe(true)
    expect(told.sort()).toEqual(['anna/s', 'ben/s'])
  })

  test('one that takes newer lists then has those', () => {
    const gate = createGate(() => true)
    gate.apply([...of('s', 1, 'anna'), ...of('t', 1, 'anna')])
    const told: string[] = []
    gate.onRevoke(({ participant, feature }) => {
      if (feature === 's') gate.apply(of('t', 1, 'anna'))
      told.push(`${participant}/${feature}`)
    })
    gate.closeAll()
    expect([gate.permits('anna', 's', 'a'), gate.permits('anna', 't', 'a')]).toEqual([false, true])
    expect(told).toEqual(['anna/s', 'anna/t'])
  })
})
