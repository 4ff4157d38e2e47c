import { describe, expect, test } from 'vitest'
import { by, device, given } from '../tests/sentences.ts'
import type { Actor } from './model/participant.ts'
import { REJECTIONS } from './rejection.ts'

const anna = device('anna', { role: 'host' })
const ben = device('ben')
const everything = [
  ben.joins(),
  ben.leaves(),
  ben.showsIndicator(),
  ben.hidesIndicator(),
  ben.turnsOn(),
  ben.turnsOff(),
  ben.isShown(),
  ben.accepts(),
  ben.declines(),
  ben.withdraws(),
  ben.defers(),
  ben.asksToErase(),
  ben.lapses(),
]
const running = () => given(anna.joins(), anna.turnsOn(), ben.saysYes())

describe('only the person decides for themselves', () => {
  const others: Actor[] = [
    { use: 'gate', worker: 'notetaker', features: ['summary'] },
    { use: 'processor', processor: 'Acme', features: ['summary'] },
  ]
  for (const actor of others) {
    test.each(everything.map((wish) => [wish.command.type, wish] as const))(
      `a ${actor.use} token may not %s`,
      (_type, wish) => {
        running().when(by(actor, wish.command)).isRejected('not-allowed').and(ben, 'open')
      },
    )
  }

  test('not even the authority, beyond what time and faults bring', () => {
    for (const wish of everything.filter(({ command }) => command.type !== 'participant.lapse')) {
      running()
        .when(by({ use: 'authority' }, wish.command))
        .isRejected('not-allowed')
    }
  })

  test('a person cannot make others lapse, nor say that the authority started', () => {
    running().when(by(anna.actor, ben.lapses().command)).isRejected('not-allowed').and(ben, 'open')
    running()
      .when(by(anna.actor, { type: 'authority.start', id: 'x' }))
      .isRejected('not-allowed')
      .and(ben, 'open')
  })

  test('who is meant is who the token names: a host who withdraws takes back only the own yes', () => {
    running()
      .when(anna.withdraws({ ...({ participant: 'ben' } as object) }))
      .leadsTo({ type: 'consent.withdrawn', participant: 'anna' })
      .and(ben, 'open')
  })
})

test('deciding changes nothing: the same question gets the same answer', () => {
  const { state } = running()
  const before = structuredClone(state)
  for (const wish of everything) {
    const first = running().when(wish).outcome
    const second = running().when(wish).outcome
    if (typeof first === 'string') expect(second).toBe(first)
    else expect(second).toMatchObject(first.map(({ at: _at, ...event }) => event))
  }
  expect(state).toEqual(before)
})

test('every rejection says what to do', () => {
  for (const [code, message] of Object.entries(REJECTIONS)) {
    expect(code).toMatch(/^[a-z-]+$/)
    expect(message.length).toBeGreaterThan(30)
  }
})
