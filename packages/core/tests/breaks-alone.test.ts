import { createManualClock } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { openAuthority } from '../src/authority/authority.ts'
import type { Authority } from '../src/authority/authority-types.ts'
import { memoryLedger } from '../src/authority/memory-ledger.ts'
import type { Command } from '../src/commands.ts'
import { randomIds } from '../src/defaults/ids.ts'
import { openLink } from './link.ts'
import { catalogue, device, type Wish } from './sentences.ts'
import { openStage, turns } from './stage.ts'

// What nobody thought of breaks one link, or one meeting, and not the program with all the others.

const anna = device('anna', { role: 'host' })
const ben = device('ben')
const MISTAKE = new TypeError('nobody thought of this')
const broken = (): never => {
  throw MISTAKE
}
/** A command that breaks whoever looks at what it is about. */
const breaking = ({ command, actor }: Wish): Wish => ({
  command: Object.defineProperty({ ...command }, 'feature', { get: broken }) as Command,
  actor,
})

test.each([
  ['ask again', anna.asksAgain()],
  ['take back', anna.withdraws()],
])('a command to %s that breaks closes everything in its meeting', async (_what, wish) => {
  const stage = await openStage()
  await stage.after(anna.arrives(), anna.turnsOn())
  let ended = 0
  stage.authority.onEnd(() => {
    ended += 1
  })
  expect(await stage.send(breaking(wish))).toMatchObject({ rejection: { code: 'unavailable' } })
  expect([stage.hears(anna), ended, stage.faults]).toEqual([false, 1, [MISTAKE]])
})

test('what breaks as its time comes closes everything in its meeting', async () => {
  const clock = createManualClock()
  const faults: unknown[] = []
  let isBroken = false
  let count = 0
  const authority = await openAuthority({
    meeting: 'meeting',
    catalogue,
    ledger: memoryLedger(),
    clock,
    ids: () => (isBroken ? broken() : `id-${++count}`),
    random: () => 0.5,
    onFault: (error) => faults.push(error),
  })
  const send = ({ command, actor }: Wish) => authority.dispatch(command, actor)
  for (const wish of [...anna.arrives(), anna.turnsOn(), ...ben.saysYes(), anna.leaves()]) await send(wish)
  expect(authority.permits('ben', 'summary', 'summarise')).toBe(true)
  let ended = 0
  authority.onEnd(() => {
    ended += 1
  })
  isBroken = true
  // A minute without a host.
  for (let second = 0; second < 60; second += 1) {
    clock.advance(1_000)
    await turns(20)
  }
  expect([faults, ended, authority.permits('ben', 'summary', 'summarise')]).toEqual([[MISTAKE], 1, false])
})

test('what breaks as it is a crowd’s turn in the line of all meetings closes everything in its own', async () => {
  const faults: unknown[] = []
  const line: (() => void)[] = []
  const authority = await openAuthority({
    meeting: 'meeting',
    catalogue,
    ledger: memoryLedger(),
    clock: createManualClock(),
    ids: randomIds,
    random: () => 0.5,
    waitForTurn(call) {
      line.push(call)
      return () => {}
    },
    onFault: (error) => faults.push(error),
  })
  const send = ({ command, actor }: Wish) => authority.dispatch(command, actor)
  for (const wish of [...anna.arrives(), ...ben.arrives()]) await send(wish)
  let isBroken = false
  const viewer = { participant: 'ben', connection: 'ben-tab', kind: 'person', role: 'attendee' } as const
  authority.attach(
    Object.defineProperty(viewer, 'participant', {
      get() {
        if (!isBroken) return 'ben'
        isBroken = false
        return broken()
      },
    }),
    { leaseMs: 10_000, version: '1.0', send: () => {} },
  )
  await send(anna.turnsOn())
  expect(authority.permits('anna', 'summary', 'summarise')).toBe(true)
  let ended = 0
  authority.onEnd(() => {
    ended += 1
  })
  isBroken = true
  for (const turn of line) turn()
  expect([faults, ended, authority.permits('anna', 'summary', 'summarise')]).toEqual([[MISTAKE], 1, false])
})

describe('an authority that breaks for one link', () => {
  const openBroken = async (change: Partial<Authority>) => {
    const faults: unknown[] = []
    const { authority } = await openStage()
    const link = await openLink(undefined, {
      authority: async () => ({ ...authority, ...change }),
      onFault: (error) => faults.push(error),
    })
    return { ...link, faults }
  }

  test('as it lets somebody in ends that link', async () => {
    const { say, hello, isClosed, faults } = await openBroken({ attach: broken })
    await say(hello)
    expect([isClosed(), faults]).toEqual([true, [MISTAKE]])
  })

  test('as it hears a command ends that link', async () => {
    const { say, hello, command, isClosed, faults } = await openBroken({
      // That it is gone is a command as well.
      dispatch: ({ type }) => (type === 'participant.lapse' ? Promise.resolve({ ok: true }) : broken()),
    })
    await say(hello)
    expect(isClosed()).toBe(false)
    await command({ type: 'participant.join', place: 'call' })
    expect([isClosed(), faults]).toEqual([true, [MISTAKE]])
  })

  test('as a newer token is taken ends that link', async () => {
    let admitted = 0
    const { say, hello, isClosed, faults } = await openBroken({
      admits: () => {
        admitted += 1
        return admitted === 1 || broken()
      },
    })
    await say(hello)
    await say({ type: 'token', token: 'good' })
    expect([isClosed(), faults]).toEqual([true, [MISTAKE]])
  })
})
