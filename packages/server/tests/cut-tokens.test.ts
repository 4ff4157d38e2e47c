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
    // Minted in the same second, most of the time in the same few milliseconds: good all the same.
    await new Promise((resolve) => setTimeout(resolve, 2))
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
})
