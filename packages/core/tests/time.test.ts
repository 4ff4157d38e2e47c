import { viewFeature } from '@askfirst/core'
import { createMeeting } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { agree, OK, objected, plain, reasonOf, statusOf } from './cast.ts'

const WEEK_MS = 7 * 24 * 3_600_000

describe('objection: open fifteen seconds after it was shown, closed by an objection at any time', () => {
  async function annaTurnedItOn() {
    const meeting = await createMeeting({ features: [objected] })
    const anna = await meeting.join('anna', { role: 'host' })
    const ben = await meeting.join('ben')
    const gate = await meeting.worker()
    await anna.enable('objected', { answer: 'accept' })
    const hears = (who = 'ben') => gate.permits(who, 'objected', 'listen')
    return { meeting, anna, ben, hears }
  }
  const shown = { visibleMs: 2_000, lang: 'en' }

  test('who was never shown it is never heard', async () => {
    const { meeting, ben, hears } = await annaTurnedItOn()
    await meeting.advance(60_000)
    expect([hears(), reasonOf(ben, 'objected')]).toEqual([false, 'not-asked'])
  })

  test('who was shown it is heard after the wait, by the authority’s clock', async () => {
    const { meeting, ben, hears } = await annaTurnedItOn()
    expect(await ben.show('objected', shown)).toEqual(OK)
    await meeting.advance(14_000)
    expect([hears(), reasonOf(ben, 'objected')]).toEqual([false, 'unanswered'])
    await meeting.advance(1_000)
    expect([hears(), statusOf(ben, 'objected')?.standing]).toEqual([true, 'included'])
  })

  test('clock skew: wall time that jumps neither shortens the wait nor makes it longer', async () => {
    const { meeting, ben, hears } = await annaTurnedItOn()
    await ben.show('objected', shown)
    meeting.clock.jump(WEEK_MS)
    await meeting.advance(14_000)
    expect(hears()).toBe(false)
    meeting.clock.jump(-2 * WEEK_MS)
    await meeting.advance(1_000)
    expect(hears()).toBe(true)
  })

  test('an objection within the wait leaves the person out for good; the others are heard', async () => {
    const { meeting, ben, hears } = await annaTurnedItOn()
    await ben.show('objected', shown)
    await meeting.advance(10_000)
    expect(await ben.decline('objected')).toEqual(OK)
    await meeting.advance(60_000)
    expect([hears('ben'), hears('anna')]).toEqual([false, true])
  })

  test('an objection later on closes at once, and what was taken can be erased', async () => {
    const { meeting, ben, hears } = await annaTurnedItOn()
    await ben.show('objected', shown)
    await meeting.advance(15_000)
    expect(hears()).toBe(true)
    expect(await ben.decline('objected')).toEqual(OK)
    expect(hears()).toBe(false)
    expect(await ben.erase('objected')).toEqual(OK)
    expect((await meeting.events()).at(-1)).toMatchObject({ type: 'erasure.requested', participant: 'ben' })
  })

  test('the authority restarts in the middle of the wait: it is never shorter', async () => {
    const { meeting, ben, hears } = await annaTurnedItOn()
    await ben.show('objected', shown)
    await meeting.advance(10_000)
    await meeting.kill()
    await meeting.start()
    await meeting.advance(14_000)
    expect(ben.store.getState().connection).toBe('live')
    expect(hears()).toBe(false)
    await meeting.advance(2_000)
    expect(hears()).toBe(true)
  })

  test('who cannot object has not let the time pass: it begins anew once they can', async () => {
    const { meeting, hears } = await annaTurnedItOn()
    const cleo = await meeting.join('cleo', { indicator: false })
    const hide = cleo.attachIndicator()
    await meeting.settle()
    await cleo.show('objected', shown)
    await meeting.advance(10_000)
    hide()
    await meeting.advance(60_000)
    cleo.attachIndicator()
    await meeting.settle()
    await meeting.advance(14_000)
    expect(hears('cleo')).toBe(false)
    await meeting.advance(1_000)
    expect(hears('cleo')).toBe(true)
  })

  test('it goes on while another device of theirs can, and does not begin anew with it', async () => {
    const { meeting, ben, hears } = await annaTurnedItOn()
    await ben.show('objected', shown)
    await meeting.advance(5_000)
    await meeting.join('ben')
    await meeting.advance(4_000)
    ben.dispose()
    await meeting.advance(5_000)
    expect(hears()).toBe(false)
    await meeting.advance(1_000)
    expect(hears()).toBe(true)
  })

  test('a wait that was over before the restart is over after it', async () => {
    const { meeting, ben, hears } = await annaTurnedItOn()
    await ben.show('objected', shown)
    await meeting.advance(15_000)
    await meeting.kill()
    await meeting.start()
    await meeting.advance(5_000)
    expect(ben.store.getState().connection).toBe('live')
    expect(hears()).toBe(true)
  })
})

