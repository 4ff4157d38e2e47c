import { memoryLedger } from '@askfirst/core/authority'
import { createMeeting, failingLedger } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { agree, callOf, OK, phaseOf, plain, statusOf, together } from './cast.ts'
import { everyPolicy } from './catalogues.ts'
import { app, device } from './sentences.ts'
import { openStage } from './stage.ts'

async function benIsHeard() {
  const ledger = failingLedger(memoryLedger())
  const meeting = await createMeeting({ features: [plain], ledger })
  const anna = await meeting.join('anna', { role: 'host' })
  const call = callOf()
  const ben = await meeting.join('ben', { call })
  const gate = await meeting.worker()
  await anna.enable('plain', { answer: 'accept' })
  await agree(ben, 'plain')
  const hears = (who = 'ben') => gate.permits(who, 'plain', 'listen')
  expect(hears()).toBe(true)
  return { meeting, ledger, anna, ben, call, hears }
}

describe('removed by host', () => {
  test('gates follow at once, also at a worker; older tokens stop working; the record stays', async () => {
    const { meeting, anna, ben, hears } = await benIsHeard()
    const removed = anna.remove('ben')
    await meeting.settle()
    expect([hears(), await removed]).toEqual([false, OK])
    await meeting.advance(20_000)
    expect(ben.store.getState().connection).toBe('lost')
    expect(ben.permits('plain', 'listen')).toBe(false)
    const types = (await meeting.events()).map(({ type }) => type)
    expect(types.filter((type) => type === 'consent.accepted')).toHaveLength(2)
    expect(types).toContain('participant.removed')
  })

  test('closes at once while the ledger is down, and is written when it is back', async () => {
    const { meeting, ledger, anna, hears } = await benIsHeard()
    const heal = ledger.fail()
    void anna.remove('ben')
    await meeting.settle()
    expect(hears()).toBe(false)
    heal()
    await meeting.advance(1_000)
    expect((await meeting.events()).map(({ type }) => type)).toContain('participant.removed')
    expect(hears()).toBe(false)
  })

  test('by the app too; who is let in again with a newer token is a person like any other', async () => {
    const { meeting, hears } = await benIsHeard()
    expect(await meeting.app().removeParticipant('ben')).toEqual(OK)
    await meeting.advance(2_000)
    expect(hears()).toBe(false)
    const again = await meeting.join('ben')
    expect(again.store.getState().view?.you.place).toBe('call')
  })

  test('closes for nobody else what they say after it, also where one no was everybody’s', async () => {
    const ledger = failingLedger(memoryLedger())
    const meeting = await createMeeting({ features: [together], ledger })
    const anna = await meeting.join('anna', { role: 'host' })
    const ben = await meeting.join('ben')
    const gate = await meeting.worker()
    await meeting.app().reportRoster(['anna', 'ben'])
    await anna.enable('together', { answer: 'accept' })
    await agree(ben, 'together')
    await anna.remove('ben')
    await meeting.app().reportRoster(['anna'])
    await meeting.advance(2_000)
    const hears = (who: string) => gate.permits(who, 'together', 'listen')
    expect([hears('anna'), hears('ben')]).toEqual([true, false])
    ledger.fail()
    void ben.withdraw('together')
    await meeting.settle()
    expect([hears('anna'), hears('ben')]).toEqual([true, false])
  })

  test('makes nobody pause by hiding the indicator of a page that is left', async () => {
    const stage = await openStage(undefined, everyPolicy)
    const [ada, bo] = [device('anna', { role: 'host' }), device('ben')]
    const [adaSays, boSays] = [ada.about('everyone'), bo.about('everyone')]
    await stage.after(app.reportsRoster(ada, bo), ...ada.arrives(), ...bo.arrives(), adaSays.turnsOn())
    await stage.after(boSays.isShown(), boSays.accepts(), ada.removes(bo), app.reportsRoster(ada))
    const hears = () => stage.authority.permits('anna', 'everyone', 'hear')
    expect(hears()).toBe(true)
    stage.ledger.stall()
    void stage.send(bo.hidesIndicator())
    expect(hears()).toBe(true)
  })

  test('may still say no and have erased what was taken, and is answered; sees nothing, and is not back by it', async () => {
    const { meeting, anna, ben, hears } = await benIsHeard()
    await anna.remove('ben')
    await meeting.advance(2_000)
    const told = ben.store.getState().view
    const [erased, withdrawn] = [ben.erase('plain'), ben.withdraw('plain')]
    await meeting.settle()
    expect([await erased, await withdrawn]).toEqual([OK, OK])
    expect([ben.store.getState().pending, ben.store.getState().view]).toEqual([[], told])
    expect(ben.store.getState()).toMatchObject({ connection: 'lost', refusal: { code: 'cut' } })
    const since = (await meeting.events()).slice(-2)
    expect(since).toMatchObject([
      { type: 'erasure.requested', participant: 'ben', processors: ['Acme', 'Hosting'] },
      { type: 'consent.withdrawn', participant: 'ben' },
    ])
    const again = await meeting.join('ben')
    expect([hears(), statusOf(again, 'plain')?.reason]).toEqual([false, 'withdrawn'])
    expect(again.store.getState().refusal).toBeUndefined()
  })

  test('a no that was on its way as they were removed arrives', async () => {
    const { meeting, ledger, anna, ben } = await benIsHeard()
    const heal = ledger.fail()
    void anna.remove('ben')
    await meeting.settle()
    const withdrawn = ben.withdraw('plain')
    await meeting.settle()
    heal()
    await meeting.advance(5_000)
    expect(await withdrawn).toEqual(OK)
    const nos = (await meeting.events()).filter(({ type }) => type === 'consent.withdrawn')
    expect(nos).toMatchObject([{ participant: 'ben' }])
  })

  test('only hosts may, and a cohost never removes a host', async () => {
    const { meeting, anna, ben } = await benIsHeard()
    const cora = await meeting.join('cora', { role: 'cohost' })
    expect(await ben.remove('cora')).toMatchObject({ rejection: { code: 'not-allowed' } })
    expect(await cora.remove('anna')).toMatchObject({ rejection: { code: 'not-allowed' } })
    expect(await anna.remove('nobody')).toMatchObject({ rejection: { code: 'unknown-participant' } })
    expect(await cora.remove('ben')).toEqual(OK)
  })
})

