import { defineFeature, everyoneOrNobody } from '@askfirst/core'
import { memoryLedger } from '@askfirst/core/authority'
import { connectGate } from '@askfirst/core/gate'
import { failingLedger } from '@askfirst/testing'
import { describe, expect, it } from 'vitest'
import { createConsentServer } from '../src/server.ts'
import { captions, summary } from './features.ts'
import { eventually, FEATURES, joined, MEETING, noticeOf, turnOn, useServer } from './running-server.ts'

const start = useServer()
const together = defineFeature({ ...summary, policy: everyoneOrNobody })

describe('what the app has to tell, in process', () => {
  it('reports the roster, and a feature that waits for everybody can begin', async () => {
    const { mint, server, socket, events } = await start({ features: [together] })
    const ada = await socket()
    ada.hello(await mint('ada', 'host'))
    await eventually(() => expect(ada.heard('snapshot')).toHaveLength(1))
    const notice = await noticeOf(together)
    const decision = { answer: 'accept', grants: [], seen: 0 }
    const on = { type: 'feature.enable', feature: 'meeting-summary', notice, decision, method: 'button' }
    ada.command({ id: '1', type: 'participant.join', place: 'call' })
    ada.command({ id: '2', ...on, activation: 'run-1' })
    await eventually(() => expect(ada.replyTo('2')).toMatchObject({ rejection: { code: 'no-roster' } }))
    const call = [{ participant: 'ada' }, { participant: 'bot', kind: 'recorder' }] as const
    expect(await server.reportRoster(MEETING, call)).toEqual({ ok: true })
    expect((await events()).at(-1)).toMatchObject({
      type: 'roster.reported',
      joined: [
        { participant: 'ada', kind: 'person' },
        { participant: 'bot', kind: 'recorder' },
      ],
      left: [],
      by: 'app:server',
    })
    const before = (await events()).length
    expect(await server.reportRoster(MEETING, call)).toEqual({ ok: true })
    expect(await events()).toHaveLength(before)
    ada.command({ id: '3', ...on, activation: 'run-2' })
    await eventually(() => expect(ada.replyTo('3')).toEqual({ ok: true }))
  })

  it('answers a wrong wish with a reply, and throws nothing', async () => {
    const { server } = await start()
    expect(await server.removeParticipant(MEETING, 'nobody')).toMatchObject({
      ok: false,
      rejection: { code: 'unknown-participant' },
    })
    expect(await server.changeRole(MEETING, 'ada', 'admin' as never)).toMatchObject({
      rejection: { code: 'malformed' },
    })
    expect(await server.reportRoster(MEETING, [{ participant: '' }])).toMatchObject({
      rejection: { code: 'malformed' },
    })
  })

  it('says `unavailable` while the meeting cannot be opened', async () => {
    const ledger = failingLedger(memoryLedger())
    const faults: unknown[] = []
    const { server } = await start({ ledger, onFault: (fault) => faults.push(fault) })
    const heal = ledger.fail()
    expect(await server.reportRoster(MEETING, [])).toMatchObject({ rejection: { code: 'unavailable' } })
    expect(faults).toHaveLength(1)
    heal()
    expect(await server.reportRoster(MEETING, [])).toEqual({ ok: true })
  })
})

