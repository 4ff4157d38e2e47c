import { createMeeting } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { agree, OK, plain, statusOf } from './cast.ts'
import { everyPolicy } from './catalogues.ts'
import { device } from './devices.ts'
import { openStage, turns } from './stage.ts'

async function withGuests(seed = 1) {
  const meeting = await createMeeting({ features: [plain], seed })
  const anna = await meeting.join('anna', { role: 'host' })
  const ben = await meeting.join('ben')
  const cora = await meeting.join('cora')
  expect(await anna.enable('plain', { answer: 'accept' })).toEqual(OK)
  await meeting.settle()
  const requests = () => statusOf(anna, 'plain')?.tally?.offRequests
  const told = () => meeting.advance(1_000)
  return { meeting, anna, ben, cora, requests, told }
}

describe('any participant may ask the hosts to turn it off', () => {
  test('under their own name at once, once per person; only hosts hear of it', async () => {
    const { anna, ben, cora, requests, told } = await withGuests()
    expect(await ben.requestOff('plain', { anonymous: false })).toEqual(OK)
    await told()
    expect(requests()).toEqual({ by: ['ben'], unknown: 0, names: { ben: 'ben' } })
    expect(await ben.requestOff('plain', { anonymous: false })).toMatchObject({
      rejection: { code: 'requested-already' },
    })
    for (const guest of [ben, cora]) expect(guest.store.getState().view?.tallies).toEqual({})
    expect(JSON.stringify(cora.store.getState().view)).not.toContain('offRequests')
    expect(statusOf(anna, 'plain')?.phase).toBe('on')
  })

  test.each([1, 2, 3, 4, 5])('anonymously: comes a random 5 to 30 s later (seed %d)', async (seed) => {
    const { meeting, ben, requests } = await withGuests(seed)
    let delivered: unknown
    void ben.requestOff('plain').then((reply) => {
      delivered = reply
    })
    await meeting.advance(4_900)
    expect([requests(), delivered]).toEqual([undefined, undefined])
    await meeting.advance(25_200)
    expect([requests(), delivered]).toEqual([{ by: [], unknown: 1 }, OK])
  })

  test('anonymously at times that nobody can foretell', async () => {
    const after = await Promise.all(
      [1, 2, 3, 4].map(async (seed) => {
        const { meeting, ben, requests } = await withGuests(seed)
        void ben.requestOff('plain')
        let seconds = 0
        while (requests() === undefined && seconds < 40) {
          await meeting.advance(1_000)
          seconds += 1
        }
        return seconds
      }),
    )
    expect(new Set(after).size).toBeGreaterThan(2)
  })

  test('nothing in the ledger, and nothing that hosts are sent, names the author of an anonymous request', async () => {
    const { meeting, anna, ben, requests } = await withGuests()
    const before = (await meeting.events()).length
    void ben.requestOff('plain')
    await meeting.advance(31_000)
    const since = (await meeting.events()).slice(before)
    expect(since).toMatchObject([{ type: 'feature.offRequested', by: 'authority' }])
    expect(JSON.stringify(since)).not.toContain('ben')
    expect(since[0]).not.toHaveProperty('clientAt', expect.any(Number))
    expect(requests()).toEqual({ by: [], unknown: 1 })
    expect(JSON.stringify(anna.store.getState().view?.tallies)).not.toContain('ben')
  })

  test('anonymously too it counts once per person, also while the first is on its way', async () => {
    const { meeting, ben, cora, requests } = await withGuests()
    void ben.requestOff('plain')
    await meeting.settle()
    expect(await ben.requestOff('plain')).toMatchObject({ rejection: { code: 'requested-already' } })
    void cora.requestOff('plain')
    await meeting.advance(31_000)
    expect(await ben.requestOff('plain')).toMatchObject({ rejection: { code: 'requested-already' } })
    expect(requests()).toEqual({ by: [], unknown: 2 })
  })

  test('it counts once, also where a run of the own feature has the same id and is over', async () => {
    const stage = await openStage(undefined, everyPolicy)
    const [anna, ben] = [device('anna', { role: 'host' }), device('ben')]
    const own = ben.aboutThe('notes', 'ben')
    await stage.after(anna.joins(), ben.joins(), anna.turnsOn())
    const asked = stage.send(ben.asksToTurnOff({ anonymous: true }))
    for (let second = 0; second < 30; second += 1) {
      stage.clock.advance(1_000)
      await turns()
    }
    expect(await asked).toEqual(OK)
    await stage.after(own.turnsOn(), own.turnsOff())
    const ALREADY = { rejection: { code: 'requested-already' } }
    expect(await stage.send(ben.asksToTurnOff({ anonymous: true }))).toMatchObject(ALREADY)
    expect(await stage.send(ben.asksToTurnOff())).toMatchObject(ALREADY)
  })

  test('a run that ended meanwhile is asked for by nobody, and the next one starts with none', async () => {
    const { meeting, anna, ben, requests } = await withGuests()
    void ben.requestOff('plain')
    await meeting.settle()
    await anna.disable('plain')
    await anna.enable('plain', { answer: 'accept' })
    await meeting.advance(31_000)
    expect(requests()).toBeUndefined()
    expect((await meeting.events()).filter(({ type }) => type === 'feature.offRequested')).toEqual([])
  })
})

describe('a host’s "ask again"', () => {
  test('once, rate-limited, only to the unanswered: never to who said no', async () => {
    const { meeting, anna, ben, cora } = await withGuests()
    expect(await anna.askAgain('plain')).toMatchObject({ rejection: { code: 'too-soon' } })
    await ben.defer('plain')
    await cora.decline('plain')
    await meeting.settle()
    expect(statusOf(ben, 'plain')?.standing).toBe('later')
    await meeting.advance(30_000)
    expect(await ben.askAgain('plain')).toMatchObject({ rejection: { code: 'not-allowed' } })
    expect(await anna.askAgain('plain')).toEqual(OK)
    await meeting.settle()
    expect(statusOf(ben, 'plain')?.standing).toBe('question')
    expect(statusOf(cora, 'plain')?.standing).toBe('left-out')
    expect(await anna.askAgain('plain')).toMatchObject({ rejection: { code: 'asked-already' } })
    await agree(ben, 'plain')
  })
})