describe('role changed', () => {
  test('rights follow at once, by a newer token that the client fetches by itself', async () => {
    const { meeting, ben, hears } = await benIsHeard()
    expect(await ben.disable('plain')).toMatchObject({ rejection: { code: 'not-allowed' } })
    expect(await meeting.app().changeRole('ben', 'cohost')).toEqual(OK)
    await meeting.advance(1_000)
    expect(ben.store.getState()).toMatchObject({ connection: 'live', view: { you: { role: 'cohost' } } })
    // The answer is the person's, whatever their role.
    expect([hears(), statusOf(ben, 'plain')?.standing]).toEqual([true, 'included'])
    expect(await ben.disable('plain')).toEqual(OK)
    expect(phaseOf(ben, 'plain')).toBe('off')
  })

  test('who is a host no longer turns nothing on, and is told no tallies', async () => {
    const { meeting, anna, ben } = await benIsHeard()
    await meeting.app().changeRole('ben', 'host')
    await meeting.advance(1_000)
    expect(await ben.changeRole('anna', 'attendee')).toEqual(OK)
    await meeting.advance(1_000)
    expect(anna.store.getState().view?.you.role).toBe('attendee')
    expect(anna.store.getState().view?.tallies).toEqual({})
    expect(await anna.changeRole('ben', 'attendee')).toMatchObject({ rejection: { code: 'not-allowed' } })
  })

  test('a token of before turns nothing off and puts nobody out, and closes nothing by trying', async () => {
    const stage = await openStage()
    const cora = device('cora', { role: 'cohost' })
    const [ada, bo] = [device('anna', { role: 'host' }), device('ben')]
    await stage.after(ada.joins(), ada.showsIndicator(), cora.joins(), ada.turnsOn(), ...bo.saysYes())
    const end = stage.ledger.stall()
    const demoted = stage.send(app.makes(cora, 'attendee'))
    const tries = [cora.removes(bo), cora.turnsOff(), cora.about('notes').bars()].map(stage.send)
    // Not known yet to be no cohost any more: what may close, closes.
    expect(stage.hears(bo)).toBe(false)
    end()
    expect(await demoted).toEqual(OK)
    const NO = { rejection: { code: 'not-allowed' } }
    for (const reply of await Promise.all(tries)) expect(reply).toMatchObject(NO)
    expect(stage.hears(bo)).toBe(true)
    const late = [cora.removes(bo), cora.turnsOff()].map(stage.send)
    expect(stage.hears(bo)).toBe(true)
    for (const reply of await Promise.all(late)) expect(reply).toMatchObject(NO)
    expect(await stage.send(cora.joins('lobby'))).toMatchObject(NO)
    expect(await stage.send(cora.declines())).toEqual(OK)
  })

  test('a no by the token of before is everybody’s at once, where one no ends it: they are here', async () => {
    const stage = await openStage(undefined, everyPolicy)
    const [ada, bo] = [device('anna', { role: 'host' }), device('ben')]
    const [adaSays, boSays] = [ada.about('one-no'), bo.about('one-no')]
    await stage.after(ada.joins(), ada.showsIndicator(), bo.joins(), bo.showsIndicator())
    await stage.after(adaSays.turnsOn(), boSays.isShown(), boSays.accepts(), app.makes(bo, 'cohost'))
    const hears = (who: string) => stage.authority.permits(who, 'one-no', 'hear')
    expect([hears('anna'), hears('ben')]).toEqual([true, true])
    stage.ledger.stall()
    void stage.send(boSays.declines())
    expect([hears('anna'), hears('ben')]).toEqual([false, false])
  })

  test('a host who hands over and leaves: it goes on with the new host', async () => {
    const { meeting, anna, hears } = await benIsHeard()
    await anna.changeRole('ben', 'host')
    await meeting.advance(1_000)
    await anna.leave()
    await meeting.advance(120_000)
    expect(hears()).toBe(true)
  })

  test('the role that no host holds any more ends the feature after a minute', async () => {
    const { meeting, hears } = await benIsHeard()
    await meeting.app().changeRole('anna', 'attendee')
    await meeting.advance(61_000)
    expect(hears()).toBe(false)
    expect((await meeting.events()).at(-1)).toMatchObject({ type: 'feature.disabled', cause: 'hostless' })
  })
})
