import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { AskFirstError } from '@askfirst/core'
import { memoryLedger } from '@askfirst/core/authority'
import { failingLedger } from '@askfirst/testing'
import { describe, expect, it, vi } from 'vitest'
import { eventually, joined, turnOn, useServer } from '../running-server.ts'

const start = useServer()
const get = (path: string, init?: RequestInit) => new Request(`http://consent.example${path}`, init)

describe('/healthz', () => {
  it('says that this program runs, and is not kept by anything in between', async () => {
    const { server } = await start()
    const response = await server.fetch(get('/healthz'))
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }])
    expect(response.headers.get('cache-control')).toBe('no-store')
  })
})

describe('/readyz', () => {
  it('says ready while the ledger answers', async () => {
    const { server } = await start()
    const response = await server.fetch(get('/readyz'))
    expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }])
  })

  it('says so where the ledger cannot be read', async () => {
    const ledger = { ...memoryLedger(), read: () => Promise.reject(new Error('gone')) }
    const { server } = await start({ ledger })
    const response = await server.fetch(get('/readyz'))
    expect([response.status, await response.json()]).toEqual([503, { status: 'ledger-unreachable' }])
  })

  it('says so where nothing could be written a moment ago', async () => {
    const ledger = failingLedger(memoryLedger())
    const { person, server } = await start({ ledger, onFault: () => {} })
    const ada = person('ada', 'host')
    await joined(ada)
    const heal = ledger.fail()
    await ada.enable('meeting-summary', { answer: 'accept' })
    const response = await server.fetch(get('/readyz'))
    expect([response.status, await response.json()]).toEqual([503, { status: 'ledger-failing' }])
    heal()
    await turnOn(ada)
  })

  it('says ready where somebody asks for a meeting that is open at another server', async () => {
    const text = { what: 'Meeting "standup" is open at another server.', why: '', fix: '' }
    const append = () => Promise.reject(new AskFirstError('ledger-owned', text))
    const onFault = vi.fn()
    const ledger = { ...memoryLedger(), leaseMs: 10_000, append }
    const { mint, server, socket } = await start({ ledger, onFault })
    const bob = await socket()
    bob.hello(await mint('bob', 'attendee'))
    await eventually(() => expect(onFault).toHaveBeenCalled())
    expect((await server.fetch(get('/readyz'))).status).toBe(200)
  })

  it('says so while the server is closed', async () => {
    const { server } = await start()
    const closed = server.close()
    const response = await server.fetch(get('/readyz'))
    expect([response.status, await response.json()]).toEqual([503, { status: 'draining' }])
    await closed
  })
})

describe('what else is asked for', () => {
  it.each([
    ['/', 404],
    ['/consent', 404],
    ['/consent/gates/more', 404],
    ['/__proto__', 404],
    ['/constructor', 404],
  ])('%s is not there', async (path, status) => {
    const { server } = await start()
    expect((await server.fetch(get(path))).status).toBe(status)
  })

  it('is not changed by asking', async () => {
    const { server } = await start()
    const response = await server.fetch(get('/readyz', { method: 'POST' }))
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })
})

/** What a server answers to bytes that no client of HTTP would send. */
async function answerTo(port: number, head: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.end(`${head}\r\nConnection: close\r\n\r\n`)
  const said: Buffer[] = []
  for await (const bytes of socket) said.push(bytes as Buffer)
  return Buffer.concat(said).toString()
}

describe('what is no request', () => {
  it.each([
    ['a host that is none', 'GET /consent/mine/of-somebody HTTP/1.1\r\nHost: a b'],
    ['a method that fetch has not', 'TRACE /consent/mine/of-somebody HTTP/1.1\r\nHost: a'],
  ])('is told so, and its address is written nowhere: %s', async (_what, head) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const http = createServer((request, response) => server.listener(request, response))
    const { server } = await start({ http })
    const answer = await answerTo((http.address() as AddressInfo).port, head)
    expect(answer).toMatch(/^HTTP\/1.1 400 /)
    expect(said).not.toHaveBeenCalled()
    said.mockRestore()
  })
})
