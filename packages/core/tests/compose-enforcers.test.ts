import { createManualClock, enforcerContract, memoryEnforcer, memoryPresence } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { composeEnforcers } from '../src/enforcement/compose-enforcers.ts'
import type { Enforcer } from '../src/ports.ts'
import { allowing } from './enforcement-stage.ts'
import { turns } from './stage.ts'

const clock = createManualClock()
const ANNA = { id: 'anna', kind: 'person' } as const
const BEN = { id: 'ben', kind: 'person' } as const

describe('a composition of enforcers', () => {
  describe('is an enforcer itself', () => {
    test.each(enforcerContract())('$name', ({ run }) =>
      run(() => {
        const [sfu, vendor] = [memoryEnforcer(), memoryEnforcer({ point: 'vendor-feature' })]
        const captures = (who: string) =>
          sfu.captures(who, 'summary', 'summarise') || vendor.captures(who, 'summary', 'summarise')
        return {
          enforcer: composeEnforcers([sfu, vendor], { clock }),
          ...{ feature: 'summary', ask: 'summarise', captures },
          uncover(who: string) {
            sfu.uncover(who)
            vendor.uncover(who)
          },
        }
      }),
    )
  })

  test('gives every list to all of them in the same step', () => {
    const both = [memoryEnforcer(), memoryEnforcer()]
    void composeEnforcers(both, { clock }).apply(allowing(['anna']))
    expect(both.map(({ given }) => given.length)).toEqual([1, 1])
  })

  test('closes what is quick at once, however slow another is', async () => {
    const [quick, slow] = [memoryEnforcer(), memoryEnforcer()]
    const composed = composeEnforcers([slow, quick], { clock })
    await composed.apply(allowing(['anna']))
    slow.stall()
    void composed.apply(allowing([], { epoch: 2 }))
    await turns()
    expect(quick.captures('anna', 'summary', 'summarise')).toBe(false)
  })

  test('has enforced only what all have, and names everybody whom one cannot hold back', async () => {
    const [sfu, vendor] = [memoryEnforcer(), memoryEnforcer({ point: 'vendor-feature' })]
    const composed = composeEnforcers([sfu, vendor], { clock })
    sfu.uncover('cem')
    vendor.uncover('dora')
    vendor.uncover('cem')
    expect(await composed.apply(allowing(['anna']))).toEqual({
      ...{ feature: 'summary', term: 1, epoch: 1 },
      ...{ effective: 'stopped', uncovered: ['cem', 'dora'] },
    })
  })

  test('is unconfirmed where one throws, and says which without a word of its message', async () => {
    const [sfu, vendor] = [memoryEnforcer(), memoryEnforcer({ point: 'vendor-feature' })]
    vendor.fail()
    const answer = await composeEnforcers([sfu, vendor], { clock }).apply(allowing(['anna']))
    expect(answer).toMatchObject({ effective: 'unconfirmed', why: 'vendor-feature: failed (Error)' })
  })

  test('is unconfirmed rather than stopped, and holds the oldest list of all', async () => {
    const [sfu, vendor] = [memoryEnforcer(), memoryEnforcer({ point: 'vendor-feature' })]
    const composed = composeEnforcers([sfu, vendor], { clock })
    await sfu.apply(allowing([], { epoch: 9 }))
    expect(await composed.apply(allowing(['anna'], { epoch: 5 }))).toMatchObject({ epoch: 5 })
    expect(await composed.apply(allowing(['anna'], { epoch: 4 }))).toMatchObject({ epoch: 5 })
    sfu.uncover('cem')
    vendor.fail()
    const answer = await composed.apply(allowing(['anna'], { epoch: 10 }))
    expect(answer).toMatchObject({ effective: 'unconfirmed', uncovered: ['cem'] })
  })

  test('is unconfirmed where one throws before it has a promise, and all others have their list', async () => {
    const after = memoryEnforcer()
    const broken: Enforcer = {
      ...memoryEnforcer(),
      apply() {
        throw new TypeError('no connection')
      },
    }
    const answer = await composeEnforcers([broken, after], { clock }).apply(allowing([]))
    expect(answer.effective).toBe('unconfirmed')
    expect(after.given).toHaveLength(1)
  })

  test('is unconfirmed where one answers with nothing at all', async () => {
    const broken = { ...memoryEnforcer(), apply: async () => undefined } as unknown as Enforcer
    const answer = await composeEnforcers([broken], { clock }).apply(allowing([]))
    expect(answer).toMatchObject({ effective: 'unconfirmed', why: 'sfu: failed (TypeError)' })
  })

  test('waits for nobody longer than its limit', async () => {
    const [quick, slow] = [memoryEnforcer(), memoryEnforcer({ point: 'ingress' })]
    slow.stall()
    const answer = composeEnforcers([quick, slow], { clock, limitMs: 500 }).apply(allowing(['anna']))
    await turns()
    clock.advance(500)
    expect(await answer).toMatchObject({
      ...{ effective: 'unconfirmed', uncovered: [], why: 'ingress: no answer within 500 ms' },
    })
  })

  test('leaves no timer behind', async () => {
    let timers = 0
    const after: typeof clock.after = (delayMs, call) => {
      timers += 1
      const undo = clock.after(delayMs, call)
      return () => {
        timers -= 1
        undo()
      }
    }
    await composeEnforcers([memoryEnforcer(), memoryEnforcer()], { clock: { ...clock, after } }).apply(
      allowing(['anna']),
    )
    await turns()
    expect(timers).toBe(0)
  })

  test('does not take an answer to an older list, or to another feature’s, for one', async () => {
    const sfu = memoryEnforcer()
    sfu.uncover('cem')
    const late: Enforcer = { ...sfu, apply: (list) => sfu.apply({ ...list, epoch: list.epoch - 1 }) }
    const astray: Enforcer = { ...sfu, apply: (list) => sfu.apply({ ...list, feature: 'captions' }) }
    for (const enforcer of [late, astray]) {
      const answer = await composeEnforcers([enforcer], { clock }).apply(allowing(['anna'], { epoch: 4 }))
      expect(answer).toMatchObject({ epoch: 4, effective: 'unconfirmed', uncovered: ['cem'] })
    }
  })

  describe('with one that is all or nothing', () => {
    const open = (peers: Parameters<typeof memoryPresence>[0]) => {
      const [sfu, room] = [memoryEnforcer(), memoryEnforcer({ granularity: 'all-or-nothing' })]
      const presence = memoryPresence(peers)
      return { sfu, room, presence, composed: composeEnforcers([sfu, room], { clock, presence }) }
    }
    const hears = ({ room }: ReturnType<typeof open>) => room.captures('anybody', 'summary', 'summarise')

    test('is on for all or for nobody', async () => {
      const call = open([ANNA, BEN])
      const some = await call.composed.apply(allowing(['anna']))
      expect([hears(call), some.effective]).toEqual([false, 'stopped'])
      const all = await call.composed.apply(allowing(['anna', 'ben'], { epoch: 2 }))
      expect([hears(call), all.effective]).toEqual([true, 'enforced'])
      call.presence.arrive({ id: 'cem', kind: 'person' })
      await call.composed.apply(allowing(['anna', 'ben'], { epoch: 2 }))
      expect(hears(call)).toBe(false)
    })

    test('lets the others tell people apart all the same', async () => {
      const call = open([ANNA, BEN])
      await call.composed.apply(allowing(['anna']))
      expect(call.sfu.captures('anna', 'summary', 'summarise')).toBe(true)
    })

    test('takes only asks that everybody has open', async () => {
      const call = open([ANNA, BEN])
      const allow = [
        { participant: 'anna', asks: ['summarise', 'improve'] },
        { participant: 'ben', asks: ['summarise'] },
      ]
      await call.composed.apply({ ...allowing([]), allow })
      expect(call.room.captures('anna', 'summary', 'summarise')).toBe(true)
      expect(call.room.captures('anna', 'summary', 'improve')).toBe(false)
    })

    test('counts no agents, and an empty call as nobody’s yes', async () => {
      const withAgent = open([ANNA, { id: 'notes', kind: 'agent' }])
      await withAgent.composed.apply(allowing(['anna']))
      expect(hears(withAgent)).toBe(true)
      const empty = open([{ id: 'notes', kind: 'agent' }])
      await empty.composed.apply(allowing(['anna']))
      expect(hears(empty)).toBe(false)
    })

    test('is off where the roster cannot be read', async () => {
      const room = memoryEnforcer({ granularity: 'all-or-nothing' })
      const presence = {
        peers: () => {
          throw new Error('the call is gone')
        },
      }
      await composeEnforcers([room], { clock, presence }).apply(allowing(['anna']))
      expect(room.captures('anna', 'summary', 'summarise')).toBe(false)
    })

    test('is a mistake without a presence, and so is no enforcer at all', () => {
      const room = memoryEnforcer({ granularity: 'all-or-nothing' })
      expect(() => composeEnforcers([room], { clock })).toThrow('(rule "enforcement-presence"')
      expect(() => composeEnforcers([], { clock })).toThrow('(rule "enforcers"')
    })
  })
})
