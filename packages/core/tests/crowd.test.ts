import { createManualClock } from '@askfirst/testing'
import { expect, test } from 'vitest'
import { openAuthority } from '../src/authority/authority.ts'
import { memoryLedger } from '../src/authority/memory-ledger.ts'
import { applyUpdate, EMPTY_REPLICA, type ReplicaState } from '../src/client/replica.ts'
import { sha256 } from '../src/defaults/digest.ts'
import { randomIds, systemRandom } from '../src/defaults/ids.ts'
import { replay } from '../src/evolve.ts'
import { createCatalogue } from '../src/model/catalogue.ts'
import { defineFeature } from '../src/model/feature.ts'
import { everyoneOrNobody, leaveMeOut, type Policy } from '../src/model/policy.ts'
import { projectPerson } from '../src/project.ts'
import type { ServerMessage } from '../src/protocol/server-messages.ts'
import { createMeetingState } from '../src/state.ts'
import { summary } from './features.ts'
import { by, change, type Device, device, type Wish } from './sentences.ts'

const anna = device('anna', { role: 'host' })
const cora = device('cora', { role: 'host' })
const ben = device('ben')
const guests = [ben, ...Array.from({ length: 599 }, (_, at) => device(`guest-${at}`))]
const last = guests.at(-1) ?? ben

/** A call of six hundred and a host, each with a page that keeps up. */
async function openCrowd(policy: Policy) {
  const catalogue = await createCatalogue([defineFeature({ ...summary, policy })], sha256)
  const notice = { revision: 2, hash: catalogue.get('summary')?.hash ?? '', lang: 'en' }
  const clock = createManualClock()
  const ledger = memoryLedger()
  const world = { ledger, clock, ids: randomIds, random: systemRandom }
  const authority = await openAuthority({ meeting: 'meeting', catalogue, ...world })
  const send = async (...wishes: readonly Wish[]): Promise<void> => {
    const replies = await Promise.all(wishes.map(({ command, actor }) => authority.dispatch(command, actor)))
    expect(replies.filter(({ ok }) => !ok)).toEqual([])
  }
  const attach = ({ actor }: Device, resume?: { session: string; number: number }) => {
    if (actor.use !== 'person') throw new Error('only persons listen')
    const messages: ServerMessage[] = []
    let replica: ReplicaState = EMPTY_REPLICA
    const session = authority.attach(actor, {
      leaseMs: 10_000,
      version: '1.0',
      send(message) {
        messages.push(message)
        if (message.type !== 'snapshot' && message.type !== 'update') return
        const step = applyUpdate(replica, message)
        if (step.kind === 'applied') replica = step.state
      },
      resume,
    })
    return {
      messages,
      session,
      actor,
      view: () => replica.view,
      feature: () => replica.view?.features.summary,
    }
  }
  const everybody = [anna, ...guests]
  await send(...everybody.flatMap((one) => [one.joins(), one.showsIndicator([notice.hash])]))
  const participants = everybody.map(({ actor }) => ({
    participant: actor.use === 'person' ? actor.participant : '',
    kind: 'person' as const,
  }))
  await send(by({ use: 'app', app: 'app' }, { type: 'roster.report', participants }))
  const pages = new Map(everybody.map((one) => [one, attach(one)]))
  const pageOf = (who: Device) => pages.get(who) ?? attach(who)
  return {
    ...{ authority, clock, send, attach, pageOf },
    turnsOn: change(anna.turnsOn(), { notice }),
    says: (who: Device) => [change(who.isShown(), { notice }), change(who.accepts(), { notice })],
    phases: () => new Set(guests.map((one) => pageOf(one).feature()?.phase)),
    at: (phase: string) => guests.filter((one) => pageOf(one).feature()?.phase === phase).length,
    open: () => guests.filter((one) => pageOf(one).feature()?.gates.summarise?.open === true).length,
    /** How many messages went to somebody since. */
    since(who: Device) {
      const before = pageOf(who).messages.length
      return () => pageOf(who).messages.length - before
    },
    /** What a page would be told that came now. */
    async truthOf(who: Device) {
      const state = replay(createMeetingState('meeting', catalogue), await ledger.read('meeting'))
      const { actor } = pageOf(who)
      return projectPerson(state, actor, { nameOf: () => undefined, permits: authority.permits })
    },
  }
}

