import { memoryLedger } from '@askfirst/core/authority'
import { failingLedger } from '@askfirst/testing'
import { describe, expect, it } from 'vitest'
import { eventually, joined, MEETING, turnOn, useServer } from './running-server.ts'

const start = useServer()

describe('a server that is closed', () => {
  it('waits for what is being written, acknowledges it, and only then says goodbye', async () => {
    const ledger = failingLedger(memoryLedger())
    const { server, socket, mint, events } = await start({ ledger })
    const bob = await socket()
    bob.hello(await mint('bob', 'attendee'))
    await eventually(() => expect(bob.heard('snapshot')).toHaveLength(1))
    const release = ledger.stall()
    bob.command({ id: 'b1', type: 'consent.decline', feature: 'captions', method: 'button' })
    bob.say({ type: 'renew', nonce: 'n1' })
    await eventually(() => expect(bob.heard('renewed')).toHaveLength(1))
    let isClosed = false
    const closed = server.close().then(() => {
      isClosed = true
    })
    await expect(socket()).rejects.toThrow('503')
    expect([isClosed, bob.closedWith(), bob.replyTo('b1')]).toEqual([false, undefined, undefined])
    release()
    await closed
    expect([bob.replyTo('b1'), bob.closedWith()]).toEqual([{ ok: true }, 1001])
    expect((await events()).at(-1)).toMatchObject({ type: 'consent.declined', participant: 'bob' })
  })

  it('closes every gate, and tells workers before they lose it', async () => {
    const { server, person, worker } = await start()
    const ada = person('ada', 'host')
    const gate = await worker()
    await joined(ada)
    await turnOn(ada)
    await eventually(() => expect(gate.permits('ada', 'meeting-summary', 'summarise')).toBe(true))
    const revoked: string[] = []
    gate.onRevoke(({ participant }) => revoked.push(participant))
    await server.close()
    expect(server.permits(MEETING, 'ada', 'meeting-summary', 'summarise')).toBe(false)
    await eventually(() => expect([revoked, gate.isLive()]).toEqual([['ada'], false]))
  })

  it('ends within its time where the ledger never answers; gates are closed all the same', async () => {
    const ledger = failingLedger(memoryLedger())
    const { server, person } = await start({ ledger, drainMs: 150 })
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    ledger.stall()
    void ada.defer('meeting-summary')
    void ada.withdraw('meeting-summary')
    await eventually(() => expect(server.permits(MEETING, 'ada', 'meeting-summary', 'summarise')).toBe(false))
    await server.close()
  })

  it('is closed once, however often it is asked to', async () => {
    const { server } = await start()
    await Promise.all([server.close(), server.close()])
    await server.close()
  })
})
