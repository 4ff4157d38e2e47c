import { createManualClock } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { openAuthority } from '../src/authority/authority.ts'
import type { Authority } from '../src/authority/authority-types.ts'
import { memoryLedger } from '../src/authority/memory-ledger.ts'
import { randomIds, systemRandom } from '../src/defaults/ids.ts'
import type { ServerMessage } from '../src/protocol/server-messages.ts'
import { everyPolicy } from './catalogues.ts'
import { app, type Device, device, type Wish } from './sentences.ts'

// What a decision has to look at, counted in steps through maps and sets: the same whatever else is on.

const anna = device('anna', { role: 'host' })
const ben = device('ben')
const cem = device('cem')
/** Seen by everybody, so who comes and goes is looked at. */
const bot = device('bot', { kind: 'agent' })

/** A meeting with the summary on, and with so many runs of people's own, each its owner's alone. */
async function meetingWith(runs: number) {
  const clock = createManualClock()
  const authority = await openAuthority({
    meeting: 'meeting',
    catalogue: everyPolicy,
    ledger: memoryLedger(),
    clock,
    ids: randomIds,
    random: systemRandom,
  })
  await say(
    authority,
    anna.joins(),
    anna.showsIndicator(),
    app.reportsRoster(anna, bot),
    anna.turnsOn(),
    bot.joins(),
  )
  for (let at = 0; at < runs; at += 1) {
    const owner = device(`owner-${at}`)
    const own = owner.aboutThe('notes', owner.participant)
    await say(authority, ...owner.arrives(), own.turnsOn())
  }
  await say(authority, ...ben.saysYes(), ben.aboutThe('notes', 'owner-0').isShown())
  authority.attachWorker({
    features: ['summary', 'notes'],
    onLists: () => {},
    onChanges: () => {},
    onDuties: () => {},
  })
  const told: ServerMessage[] = []
  if (anna.actor.use === 'person')
    authority.attach(anna.actor, { leaseMs: 10_000, version: '1.0', send: (one) => told.push(one) })
  if (ben.actor.use === 'person')
    authority.attach(ben.actor, { leaseMs: 10_000, version: '1.0', send: (one) => told.push(one) })
  // Everybody has been told what was new.
  clock.advance(200)
  return { authority, clock, told }
}

async function say(authority: Authority, ...wishes: readonly Wish[]): Promise<void> {
  for (const { command, actor } of wishes)
    expect(await authority.dispatch(command, actor)).toEqual({ ok: true })
}

/** Counts the steps through maps and sets, until the undo. */
function countSteps() {
  let steps = 0
  const undos: (() => void)[] = []
  const count = <Of extends object, Name extends keyof Of>(of: Of, name: Name): void => {
    const real = of[name] as (this: unknown, ...given: unknown[]) => Iterator<unknown>
    of[name] = function (this: unknown, ...given: unknown[]) {
      const iterator = real.apply(this, given)
      const next = iterator.next.bind(iterator)
      iterator.next = () => {
        steps += 1
        return next()
      }
      return iterator
    } as Of[Name]
    undos.push(() => {
      of[name] = real as Of[Name]
    })
  }
  for (const name of ['entries', 'keys', 'values', Symbol.iterator] as const) {
    count(Map.prototype, name)
    count(Set.prototype, name)
  }
  return () => {
    for (const undo of undos) undo()
    return steps
  }
}

const notes = (who: Device): Device => who.aboutThe('notes', 'owner-0')
const DECISIONS: readonly (readonly [string, () => Wish])[] = [
  ['a yes taken back', () => ben.withdraws()],
  ['a yes', () => ben.accepts({ seen: 99 })],
  ['a yes to one of the runs', () => notes(ben).accepts({ seen: 99 })],
  ['a no to one of the runs', () => notes(ben).declines()],
  ['the indicator hidden', () => ben.hidesIndicator()],
  ['the indicator shown', () => ben.showsIndicator()],
  ['coming', () => cem.joins()],
  ['another room', () => cem.movesTo('green')],
  ['leaving', () => cem.leaves()],
  ['coming back', () => cem.joins()],
  ['going out of reach', () => cem.lapses()],
  ['another role', () => anna.makes(cem, 'cohost')],
  ['being put out', () => anna.removes(cem)],
  ['turning off', () => anna.turnsOff()],
]

const COMING = /^(coming|leaving|going|being|another room)/

/** Steps of each decision, told to whom it concerns at once. */
async function stepsWith(runs: number): Promise<Record<string, number>> {
  const { authority, clock, told } = await meetingWith(runs)
  const steps: Record<string, number> = {}
  for (const [name, wish] of DECISIONS) {
    const end = countSteps()
    const { command, actor } = wish()
    const reply = await authority.dispatch(command, actor)
    steps[name] = end()
    expect([name, reply]).toEqual([name, { ok: true }])
    const endRound = countSteps()
    clock.advance(200)
    const ofRound = endRound()
    // Whoever comes or goes counts in all that is on, and hosts and owners are told so: at most ten times a second.
    if (!COMING.test(name)) steps[`${name}, as hosts are told`] = ofRound
  }
  expect(told.length).toBeGreaterThan(DECISIONS.length)
  return steps
}

test('a decision looks at as much with 1 person who has a run of their own as with 500', async () => {
  const one = await stepsWith(1)
  expect(Object.values(one).every((steps) => steps > 0)).toBe(true)
  expect(await stepsWith(500)).toEqual(one)
})
