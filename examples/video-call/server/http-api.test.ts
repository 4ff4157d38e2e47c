import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCallServer } from './call-server.ts'
import { createTokens } from './tokens.ts'

const tokens = createTokens('a secret for this test')
let server: ReturnType<typeof createCallServer>
let address: string
beforeEach(async () => {
  server = createCallServer({ tokens })
  address = `http://127.0.0.1:${await server.listen()}`
})
afterEach(() => server.close())

async function post(path: string, body: unknown, token?: string) {
  const response = await fetch(address + path, {
    method: 'POST',
    headers: token ? { authorization: `Bearer ${token}` } : {},
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

test('who creates a room is its host, who joins is not, whatever they ask for', async () => {
  const { body: host } = await post('/api/rooms', { name: 'Ana' })
  const { body: guest } = await post(`/api/rooms/${host.room}/join`, { name: 'Ben', role: 'host' })
  expect(await tokens.verify(host.token)).toMatchObject({ meeting: host.room, role: 'host', name: 'Ana' })
  expect(await tokens.verify(guest.token)).toMatchObject({
    meeting: host.room,
    role: 'attendee',
    name: 'Ben',
  })
  expect(guest.participant).not.toBe(host.participant)
})

test('a device link is the same person, once, and only they can make it', async () => {
  const { body: host } = await post('/api/rooms', { name: 'Ana' })
  expect((await post(`/api/rooms/${host.room}/device`, {}, 'rubbish')).status).toBe(401)
  expect((await post('/api/rooms/another/device', {}, host.token)).status).toBe(401)
  const { body: link } = await post(`/api/rooms/${host.room}/device`, {}, host.token)
  const { body: device } = await post('/api/device', { code: link.code })
  expect(await tokens.verify(device.token)).toEqual(await tokens.verify(host.token))
  expect((await post('/api/device', { code: link.code })).status).toBe(404)
})

test('a meeting that nobody started cannot be joined, and a nameless one is not started', async () => {
  expect(await post('/api/rooms/nowhere/join', { name: 'Ben' })).toMatchObject({ status: 404 })
  expect(await post('/api/rooms', { name: '   ' })).toMatchObject({ status: 400 })
  expect(await post('/api/unheard-of', {})).toMatchObject({ status: 404 })
})
