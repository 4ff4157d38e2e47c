import type { Role } from '@askfirst/core'
import { describe, expect, it } from 'vitest'
import { eventually, joined, MEETING, openClient, turnOn, useServer } from './running-server.ts'

const start = useServer()

describe('a role change cuts older tokens at once', () => {
  it('ends the live connection, refuses the same token with `cut`, and lets a newer one in with the new role', async () => {
    const { person, server, mint, socket, events } = await start()
    const ada = person('ada', 'host')
    await joined(ada)
    const token = await mint('bob', 'attendee')
    const bob = await socket()
    bob.hello(token)
    await eventually(() => expect(bob.heard('snapshot')).toHaveLength(1))
    bob.command({ id: 'b1', type: 'participant.join', place: 'call' })
    await eventually(() => expect(bob.replyTo('b1')).toEqual({ ok: true }))

    expect(await server.changeRole(MEETING, 'bob', 'cohost')).toEqual({ ok: true })
    // Minted in the same second, and at once: good all the same.
    const newer = await mint('bob', 'cohost')
    await eventually(() => expect(bob.closedWith()).toBeDefined())

    const again = await socket()
    again.hello(token)
    await eventually(() => expect(again.heard('refused')).toMatchObject([{ code: 'cut' }]))
    expect(again.heard('snapshot')).toEqual([])

    const back = await socket()
    back.hello(newer)
    await eventually(() =>
      expect(back.heard('snapshot')).toMatchObject([
        { view: { you: { participant: 'bob', role: 'cohost' } } },
      ]),
    )
    expect((await events()).find(({ type }) => type === 'role.changed')).toMatchObject({
      participant: 'bob',
      role: 'cohost',
      by: 'app:server',
    })
  })

  it('a client whose token is a function comes back by itself, with the new role and all its rights', async () => {
    const { url, server, person } = await start()
    const roles = new Map<string, Role>()
    let minted = 0
    const bob = openClient(url, () => {
      minted += 1
      const role = roles.get('bob') ?? 'attendee'
      return server.mintToken({ meeting: MEETING, participant: 'bob', role })
    })
    bob.attachIndicator()
    const ada = person('ada', 'host')
    await joined(ada, bob)
    expect(await bob.enable('meeting-summary', { answer: 'accept' })).toMatchObject({
      rejection: { code: 'not-allowed' },
    })
    roles.set('bob', 'host')
    expect(await ada.changeRole('bob', 'host')).toEqual({ ok: true })
    await eventually(() => expect(bob.store.getState().view?.you.role).toBe('host'))
    await joined(bob)
    expect(minted).toBe(2)
    await turnOn(bob)
    bob.dispose()
  })

  it('a client whose token is a text is told why it is refused', async () => {
    const { url, server, person, mint } = await start()
    const ada = person('ada', 'host')
    const bob = openClient(url, await mint('bob', 'attendee'))
    await joined(ada, bob)
    await server.changeRole(MEETING, 'bob', 'cohost')
    await eventually(() => expect(bob.store.getState().connection).toBe('refused'))
    expect(bob.store.getState().refusal).toMatchObject({ code: 'cut' })
    bob.dispose()
  })
})

it('whoever has a token that was cut off keeps nobody out: its links are counted apart', async () => {
  const { server, socket, mint } = await start({ limits: { devicesPerParticipant: 2 } })
  const stolen = await mint('ann', 'attendee')
  const first = await socket()
  first.hello(stolen)
  await eventually(() => expect(first.heard('snapshot')).toHaveLength(1))
  first.command({ id: 'in', type: 'participant.join', place: 'call' })
  await eventually(() => expect(first.replyTo('in')).toEqual({ ok: true }))
  expect(await server.removeParticipant(MEETING, 'ann')).toEqual({ ok: true })
  for (const connection of ['thief-1', 'thief-2']) {
    const thief = await socket()
    thief.hello(stolen, { connection })
    await eventually(() => expect(thief.heard('refused')).toMatchObject([{ code: 'cut' }]))
    expect(thief.closedWith()).toBeUndefined()
  }
  const third = await socket()
  third.hello(stolen, { connection: 'thief-3' })
  await eventually(() => expect(third.heard('refused')).toMatchObject([{ code: 'devices' }]))
  const ann = await socket()
  ann.hello(await mint('ann', 'attendee'))
  await eventually(() => expect(ann.heard('snapshot')).toHaveLength(1))
})

