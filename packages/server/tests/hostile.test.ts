import { describe, expect, it } from 'vitest'
import { captions, summary } from './features.ts'
import { eventually, joined, MEETING, turnOn, useServer } from './running-server.ts'

const start = useServer()

describe('identity', () => {
  it('is never taken from a message', async () => {
    const { person, socket, mint, server, events } = await start()
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    const bob = await socket()
    bob.hello(await mint('bob', 'attendee'), { participant: 'ada', role: 'host' })
    await eventually(() => expect(bob.heard('snapshot')).toHaveLength(1))
    expect(bob.heard('snapshot')[0]?.view).toMatchObject({ you: { participant: 'bob', role: 'attendee' } })
    bob.command({
      id: 'b1',
      type: 'consent.withdraw',
      feature: 'meeting-summary',
      method: 'button',
      participant: 'ada',
      by: 'ada',
    })
    bob.command({
      id: 'b2',
      type: 'feature.disable',
      feature: 'meeting-summary',
      activation: 'any',
      role: 'host',
    })
    bob.command({
      id: 'b3',
      type: 'participant.lapse',
      participant: 'ada',
      connection: 'any',
      cause: 'closed',
    })
    // A second hello changes nothing: the first one counted.
    bob.hello(await mint('ada', 'host'))
    bob.command({ id: 'b4', type: 'participant.join', place: 'call' })
    await eventually(() => expect(bob.replyTo('b4')).toEqual({ ok: true }))
    expect(bob.replyTo('b1')).toEqual({ ok: true })
    expect(bob.replyTo('b2')?.rejection?.code).toBe('not-allowed')
    expect(bob.replyTo('b3')?.rejection?.code).toBe('malformed')
    expect(server.permits(MEETING, 'ada', 'meeting-summary', 'summarise')).toBe(true)
    const byBob = (await events()).filter(({ command }) => /^b\d$/.test(command))
    expect(byBob.map((event) => [event.by, 'participant' in event && event.participant])).toEqual([
      ['bob', 'bob'],
      ['bob', 'bob'],
    ])
  })

  it('is one per token: a worker cannot answer, a person cannot erase', async () => {
    const { socket, server, mint } = await start()
    const [worker, bob] = [await socket(), await socket()]
    worker.hello(await server.mintGateToken({ meeting: MEETING, worker: 'w1', features: [summary] }))
    bob.hello(await mint('bob', 'attendee'))
    await eventually(() => expect([...worker.heard('gates'), ...bob.heard('snapshot')]).toHaveLength(2))
    worker.command({ id: 'w1', type: 'consent.withdraw', feature: 'meeting-summary', method: 'api' })
    bob.command({
      id: 'b1',
      type: 'erasure.acknowledge',
      feature: 'meeting-summary',
      participant: 'bob',
      request: 1,
    })
    await eventually(() => expect(worker.replyTo('w1')?.rejection?.code).toBe('not-allowed'))
    await eventually(() => expect(bob.replyTo('b1')?.rejection?.code).toBe('not-allowed'))
  })

  it('is refused in words where the token is wrong', async () => {
    const { socket, events } = await start()
    const stranger = await socket()
    stranger.hello('not.a.token')
    await eventually(() => expect(stranger.heard('refused')[0]).toMatchObject({ code: 'token' }))
    await eventually(() => expect(stranger.closedWith()).toBeDefined())
    expect(await events()).toEqual([])
  })

  it('cannot be minted for what the server does not have', async () => {
    const { server } = await start()
    const worker = { meeting: MEETING, worker: 'w1', features: [{ id: 'mind-reading' }] }
    await expect(server.mintGateToken(worker)).rejects.toThrow(
      '"mind-reading", which this server does not have',
    )
    const processor = { meeting: MEETING, processor: 'Acme AI', features: [summary, captions] }
    await expect(server.mintProcessorToken(processor)).rejects.toThrow(
      'not a processor of feature "captions"',
    )
  })
})

describe('what cannot be understood', () => {
  it('is rejected one by one, and closes nothing', async () => {
    const { socket, mint } = await start()
    const bob = await socket()
    bob.hello(await mint('bob', 'attendee'))
    await eventually(() => expect(bob.heard('snapshot')).toHaveLength(1))
    bob.say({ type: 'feature.explode' })
    bob.say('{ not json')
    bob.sendBytes(new Uint8Array([1, 2, 3]))
    bob.command({ id: 'b1', type: 'consent.sell', feature: 'meeting-summary' })
    bob.command({ id: 'b2', type: 'consent.defer', feature: 'meeting-summary', activation: 7 })
    bob.say({ type: 'renew', nonce: 'n1' })
    await eventually(() => expect(bob.heard('renewed')[0]).toMatchObject({ nonce: 'n1' }))
    expect(bob.heard('reply')).toHaveLength(5)
    for (const [id, where] of [
      ['b1', 'type'],
      ['b2', 'activation'],
    ] as const)
      expect(bob.replyTo(id)?.rejection).toMatchObject({
        code: 'malformed',
        message: expect.stringContaining(` Wrong is "${where}".`),
      })
    expect(bob.closedWith()).toBeUndefined()
  })

  it('is a version two minors or one major away; one minor apart works', async () => {
    const { socket, mint } = await start()
    const token = await mint('bob', 'attendee')
    const [newer, near, far] = [await socket(), await socket(), await socket()]
    newer.hello(token, { version: '2.0' })
    near.hello(token, { version: '1.2', connection: 'tab-2', flavour: 'unknown' })
    far.hello(token, { version: '1.3', connection: 'tab-3' })
    await eventually(() => expect(newer.heard('refused')[0]).toMatchObject({ code: 'version' }))
    await eventually(() => expect(far.heard('refused')[0]).toMatchObject({ code: 'version' }))
    await eventually(() => expect(near.heard('snapshot')).toHaveLength(1))
    expect(near.closedWith()).toBeUndefined()
  })

  it('is too long: that socket is closed, the others are not', async () => {
    const { socket, mint } = await start()
    const [bob, eve] = [await socket(), await socket()]
    bob.hello(await mint('bob', 'attendee'))
    eve.hello(await mint('eve', 'attendee'))
    await eventually(() => expect([...bob.heard('snapshot'), ...eve.heard('snapshot')]).toHaveLength(2))
    eve.say({ type: 'renew', nonce: 'x'.repeat(40_000) })
    await eventually(() => expect(eve.closedWith()).toBe(1009))
    bob.say({ type: 'renew', nonce: 'n1' })
    await eventually(() => expect(bob.heard('renewed')).toHaveLength(1))
  })
})
