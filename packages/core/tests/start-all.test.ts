import { memoryLedger } from '@askfirst/core/authority'
import { createMeeting, failingLedger } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { agree, callOf, OK, phaseOf, reasonOf, statusOf, together } from './cast.ts'

/** Anna and Ben have agreed, and are heard; nobody else is in the call. */
async function everybodyAgreed() {
  const ledger = failingLedger(memoryLedger())
  const meeting = await createMeeting({ features: [together], ledger })
  const app = meeting.app()
  const anna = await meeting.join('anna', { role: 'host' })
  const ben = await meeting.join('ben')
  const gate = await meeting.worker()
  await app.reportRoster(['anna', 'ben'])
  expect(await anna.enable('together', { answer: 'accept' })).toEqual(OK)
  expect([phaseOf(anna, 'together'), heard()]).toEqual(['asking', []])
  await agree(ben, 'together')
  await meeting.settle()
  expect(heard()).toEqual(['anna', 'ben'])
  function heard(): string[] {
    return [...gate.allowed('together', 'listen')].sort()
  }
  return { meeting, ledger, app, anna, ben, gate, heard }
}

describe('only once everyone present has agreed', () => {
  test('without a trusted roster it is refused', async () => {
    const meeting = await createMeeting({ features: [together] })
    const anna = await meeting.join('anna', { role: 'host' })
    expect(await anna.enable('together', { answer: 'accept' })).toMatchObject({
      rejection: { code: 'no-roster' },
    })
    await meeting.app().reportRoster(['anna'])
    expect(await anna.enable('together', { answer: 'accept' })).toEqual(OK)
  })

  test('late joiner: asked on arrival, closed until answered; the feature pauses for everyone and says why', async () => {
    const { meeting, app, anna, ben, heard } = await everybodyAgreed()
    const cora = await meeting.join('cora')
    expect(heard()).toEqual([])
    expect([phaseOf(anna, 'together'), reasonOf(ben, 'together')]).toEqual(['paused', 'waiting-for-others'])
    expect(statusOf(cora, 'together')?.standing).toBe('question')
    await app.reportRoster(['anna', 'ben', 'cora'])
    await agree(cora, 'together')
    await meeting.settle()
    expect(heard()).toEqual(['anna', 'ben', 'cora'])
    expect(phaseOf(anna, 'together')).toBe('on')
  })

  test('a bot with the token of somebody in the call makes no bot of them: everybody waits for their answer', async () => {
    const { meeting, app, heard } = await everybodyAgreed()
    await meeting.join('cora')
    await app.reportRoster(['anna', 'ben', 'cora'])
    for (const place of ['lobby', 'call'] as const) {
      const bot = await meeting.join('cora', { kind: 'agent', place })
      await meeting.settle()
      expect(heard()).toEqual([])
      bot.dispose()
      await meeting.settle()
      expect(heard()).toEqual([])
    }
  })

  test('who was here as a bot, and is in the call as a person, has not answered', async () => {
    const { meeting, app, heard } = await everybodyAgreed()
    const bot = await meeting.join('cora', { kind: 'agent' })
    bot.dispose()
    await app.reportRoster(['anna', 'ben', 'cora'])
    await meeting.settle()
    expect(heard()).toEqual([])
    await app.reportRoster(['anna', 'ben'])
    expect(heard()).toEqual(['anna', 'ben'])
  })

  test('in the call but unknown to the authority: unanswered, shown, never captured; everybody pauses', async () => {
    const { meeting, app, anna, ben, gate, heard } = await everybodyAgreed()
    await app.reportRoster(['anna', 'ben', 'stranger'])
    expect(heard()).toEqual([])
    expect(gate.permits('stranger', 'together', 'listen')).toBe(false)
    for (const client of [anna, ben]) {
      expect(client.store.getState().view?.others.strangers).toEqual(['stranger'])
      expect([phaseOf(client, 'together'), reasonOf(client, 'together')]).toEqual([
        'paused',
        'waiting-for-others',
      ])
    }
    await app.reportRoster(['anna', 'ben'])
    await meeting.settle()
    expect(heard()).toEqual(['anna', 'ben'])
    expect(anna.store.getState().view?.others.strangers).toEqual([])
  })

  test('a bot in the call agreed to nothing and keeps nobody waiting; everybody sees that it is there', async () => {
    const { app, ben, heard } = await everybodyAgreed()
    await app.reportRoster(['anna', 'ben', { participant: 'tape', kind: 'recorder' }])
    expect(heard()).toEqual(['anna', 'ben'])
    expect(ben.store.getState().view?.others.bots).toMatchObject([{ participant: 'tape', kind: 'recorder' }])
  })

  test('one no ends it for everybody, at once', async () => {
    const { meeting, anna, ben, heard } = await everybodyAgreed()
    void ben.withdraw('together')
    await meeting.settle()
    expect([heard(), phaseOf(anna, 'together')]).toEqual([[], 'off'])
    expect((await meeting.events()).slice(-2)).toMatchObject([
      { type: 'consent.withdrawn', participant: 'ben' },
      { type: 'feature.disabled', cause: 'declined' },
    ])
  })

  test('the authority restarts: it knows no roster, and nothing opens before the app has reported one', async () => {
    const { meeting, app, anna, heard } = await everybodyAgreed()
    await meeting.kill()
    await meeting.start()
    await meeting.advance(10_000)
    expect(anna.store.getState().connection).toBe('live')
    expect([heard(), phaseOf(anna, 'together')]).toEqual([[], 'paused'])
    await app.reportRoster(['anna', 'ben'])
    await meeting.settle()
    expect(heard()).toEqual(['anna', 'ben'])
  })
})