describe('what the app has to tell, over a socket', () => {
  it('with an app token: hears the lists of all features, and may report, remove and change roles', async () => {
    const { person, server, socket, url, events } = await start()
    const [ada, bob] = [person('ada', 'host'), person('bob')]
    await joined(ada, bob)
    const token = await server.mintAppToken({ meeting: MEETING, app: 'conference' })
    const gate = await connectGate({ url, token, features: FEATURES })
    await turnOn(ada)
    await eventually(() => expect(gate.allowed('meeting-summary', 'summarise')).toEqual(['ada']))
    expect(gate.activation('captions')).toBeNull()

    const app = await socket()
    app.hello(token, { as: 'worker' })
    await eventually(() => expect(app.heard('gates')).toHaveLength(1))
    const lists = app.heard('gates')[0]?.lists as { feature: string; term: number; epoch: number }[]
    expect(lists.map(({ feature }) => feature)).toEqual(['meeting-summary', 'captions'])
    const list = lists[0] as { term: number; epoch: number }
    const said = [
      { id: '1', type: 'roster.report', participants: [{ participant: 'ada' }, { participant: 'zoe' }] },
      {
        id: '2',
        type: 'enforcement.report',
        feature: 'meeting-summary',
        term: list.term,
        epoch: list.epoch,
        outcome: 'confirmed',
        uncovered: [],
      },
      { id: '3', type: 'role.change', participant: 'bob', role: 'cohost' },
      { id: '4', type: 'participant.remove', participant: 'bob' },
    ]
    for (const command of said) {
      app.command(command)
      await eventually(() => expect(app.replyTo(command.id)).toEqual({ ok: true }))
    }
    const mine = (await events()).filter(({ by }) => by === 'app:conference').map(({ type }) => type)
    expect(mine).toEqual(['roster.reported', 'enforcement.confirmed', 'role.changed', 'participant.removed'])
    await eventually(() => expect(ada.store.getState().view?.others.strangers).toEqual(['zoe']))
    gate.close()
  })

  it('decides for nobody: an app cannot answer, turn on or acknowledge erasure', async () => {
    const { server, socket } = await start()
    const app = await socket()
    app.hello(await server.mintAppToken({ meeting: MEETING }))
    await eventually(() => expect(app.heard('gates')).toHaveLength(1))
    const wishes = [
      { id: '1', type: 'consent.decline', feature: 'captions', method: 'api' },
      { id: '2', type: 'feature.disable', feature: 'captions', activation: 'run-1' },
      { id: '3', type: 'erasure.acknowledge', feature: 'captions', participant: 'ada', request: 1 },
      { id: '4', type: 'participant.join', place: 'call' },
    ]
    for (const wish of wishes) {
      app.command(wish)
      await eventually(() =>
        expect(app.replyTo(wish.id)).toMatchObject({ ok: false, rejection: { code: 'not-allowed' } }),
      )
    }
  })

  it('a phone is answered for by its bridge, as key presses, whatever the command says', async () => {
    const { person, server, socket, events } = await start()
    const ada = person('ada', 'host')
    await joined(ada)
    const bridge = await socket()
    const phone = { meeting: MEETING, participant: 'phone-1', role: 'attendee', kind: 'phone' } as const
    bridge.hello(await server.mintToken({ ...phone, bridge: 'sip-1' }))
    await eventually(() => expect(bridge.heard('snapshot')).toHaveLength(1))
    bridge.command({ id: '1', type: 'participant.join', place: 'call' })
    bridge.command({ id: '2', type: 'consent.decline', feature: 'captions', method: 'button' })
    await eventually(() => expect(bridge.replyTo('2')).toEqual({ ok: true }))
    expect((await events()).at(-1)).toMatchObject({
      type: 'consent.declined',
      participant: 'phone-1',
      method: 'dtmf',
      bridge: 'sip-1',
    })
  })
})

describe('how long things may take', () => {
  it('a feature without a host ends after `hostlessAfterMs`', async () => {
    const { person, events } = await start({ hostlessAfterMs: 150 })
    const [ada, bob] = [person('ada', 'host'), person('bob')]
    await joined(ada, bob)
    await turnOn(ada)
    await ada.leave()
    await eventually(async () =>
      expect((await events()).at(-1)).toMatchObject({ type: 'feature.disabled', cause: 'hostless' }),
    )
  })

  it('a yes is over after `expireAfterMs` away', async () => {
    const { person, events } = await start({ expireAfterMs: 150 })
    const [ada, bob] = [person('ada', 'host'), person('bob', 'cohost')]
    await joined(ada, bob)
    await turnOn(ada)
    ada.dispose()
    await eventually(async () =>
      expect((await events()).at(-1)).toMatchObject({ type: 'consent.expired', participant: 'ada' }),
    )
  })

  it.each([
    ['hostlessAfterMs', 0],
    ['expireAfterMs', Number.POSITIVE_INFINITY],
    ['enforceWithinMs', Number.NaN],
    ['gateLeaseMs', 99],
  ])('refuses %s of %d', (key, value) => {
    const keys = { secret: 'a secret for this test, of thirty-two bytes' }
    const options = { keys, ledger: memoryLedger(), features: [captions], [key]: value }
    expect(() => createConsentServer(options)).toThrow(`${key} is ${value}`)
  })
})
