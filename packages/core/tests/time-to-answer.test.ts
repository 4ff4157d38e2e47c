import { createMeeting } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { acceptOrLeave, everyoneOrNobody, leaveMeOut, type Policy } from '../src/model/policy.ts'
import { OK, plain, statusOf } from './cast.ts'
import { tap } from './wire.ts'

// Where a policy limits the time to answer: one warning before the end, and "later" gives more.

const seen = { visibleMs: 2_000, lang: 'en' }
const policies: Record<string, Policy> = {
  // biome-ignore lint/suspicious/noThenProperty: the policy's own word
  exclude: { ...leaveMeOut, unanswered: { afterMs: 60_000, then: 'exclude' } },
  // biome-ignore lint/suspicious/noThenProperty: the policy's own word
  leave: { ...acceptOrLeave, unanswered: { afterMs: 60_000, then: 'leave' } },
  // biome-ignore lint/suspicious/noThenProperty: the policy's own word
  all: { ...everyoneOrNobody, unanswered: { afterMs: 60_000, then: 'leave' } },
  // biome-ignore lint/suspicious/noThenProperty: the policy's own word
  short: { ...acceptOrLeave, unanswered: { afterMs: 20_000, then: 'leave' } },
}

async function benIsAsked(policy: keyof typeof policies) {
  const feature = { ...plain, id: 'timed', policy: policies[policy] ?? leaveMeOut }
  const meeting = await createMeeting({ features: [feature] })
  const wire = tap()
  const anna = await meeting.join('anna', { role: 'host' })
  const ben = await meeting.join('ben', { transport: wire.through })
  await meeting.app().reportRoster(['anna', 'ben'])
  await anna.enable('timed', { answer: 'accept' })
  await meeting.settle()
  const status = () => statusOf(ben, 'timed')
  const says = () => [status()?.standing, status()?.ending]
  const deeds = async () =>
    (await meeting.events()).flatMap((event) =>
      'participant' in event && event.participant === 'ben' && !/joined|indicator/.test(event.type)
        ? [event.type]
        : [],
    )
  return { meeting, wire, anna, ben, status, says, deeds }
}

describe('a time to answer', () => {
  test.each(['exclude', 'leave', 'all'] as const)(
    '%s: is said to be ending at least 20 s before it is over, and not before',
    async (policy) => {
      const { meeting, says } = await benIsAsked(policy)
      expect(says()).toEqual(['question', false])
      await meeting.advance(29_000)
      expect(says()).toEqual(['question', false])
      await meeting.advance(1_000)
      expect(says()).toEqual(['question', true])
      await meeting.advance(29_000)
      expect(says()).toEqual(['question', true])
      await meeting.advance(1_000)
      expect(says()[1]).toBe(false)
    },
  )

  test('that is no longer than the warning is said to be ending with the question itself', async () => {
    const { wire, says } = await benIsAsked('short')
    expect(says()).toEqual(['question', true])
    const told = wire.received.filter((text) => text.includes('"asking"') || text.includes('"on"'))
    expect(told[0]).toContain('"ending":true')
  })

  test('is never told in numbers, and nothing of it to anybody else', async () => {
    const { meeting, wire, anna } = await benIsAsked('leave')
    wire.clear()
    await meeting.advance(31_000)
    expect(wire.received.filter((text) => text.includes('ending'))).toHaveLength(1)
    expect(statusOf(anna, 'timed')?.ending).toBe(false)
  })

  test('is not said to be ending to who has answered', async () => {
    const { meeting, wire, ben, says } = await benIsAsked('leave')
    await ben.show('timed', seen)
    expect(await ben.accept('timed')).toEqual(OK)
    wire.clear()
    await meeting.advance(59_000)
    expect(says()).toEqual(['included', false])
    expect(wire.received.filter((text) => text.includes('ending'))).toEqual([])
  })

  test.each([
    ['a yes', 'accepted'],
    ['a no', 'declined'],
  ] as const)('ends for the authority too with %s that comes after the warning', async (_, answer) => {
    const { meeting, ben } = await benIsAsked('exclude')
    const told = () => ben.store.getState().view?.features.timed
    await ben.show('timed', seen)
    await meeting.advance(31_000)
    expect([told()?.answer.state, told()?.ending]).toEqual(['shown', true])
    expect(answer === 'accepted' ? await ben.accept('timed') : await ben.decline('timed')).toEqual(OK)
    await meeting.settle()
    expect([told()?.answer.state, told()?.ending]).toEqual([answer, undefined])
  })
})

describe('later', () => {
  test.each(['leave', 'all'] as const)(
    '%s: gives as much time again, as often as it is said',
    async (policy) => {
      const { meeting, ben, says, status, deeds } = await benIsAsked(policy)
      for (let times = 0; times < 11; times += 1) {
        await meeting.advance(50_000)
        expect(says()[1]).toBe(true)
        expect(status()?.actions).toContain('defer')
        expect(await ben.defer('timed')).toEqual(OK)
        await meeting.settle()
        expect(says()).toEqual(['later', false])
      }
      await meeting.advance(29_000)
      expect(says()).toEqual(['later', false])
      expect(await deeds()).not.toContain('participant.left')
      expect(status()?.actions).toEqual(expect.not.arrayContaining(['defer']))
      await meeting.advance(31_000)
      expect((await deeds()).slice(-2)).toEqual(['notice.lapsed', 'participant.left'])
    },
  )

  test('gives a minute where the time itself was shorter: there is always a warning', async () => {
    const { meeting, ben, says } = await benIsAsked('short')
    await meeting.advance(19_000)
    await ben.defer('timed')
    await meeting.advance(29_000)
    expect(says()).toEqual(['later', false])
    await meeting.advance(1_000)
    expect(says()).toEqual(['later', true])
  })

  test('is the last word where the end costs nothing: nobody is asked to say it again', async () => {
    const { meeting, ben, says, status } = await benIsAsked('exclude')
    await ben.defer('timed')
    for (let times = 0; times < 3; times += 1) {
      await meeting.advance(30_000)
      expect(says()).toEqual(['later', false])
    }
    expect(status()?.actions).toEqual(expect.arrayContaining(['accept', 'decline']))
  })

  test('opens nothing and takes nothing back, however often it is said', async () => {
    const { meeting, ben, status } = await benIsAsked('leave')
    await ben.show('timed', seen)
    await ben.accept('timed')
    await ben.defer('timed')
    expect(status()?.standing).toBe('included')
    await ben.withdraw('timed')
    await ben.defer('timed')
    await meeting.settle()
    expect(status()?.standing).toBe('left-out')
  })
})

test('an authority that restarts gives the whole time again, and warns of its end again', async () => {
  const { meeting, says, deeds } = await benIsAsked('leave')
  await meeting.advance(40_000)
  await meeting.kill()
  await meeting.start()
  await meeting.advance(5_000)
  expect(says()).toEqual(['question', false])
  await meeting.advance(30_000)
  expect(says()).toEqual(['question', true])
  expect(await deeds()).not.toContain('participant.left')
})
