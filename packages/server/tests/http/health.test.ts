import { memoryLedger } from '@askfirst/core/authority'
import { failingLedger } from '@askfirst/testing'
import { describe, expect, it } from 'vitest'
import { joined, turnOn, useServer } from '../running-server.ts'

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
