import { expect, it } from 'vitest'
import { eventually, MEETING, useServer } from './running-server.ts'

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

it('a limit that is set to undefined is not lifted by it', async () => {
  const { server, mint, socket } = await start({ limits: { messagesPerSecond: undefined } as object })
  const eve = await socket()
  eve.hello(await mint('eve', 'attendee'))
  await eventually(() => expect(eve.heard('snapshot')).toHaveLength(1))
  for (let count = 0; count < 1_000; count += 1) eve.say({ type: 'resync', number: 0 })
  await eventually(() => expect(eve.closedWith()).toBeDefined())
  expect(server.permits(MEETING, 'eve', 'meeting-summary', 'summarise')).toBe(false)
})
