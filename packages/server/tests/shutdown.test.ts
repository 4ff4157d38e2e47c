import { setTimeout as delay } from 'node:timers/promises'
import { memoryLedger } from '@askfirst/core/authority'
import { failingLedger } from '@askfirst/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { eventually, joined, MEETING, turnOn, useServer } from './running-server.ts'
import { SECRET_OF_HOOKS as secret, startReceiver } from './webhook-receiver.ts'

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

  it('has told its webhooks that everything is closed before it is', async () => {
    const { promise: first, resolve: answerFirst } = Promise.withResolvers<number>()
    const receiver = await startReceiver((nth) => (nth === 1 ? first : 204))
    onTestFinished(receiver.close)
    const { server, person } = await start({ webhooks: [{ url: receiver.url, secret, events: ['gate'] }] })
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    await eventually(() => expect(receiver.received).toHaveLength(1))
    const closed = server.close()
    // Long after everything else is.
    await delay(200)
    answerFirst(204)
    await closed
    expect(receiver.received.map(({ data }) => [data.before, data.after])).toEqual([
      [[], ['summarise']],
      [['summarise'], []],
    ])
  })

  it('is closed though an endpoint never answers, and logs how much was not sent', async () => {
    const receiver = await startReceiver(() => 'never')
    onTestFinished(receiver.close)
    const logged: unknown[] = []
    const say = (fields: object, message: string) => void logged.push({ ...fields, message })
    const log = { error: say, warn: say, info: say, debug: say }
    const { server, person } = await start({
      log,
      webhooks: [{ url: receiver.url, secret, events: ['gate'] }],
    })
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    await eventually(() => expect(receiver.received).toHaveLength(1))
    await server.close()
    expect(receiver.received).toHaveLength(1)
    expect(logged).toContainEqual({ unsent: 2, message: 'webhooks that were not sent' })
  })

  it('is closed once, however often it is asked to', async () => {
    const { server } = await start()
    await Promise.all([server.close(), server.close()])
    await server.close()
  })
})