test('the crowd is asked in slices, between which others get their turn, and the host before it', async () => {
  const { clock, send, turnsOn, pageOf, at, attach } = await openCrowd(leaveMeOut)
  const [one, other] = [pageOf(ben), pageOf(last)]
  await send(turnsOn)
  expect(pageOf(anna).feature()?.phase).toBe('on')
  expect(at('off')).toBe(600)
  // Who comes, or comes back, while the slices go round is up to date at once, and is not told twice.
  expect(attach(device('late')).feature()?.phase).toBe('on')
  one.session.detach()
  const back = attach(ben, { session: one.session.id, number: one.session.number() })
  expect(back.messages.map(({ type }) => type)).toEqual(['welcome', 'update'])
  other.session.resync(other.session.number())
  expect(other.feature()?.phase).toBe('on')
  const before = other.messages.length
  clock.advance(0)
  expect(at('on')).toBe(599)
  expect([back.messages.length, other.messages.length - before]).toEqual([2, 0])
})

test('what a crowd is told alike is made once, and each has their own number', async () => {
  const { clock, send, turnsOn, says, pageOf } = await openCrowd(leaveMeOut)
  const lastOf = (who: Device) => {
    const message = pageOf(who).messages.at(-1)
    return message?.type === 'update' ? message : undefined
  }
  const [one, two, three] = [guests[10] ?? ben, guests[11] ?? ben, guests[12] ?? ben]
  await send(turnsOn)
  await send(...says(two))
  clock.advance(0)
  expect(lastOf(one)?.change).toBe(lastOf(three)?.change)
  expect(lastOf(two)?.change).not.toBe(lastOf(one)?.change)
  expect(lastOf(one)?.number).toBe(pageOf(one).session.number())
  expect(pageOf(two).feature()?.answer.state).toBe('accepted')
})

test('who waits for their slice is told how it is by then, once', async () => {
  const { clock, send, turnsOn, since, phases } = await openCrowd(leaveMeOut)
  const told = since(last)
  await send(turnsOn)
  await send(anna.turnsOff())
  clock.advance(1_000)
  expect([...phases()]).toEqual(['off'])
  expect(told()).toBe(1)
})

test('what changes nothing of one’s own is told ten times a second at most, to oneself at once', async () => {
  const { clock, send, turnsOn, says, since, pageOf, phases } = await openCrowd({
    ...leaveMeOut,
    disclosure: 'named',
  })
  await send(change(turnsOn, { decision: { answer: 'decline' } }))
  clock.advance(1_000)
  await send(...says(ben))
  clock.advance(10)
  expect([...phases()]).toEqual(['on'])
  const told = since(last)
  for (let round = 1; round <= 20; round += 1) {
    const seen = 2 * round
    await send(ben.withdraws())
    expect(pageOf(ben).feature()?.gates.summarise?.open).toBe(false)
    const accept = says(ben).map((wish) => change(wish, { seen }))
    await send(...accept)
    expect(pageOf(ben).feature()?.gates.summarise?.open).toBe(true)
    clock.advance(10)
  }
  clock.advance(1_000)
  expect([...phases()]).toEqual(['on'])
  expect(told()).toBeLessThanOrEqual(3)
})

test('a newcomer pauses everybody at once, in slices, and each hears it once', async () => {
  const { clock, send, turnsOn, says, since, open, at } = await openCrowd(everyoneOrNobody)
  await send(turnsOn)
  await send(...guests.flatMap(says))
  clock.advance(1_000)
  expect([open(), at('on')]).toEqual([600, 600])
  const told = since(last)
  await send(device('newcomer').joins())
  // No time goes by: only other work gets its turn.
  clock.advance(0)
  expect([open(), at('paused')]).toEqual([0, 600])
  expect(told()).toBe(1)
})

test('hosts who are told names are told who changed, and know them all', async () => {
  const { clock, send, turnsOn, says, attach, pageOf, truthOf } = await openCrowd({
    ...leaveMeOut,
    disclosure: 'named',
  })
  await send(turnsOn)
  clock.advance(1_000)
  const { messages, view } = pageOf(anna)
  const before = messages.length
  await send(...says(ben))
  clock.advance(100)
  const text = JSON.stringify(messages.slice(before))
  expect(text).toContain('{"participant":"ben","included":true}')
  expect(text.length).toBeLessThan(500)
  // A host who comes between two rounds misses nothing that came and went within them.
  await send(ben.leaves())
  const late = attach(cora)
  await send(ben.joins(), ben.showsIndicator([(await truthOf(anna)).features.summary?.hash ?? '']))
  await send(...says(last), device('late').joins())
  clock.advance(1_000)
  const peopleOf = (tally: unknown) =>
    (tally as { people: { participant: string }[] }).people.toSorted((a, b) =>
      a.participant.localeCompare(b.participant),
    )
  const truth = peopleOf((await truthOf(anna)).tallies.summary)
  expect(truth).toHaveLength(602)
  expect(peopleOf(view()?.tallies.summary)).toEqual(truth)
  expect(peopleOf(late.view()?.tallies.summary)).toEqual(truth)
})