describe('after three pauses by one participant within five minutes it stays paused until that person has answered', () => {
  async function pausedThreeTimes(betweenMs: number) {
    const played = await everybodyAgreed()
    const { meeting, app } = played
    await app.reportRoster(['anna', 'ben'])
    for (let time = 0; time < 3; time += 1) {
      const cora = await meeting.join('cora')
      expect(played.heard()).toEqual([])
      await cora.leave()
      cora.dispose()
      await meeting.settle()
      if (time < 2) {
        expect(played.heard()).toEqual(['anna', 'ben'])
        await meeting.advance(betweenMs)
      }
    }
    return played
  }

  test('who comes and goes three times keeps it paused, though they are gone; their yes opens it', async () => {
    const { meeting, heard, anna } = await pausedThreeTimes(60_000)
    expect([heard(), phaseOf(anna, 'together')]).toEqual([[], 'paused'])
    await meeting.advance(90_000)
    expect(heard()).toEqual([])
    const cora = await meeting.join('cora')
    await agree(cora, 'together')
    await meeting.settle()
    expect(heard()).toEqual(['anna', 'ben', 'cora'])
  })

  test('who is removed by a host keeps nobody waiting', async () => {
    const { meeting, heard, anna } = await pausedThreeTimes(60_000)
    expect(await anna.remove('cora')).toEqual(OK)
    await meeting.settle()
    expect(heard()).toEqual(['anna', 'ben'])
  })

  test('over more than five minutes it goes on each time', async () => {
    const { heard } = await pausedThreeTimes(151_000)
    expect(heard()).toEqual(['anna', 'ben'])
  })
})

describe('silence is never a yes', () => {
  test('who has not answered after two minutes has to leave: the call itself is left, and the rest go on', async () => {
    const { meeting, heard } = await everybodyAgreed()
    const call = callOf()
    const cora = await meeting.join('cora', { call })
    await meeting.advance(119_000)
    expect([heard(), call.left]).toEqual([[], 0])
    await meeting.advance(1_000)
    expect([heard(), call.left]).toEqual([['anna', 'ben'], 1])
    expect(cora.store.getState().place).toBe('out')
    expect((await meeting.events()).slice(-2)).toMatchObject([
      { type: 'notice.lapsed', participant: 'cora', of: 'answer', by: 'authority' },
      { type: 'participant.left', participant: 'cora', instead: { feature: 'together' } },
    ])
  })

  test('each of two devices leaves the call', async () => {
    const { meeting } = await everybodyAgreed()
    const calls = [callOf(), callOf()] as const
    for (const call of calls) await meeting.join('cora', { call })
    await meeting.advance(120_000)
    expect(calls.map(({ left }) => left)).toEqual([1, 1])
  })

  test('who put it off has the whole time again, and no more than that', async () => {
    const { meeting } = await everybodyAgreed()
    const call = callOf()
    const cora = await meeting.join('cora', { call })
    await meeting.advance(100_000)
    expect(await cora.defer('together')).toEqual(OK)
    await meeting.advance(119_000)
    expect(call.left).toBe(0)
    await meeting.advance(1_000)
    expect(call.left).toBe(1)
  })

  test('after a restart of the authority they have the whole time again', async () => {
    const { meeting } = await everybodyAgreed()
    const call = callOf()
    await meeting.join('cora', { call })
    await meeting.advance(100_000)
    await meeting.kill()
    await meeting.start()
    await meeting.advance(100_000)
    expect(call.left).toBe(0)
    await meeting.advance(30_000)
    expect(call.left).toBe(1)
  })
})

describe('while the ledger is down', () => {
  test('a newcomer under `start: all` closes it for everybody, written or not', async () => {
    const { meeting, ledger, ben, heard } = await everybodyAgreed()
    const heal = ledger.fail()
    const cora = meeting.join('cora')
    await meeting.settle()
    await meeting.advance(1_000)
    expect([heard(), ben.permits('together', 'listen')]).toEqual([[], false])
    await meeting.advance(5_000)
    expect(heard()).toEqual([])
    heal()
    await meeting.advance(3_000)
    expect(heard()).toEqual([])
    await agree(await cora, 'together')
    await meeting.settle()
    expect(heard()).toEqual(['anna', 'ben', 'cora'])
  })
})
