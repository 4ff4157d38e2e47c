import { memoryLedger } from '@askfirst/core/authority'
import { createMeeting, failingLedger } from '@askfirst/testing'
import { describe, expect, test } from 'vitest'
import { defineFeature } from '../src/model/feature.ts'
import { everyoneOrNobody } from '../src/model/policy.ts'
import { device } from './devices.ts'
import { by } from './sentences.ts'
import { OK, openStage, turns } from './stage.ts'

// What a hostile reading found, each as it was found.

const anna = device('anna', { role: 'host' })
const ben = device('ben')

async function underWay() {
  const stage = await openStage()
  await stage.after(anna.joins(), anna.showsIndicator(), anna.turnsOn(), ...ben.saysYes())
  return stage
}

describe('what time brings outlives a ledger fault', () => {
  test('a ledger that never answers ends the authority, closed', async () => {
    const stage = await underWay()
    let ended = 0
    stage.authority.onEnd(() => {
      ended += 1
    })
    stage.ledger.stall()
    void stage.authority.dispatch(ben.defers().command, ben.actor)
    for (let second = 0; second < 20; second += 1) {
      stage.clock.advance(1_000)
      await turns()
    }
    expect([ended, stage.authority.permits('anna', 'summary', 'summarise')]).toEqual([1, false])
  })
})

test('who was removed does nothing more with an older token, but say no', async () => {
  const stage = await underWay()
  await stage.after(by(anna.actor, { type: 'participant.remove', participant: 'ben' } as never))
  const rejected = { rejection: { code: 'not-allowed' } }
  expect(await stage.authority.dispatch(ben.joins().command, ben.actor)).toMatchObject(rejected)
  expect(await stage.authority.dispatch(ben.declines().command, ben.actor)).toEqual(OK)
  const newer = { ...ben.actor, issuedAt: stage.clock.now() + 1 } as typeof ben.actor
  expect(await stage.authority.dispatch(ben.joins().command, newer)).toEqual(OK)
})

const together = defineFeature({
  id: 'together',
  revision: 1,
  policy: everyoneOrNobody,
  asks: { record: { purpose: 'transcribe', data: ['audio'], required: true } },
  processors: [{ name: 'Acme' }],
  retention: { days: 1 },
})

async function everybodyAgreed() {
  const ledger = failingLedger(memoryLedger())
  const meeting = await createMeeting({ features: [together], ledger })
  const worker = await meeting.worker()
  const app = meeting.app()
  const host = await meeting.join('anna', { role: 'host' })
  const guest = await meeting.join('ben')
  await app.reportRoster(['anna', 'ben'])
  await host.enable('together', { answer: 'accept' })
  await guest.show('together', { visibleMs: 2_000, lang: 'en' })
  await guest.accept('together')
  await meeting.settle()
  const isOn = (): boolean => worker.permits('anna', 'together', 'record')
  expect(isOn()).toBe(true)
  return { ledger, meeting, app, host, guest, isOn }
}

describe('start: all closes for everybody at once, while the ledger is down', () => {
  test('when somebody in the call goes out of reach', async () => {
    const { ledger, meeting, guest, isOn } = await everybodyAgreed()
    ledger.fail()
    guest.dispose()
    await meeting.settle()
    expect(isOn()).toBe(false)
  })

  test('when somebody goes back to the lobby, or leaves and is still on the roster', async () => {
    const lobby = await everybodyAgreed()
    lobby.ledger.fail()
    lobby.guest.enter('lobby')
    await lobby.meeting.settle()
    expect(lobby.isOn()).toBe(false)
    const left = await everybodyAgreed()
    left.ledger.fail()
    void left.guest.leave()
    await left.meeting.settle()
    expect(left.isOn()).toBe(false)
  })

  test('when somebody who was here before is reported again', async () => {
    const { app, ledger, meeting, isOn } = await everybodyAgreed()
    await app.reportRoster(['anna', 'ben', 'cora'])
    await app.reportRoster(['anna', 'ben'])
    await meeting.settle()
    expect(isOn()).toBe(true)
    ledger.fail()
    void app.reportRoster(['anna', 'ben', 'cora'])
    await meeting.settle()
    expect(isOn()).toBe(false)
  })

  test('and somebody silent has to leave, also where the ledger was down as the time ran out', async () => {
    const { app, ledger, meeting, isOn } = await everybodyAgreed()
    await meeting.join('cora')
    await app.reportRoster(['anna', 'ben', 'cora'])
    await meeting.advance(119_000)
    const mend = ledger.fail()
    await meeting.advance(3_000)
    mend()
    await meeting.advance(2_000)
    expect((await meeting.events()).slice(-2)).toMatchObject([
      { type: 'notice.lapsed', participant: 'cora', of: 'answer' },
      { type: 'participant.left', participant: 'cora' },
    ])
    await app.reportRoster(['anna', 'ben'])
    await meeting.settle()
    expect(isOn()).toBe(true)
  })

  test('nobody waits for ever for who said yes and cannot say stop', async () => {
    const { app, meeting, isOn } = await everybodyAgreed()
    const hider = await meeting.join('cora')
    await app.reportRoster(['anna', 'ben', 'cora'])
    await hider.show('together', { visibleMs: 2_000, lang: 'en' })
    await hider.accept('together')
    await meeting.settle()
    expect(isOn()).toBe(true)
    await meeting.advance(200_000)
    expect(isOn()).toBe(true)
    const silent = await meeting.join('dora', { indicator: false })
    await app.reportRoster(['anna', 'ben', 'cora', 'dora'])
    await silent.show('together', { visibleMs: 2_000, lang: 'en' })
    await silent.accept('together')
    await meeting.advance(121_000)
    await app.reportRoster(['anna', 'ben', 'cora'])
    await meeting.settle()
    expect(isOn()).toBe(true)
  })
})