describe('removed by a host', () => {
  it('closes the gates at once, at a connected worker too; older tokens stop working, the record stays', async () => {
    const { person, server, worker, url, events } = await start()
    const ada = person('ada', 'host')
    let isWelcome = true
    const bob = openClient(url, async () => {
      if (!isWelcome) throw new Error('not in this meeting any more')
      return server.mintToken({ meeting: MEETING, participant: 'bob', role: 'attendee' })
    })
    bob.attachIndicator()
    const old = await server.mintToken({ meeting: MEETING, participant: 'bob', role: 'attendee' })
    const gate = await worker()
    await joined(ada, bob)
    await turnOn(ada)
    await eventually(() => expect(bob.store.getState().view?.features['meeting-summary']?.phase).toBe('on'))
    await bob.show('meeting-summary', { visibleMs: 2_500, lang: 'en' })
    await bob.accept('meeting-summary')
    await eventually(() => expect(gate.permits('bob', 'meeting-summary', 'summarise')).toBe(true))

    isWelcome = false
    const removed = ada.remove('bob')
    await eventually(() => expect(gate.permits('bob', 'meeting-summary', 'summarise')).toBe(false))
    expect(await removed).toEqual({ ok: true })
    expect(server.permits(MEETING, 'bob', 'meeting-summary', 'summarise')).toBe(false)
    await eventually(() => expect(bob.store.getState().connection).toBe('lost'))
    expect(bob.permits('meeting-summary', 'summarise')).toBe(false)

    const thief = openClient(url, old)
    await eventually(() => expect(thief.store.getState().refusal).toMatchObject({ code: 'cut' }))
    const types = (await events()).map(({ type }) => type)
    expect(types).toContain('participant.removed')
    expect(types.filter((type) => type === 'consent.accepted')).toHaveLength(2)
    thief.dispose()
    bob.dispose()
  })

  it('hears a no of theirs by the older token, and nothing else: no view, no way back in', async () => {
    const { person, socket, mint, url, events } = await start()
    const ada = person('ada', 'host')
    const [token, text] = [await mint('bob', 'attendee'), await mint('eve', 'attendee')]
    const [bob, eve] = [openClient(url, () => token), openClient(url, text)]
    await joined(ada, bob, eve)
    await turnOn(ada)
    await eventually(() => expect(bob.store.getState().view?.features['meeting-summary']?.phase).toBe('on'))
    await bob.show('meeting-summary', { visibleMs: 2_500, lang: 'en' })
    expect(await bob.accept('meeting-summary')).toEqual({ ok: true })
    await ada.remove('bob')
    await ada.remove('eve')
    bob.dispose()

    const again = await socket()
    again.hello(token)
    await eventually(() => expect(again.heard('refused')).toMatchObject([{ code: 'cut' }]))
    const of = { feature: 'meeting-summary', method: 'button' }
    again.command({ id: 'join', type: 'participant.join', place: 'call' })
    again.command({ id: 'lobby', type: 'participant.join', place: 'lobby' })
    again.command({ id: 'no', type: 'consent.withdraw', ...of })
    again.command({ id: 'erase', type: 'erasure.request', feature: 'meeting-summary' })
    again.say({ type: 'resync', number: 0 })
    await eventually(() => expect(again.replyTo('erase')).toEqual({ ok: true }))
    expect(again.replyTo('no')).toEqual({ ok: true })
    for (const id of ['join', 'lobby']) {
      expect(again.replyTo(id)).toMatchObject({ rejection: { code: 'not-allowed' } })
    }
    expect(again.heard('snapshot').length + again.heard('update').length).toBe(0)
    expect((await events()).slice(-2).map(({ type, by }) => `${type} ${by}`)).toEqual([
      'consent.withdrawn bob',
      'erasure.requested bob',
    ])

    // Whose token is a text is refused for good, and heard for as long as the link lasts.
    await eventually(() => expect(eve.store.getState().connection).toBe('refused'))
    expect(await eve.decline('meeting-summary')).toEqual({ ok: true })
    eve.dispose()
  })

  it('asks the app about what may be asked of it, and counts the links of who is gone like any other', async () => {
    const asked: string[] = []
    const { server, socket, mint, person } = await start({
      limits: { devicesPerParticipant: 2 },
      onCommand: ({ command }) => {
        asked.push(command.type)
        return undefined
      },
    })
    const bob = person('bob')
    await joined(bob)
    const token = await mint('bob', 'attendee')
    await server.removeParticipant(MEETING, 'bob')
    bob.dispose()
    const links = await Promise.all([socket(), socket(), socket()])
    for (const [at, link] of links.entries()) link.hello(token, { connection: `tab-${at}` })
    await eventually(() => {
      const codes = links.flatMap((link) => link.heard('refused').map(({ code }) => code))
      expect(codes.sort()).toEqual(['cut', 'cut', 'devices'])
    })
    const [open] = links.filter((link) => link.heard('refused')[0]?.code === 'cut')
    asked.splice(0)
    open?.command({ id: 'erase', type: 'erasure.request', feature: 'meeting-summary' })
    open?.command({ id: 'yes', type: 'consent.accept', feature: 'meeting-summary' })
    await eventually(() =>
      expect(open?.replyTo('erase')).toMatchObject({ rejection: { code: 'nothing-to-erase' } }),
    )
    expect(asked).toEqual(['erasure.request'])
  })
})