describe('away for too long', () => {
  async function benAgreed(options: { readonly expireAfterMs?: number } = {}) {
    const meeting = await createMeeting({ features: [plain], ...options })
    const anna = await meeting.join('anna', { role: 'host' })
    const ben = await meeting.join('ben')
    const gate = await meeting.worker()
    await anna.enable('plain', { answer: 'accept' })
    await agree(ben, 'plain')
    const hears = () => gate.permits('ben', 'plain', 'listen')
    expect(hears()).toBe(true)
    return { meeting, anna, ben, hears }
  }

  test('who comes back in time is heard again without being asked', async () => {
    const { meeting, ben, hears } = await benAgreed({ expireAfterMs: 60_000 })
    ben.dispose()
    await meeting.settle()
    expect(hears()).toBe(false)
    await meeting.advance(59_000)
    await meeting.join('ben')
    expect(hears()).toBe(true)
    await meeting.advance(120_000)
    expect(hears()).toBe(true)
  })

  test('the yes has expired for who comes back later: closed, and asked again', async () => {
    const { meeting, ben, hears } = await benAgreed({ expireAfterMs: 60_000 })
    ben.dispose()
    await meeting.settle()
    await meeting.advance(60_000)
    expect((await meeting.events()).at(-1)).toMatchObject({ type: 'consent.expired', participant: 'ben' })
    const back = await meeting.join('ben')
    expect([hears(), reasonOf(back, 'plain'), statusOf(back, 'plain')?.standing]).toEqual([
      false,
      'expired',
      'question',
    ])
    await agree(back, 'plain')
    await meeting.settle()
    expect(hears()).toBe(true)
  })

  test('one of two devices gone is not away', async () => {
    const { meeting, ben, hears } = await benAgreed({ expireAfterMs: 60_000 })
    await meeting.join('ben')
    ben.dispose()
    await meeting.advance(120_000)
    expect(hears()).toBe(true)
  })

  test('an authority that is opened anew counts from when somebody left, not from when it was opened', async () => {
    const { meeting, anna, ben, hears } = await benAgreed({ expireAfterMs: 60_000 })
    ben.dispose()
    await meeting.settle()
    await meeting.advance(20_000)
    anna.dispose()
    await meeting.settle()
    await meeting.kill()
    meeting.clock.suspend(20_000)
    await meeting.start()
    await meeting.advance(19_000)
    const expired = async () =>
      (await meeting.events()).flatMap((event) =>
        event.type === 'consent.expired' ? [event.participant] : [],
      )
    expect(await expired()).toEqual([])
    await meeting.advance(1_000)
    expect(await expired()).toEqual(['ben'])
    await meeting.join('ben')
    expect(hears()).toBe(false)
    await meeting.advance(20_000)
    expect(await expired()).toEqual(['ben', 'anna'])
  })

  test('a meeting reopened a week later has nobody’s yes any more, and everybody’s no', async () => {
    const { meeting, anna, ben } = await benAgreed()
    const cora = await meeting.join('cora')
    expect(await cora.decline('plain')).toEqual(OK)
    for (const client of [anna, ben, cora]) client.dispose()
    await meeting.settle()
    await meeting.kill()
    meeting.clock.suspend(WEEK_MS)
    await meeting.start()
    const expired = (await meeting.events()).filter(({ type }) => type === 'consent.expired')
    expect(expired.map((event) => 'participant' in event && event.participant).sort()).toEqual([
      'anna',
      'ben',
    ])
    const again = await meeting.join('anna', { role: 'host' })
    const ben2 = await meeting.join('ben')
    const cora2 = await meeting.join('cora')
    await again.enable('plain', { answer: 'accept' })
    await meeting.settle()
    const gate = await meeting.worker()
    expect(gate.permits('ben', 'plain', 'listen')).toBe(false)
    expect(viewFeature(cora2.store.getState(), 'plain')).toMatchObject({ standing: 'left-out' })
    expect(statusOf(ben2, 'plain')?.standing).toBe('question')
  })

  test('over a restart: who was away by then is away since they went, not since the restart', async () => {
    const { meeting, ben } = await benAgreed({ expireAfterMs: 60_000 })
    ben.dispose()
    await meeting.settle()
    await meeting.advance(50_000)
    // The last that the ledger knows of Anna: she was there by then.
    await meeting.join('cora')
    await meeting.kill()
    meeting.clock.suspend(20_000)
    await meeting.start()
    await meeting.settle()
    const expired = (await meeting.events()).filter(({ type }) => type === 'consent.expired')
    expect(expired).toMatchObject([{ participant: 'ben' }])
  })

  test('over a restart: what others do about somebody who is away brings nobody back', async () => {
    const { meeting, ben } = await benAgreed({ expireAfterMs: 60_000 })
    ben.dispose()
    await meeting.settle()
    await meeting.advance(50_000)
    expect(await meeting.app().changeRole('ben', 'cohost')).toEqual(OK)
    await meeting.kill()
    meeting.clock.suspend(20_000)
    await meeting.start()
    await meeting.settle()
    const expired = (await meeting.events()).filter(({ type }) => type === 'consent.expired')
    expect(expired).toMatchObject([{ participant: 'ben' }])
  })

  test('over a restart: who was there to the end is away from then on, and heard again if back in time', async () => {
    const { meeting, ben, hears } = await benAgreed({ expireAfterMs: 60_000 })
    await meeting.kill()
    meeting.clock.suspend(30_000)
    await meeting.start()
    await meeting.advance(5_000)
    expect(ben.store.getState().connection).toBe('live')
    const gate = await meeting.worker()
    expect(gate.permits('ben', 'plain', 'listen')).toBe(true)
    expect((await meeting.events()).map(({ type }) => type)).not.toContain('consent.expired')
    expect(hears()).toBe(true)
  })
})
