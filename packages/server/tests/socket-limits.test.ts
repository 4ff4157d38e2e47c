import { expect, it } from 'vitest'
import { summary } from './features.ts'
import { eventually, joined, MEETING, noticeOf, useServer } from './running-server.ts'

const start = useServer()
const metrics = async (server: { fetch(request: Request): Promise<Response> }) =>
  (await server.fetch(new Request('http://x/metrics'))).text()

it('no more sockets are taken than there may be, and the next is once one is gone', async () => {
  const { server, socket } = await start({ limits: { sockets: 2 } })
  const [first] = [await socket(), await socket()]
  await expect(socket()).rejects.toThrow('503')
  expect(await metrics(server)).toContain('askfirst_limits_total{limit="sockets"} 1')
  first.end()
  await eventually(() => socket())
})

it('a message may be as long as it may, and no longer', async () => {
  const { server, socket, mint } = await start({ limits: { messageBytes: 2_000 } })
  const bob = await socket()
  bob.hello(await mint('bob', 'attendee'))
  await eventually(() => expect(bob.heard('snapshot')).toHaveLength(1))
  bob.say({ type: 'renew', nonce: 'x'.repeat(2_000) })
  await eventually(() => expect(bob.closedWith()).toBe(1009))
  expect(await metrics(server)).toContain('askfirst_limits_total{limit="messageBytes"} 1')
})

it('who never reads is cut off, so that their gate closes, and everybody else is served', async () => {
  const limits = { waitingBytes: 64_000, messagesPerSecond: 100_000, participantMessagesPerSecond: 100_000 }
  const { server, socket, mint, person } = await start({ limits })
  const bob = person('bob')
  await joined(bob)
  const eve = await socket()
  const notice = await noticeOf(summary)
  const evesGate = () => server.permits(MEETING, 'eve', summary.id, 'summarise')
  eve.hello(await mint('eve', 'host'))
  await eventually(() => expect(eve.heard('snapshot')).toHaveLength(1))
  eve.command({ id: '1', type: 'participant.join', place: 'call' })
  eve.command({ id: '2', type: 'indicator.show', knows: [notice.hash] })
  const decision = { answer: 'accept', grants: [], seen: 0 }
  const run = { feature: summary.id, activation: 'run-1', notice, decision, method: 'button' }
  eve.command({ id: '3', type: 'feature.enable', ...run })
  await eventually(() => expect([eve.replyTo('3'), evesGate()]).toEqual([{ ok: true }, true]))
  eve.stopReading()
  // What the system itself keeps for a reader, some megabytes, has to be full first.
  await eventually(async () => {
    for (let count = 0; count < 200; count += 1) eve.say({ type: 'resync', number: 0 })
    expect(await metrics(server)).toContain('askfirst_limits_total{limit="waitingBytes"} 1\n')
  })
  await eventually(() => expect(evesGate()).toBe(false))
  expect(await bob.decline(summary.id)).toEqual({ ok: true })
  expect(bob.store.getState().connection).toBe('live')
  eve.readAgain()
  await eventually(() => expect(eve.closedWith()).toBe(1006))
})

it('a limit that is set to undefined is not lifted by it', async () => {
  const { server, mint, socket } = await start({ limits: { messagesPerSecond: undefined } as object })
  const eve = await socket()
  eve.hello(await mint('eve', 'attendee'))
  await eventually(() => expect(eve.heard('snapshot')).toHaveLength(1))
  for (let count = 0; count < 1_000; count += 1) eve.say({ type: 'resync', number: 0 })
  await eventually(() => expect(eve.closedWith()).toBeDefined())
  expect(server.permits(MEETING, 'eve', 'meeting-summary', 'summarise')).toBe(false)
})
