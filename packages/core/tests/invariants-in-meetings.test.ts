import { leaveMeOut } from '@askfirst/core'
import { memoryLedger } from '@askfirst/core/authority'
import { createMeeting, failingLedger } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { gateOf } from '../src/gate-rule.ts'
import { createMeetingState } from '../src/state.ts'
import { agree, OK, plain } from './cast.ts'
import { everyPolicy } from './catalogues.ts'
import { device, take } from './sentences.ts'

// What must hold, always, by its number, where it takes a ledger, a clock or a worker; and the cases that take them.

/** Anna has turned it on, Ben has said yes and is heard. */
async function benAgreed() {
  const ledger = failingLedger(memoryLedger())
  const meeting = await createMeeting({ features: [plain], ledger })
  const anna = await meeting.join('anna', { role: 'host' })
  const ben = await meeting.join('ben')
  const gate = await meeting.worker()
  expect(await anna.enable('plain', { answer: 'accept' })).toEqual(OK)
  await agree(ben, 'plain')
  await meeting.settle()
  const hears = (who = 'ben') => gate.permits(who, 'plain', 'listen')
  expect(hears()).toBe(true)
  return { meeting, ledger, anna, ben, hears }
}

test('2. opening waits, closing never does: while the ledger is down nobody comes in, and a no closes', async () => {
  const { meeting, ledger, ben, hears } = await benAgreed()
  const cora = await meeting.join('cora')
  await cora.show('plain', { visibleMs: 2_000, lang: 'en' })
  const end = ledger.fail()
  expect(await cora.accept('plain')).toMatchObject({ rejection: { code: 'unavailable' } })
  const said = ben.withdraw('plain')
  await meeting.settle()
  expect([hears('cora'), hears('ben'), hears('anna')]).toEqual([false, false, true])
  end()
  await meeting.advance(5_000)
  expect(await said).toEqual(OK)
  expect([hears('cora'), hears('ben')]).toEqual([false, false])
})

test('4. a gate client that loses the authority closes everything, when its lease runs out', async () => {
  const { meeting, hears } = await benAgreed()
  await meeting.kill()
  await meeting.advance(3_000)
  expect([hears('ben'), hears('anna')]).toEqual([false, false])
})

test('13. what was acknowledged is there after the authority was killed, and opens the same gates', async () => {
  const { meeting, ben, hears } = await benAgreed()
  const before = await meeting.events()
  await meeting.kill()
  await meeting.start()
  await meeting.advance(5_000)
  expect((await meeting.events()).slice(0, before.length)).toEqual(before)
  expect(hears()).toBe(true)
  expect(ben.store.getState().connection).toBe('live')
})

describe('withdraw races', () => {
  test('a ledger fault, and a kill before it is written: the no wins', async () => {
    const { meeting, ledger, ben, hears } = await benAgreed()
    const end = ledger.fail()
    const said = ben.withdraw('plain')
    await meeting.settle()
    expect(hears()).toBe(false)
    await meeting.kill()
    end()
    await meeting.start()
    await meeting.advance(5_000)
    expect(await said).toEqual(OK)
    expect(hears()).toBe(false)
    expect((await meeting.events()).filter(({ type }) => type === 'consent.withdrawn')).toHaveLength(1)
  })
})

test('10,000 attendees: the same for each of them', () => {
  const state = createMeetingState('meeting', everyPolicy)
  const host = device('host', { role: 'host' })
  const crowd = Array.from({ length: 10_000 }, (_, at) => device(`p${at}`))
  for (const wish of [...host.arrives(), host.turnsOn()]) take(state, wish)
  for (const person of crowd) for (const wish of person.saysYes()) take(state, wish)
  const [first, last] = [crowd[0], crowd[9_999]]
  if (first === undefined || last === undefined) throw new Error('nobody is here')
  take(state, first.withdraws())
  take(state, last.leaves())
  const feature = state.features.get('summary')
  if (feature === undefined) throw new Error('there is no summary')
  const open = crowd.filter(({ participant }) => {
    return gateOf(state.participants.get(participant), feature, 'summarise').open
  })
  expect(feature.entry.feature.policy).toEqual(leaveMeOut)
  expect([open.length, open.includes(first), open.includes(last)]).toEqual([9_998, false, false])
  expect([state.people, feature.ready, feature.refusing]).toEqual([10_000, 9_999, 1])
})
