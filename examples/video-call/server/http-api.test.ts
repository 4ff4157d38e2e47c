import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { memoryLedger } from '@askfirst/core/authority'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCallServer } from './call-server.ts'
import { createConsent } from './consent.ts'
import { createTokens } from './tokens.ts'

const secret = 'a secret for this test, of thirty-two bytes'
const tokens = createTokens(secret)
const makeConsent = () => createConsent({ secret, ledger: memoryLedger() })
let server: ReturnType<typeof createCallServer>
let address: string
beforeEach(async () => {
  server = createCallServer({ tokens, consent: makeConsent() })
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

test('a name cannot turn around the words beside it', async () => {
  const { body } = await post('/api/rooms', { name: ' Ana\u202e\u2067 \u0000B\u200f\n' })
  expect(body.name).toBe('Ana B')
  expect((await post('/api/rooms', { name: '\u202e\u2066' })).status).toBe(400)
})

test('a consent token is for the meeting that one was admitted to, and for nobody without an admission', async () => {
  const { body: host } = await post('/api/rooms', { name: 'Ana' })
  const { body: other } = await post('/api/rooms', { name: 'Zoe' })
  expect(await post(`/api/rooms/${host.room}/consent`, {}, host.token)).toMatchObject({
    status: 200,
    body: { token: expect.any(String) },
  })
  expect((await post(`/api/rooms/${host.room}/consent`, {}, other.token)).status).toBe(401)
  expect((await post(`/api/rooms/${host.room}/consent`, {})).status).toBe(401)
})

test('an address that cannot be parsed is answered, an upgrade on it is ended, and the server goes on', async () => {
  const { port } = server.http.address() as AddressInfo
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
  const send = async (head: string) => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    socket.on('data', (data) => {
      answer += data
    })
    socket.write(`${head}\r\n`)
    await once(socket, 'close')
    return answer
  }
  const rest = 'HTTP/1.1\r\nHost: x\r\nConnection: close\r\n'
  for (const path of ['//', '/%', '/%00', '/api/%'])
    expect(await send(`GET ${path} ${rest}`)).toMatch(/^HTTP\/1.1 \d{3}/)
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
  for (const path of ['//', '/nowhere'])
    expect(await send(`GET ${path} HTTP/1.1\r\nHost: x\r\n${upgrade}${key}`)).not.toMatch(/ 101 /)
  expect((await fetch(`${address}/api/config`)).status).toBe(200)
})

test('a body of more than 4 kB is not read', async () => {
  expect(await post('/api/rooms', { name: 'x'.repeat(5_000) })).toEqual({
    status: 413,
    body: { error: 'too-long' },
  })
  expect((await post('/api/rooms', { name: 'Ana' })).status).toBe(200)
})
