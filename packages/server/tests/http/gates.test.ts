import { memoryLedger } from '@askfirst/core/authority'
import { failingLedger } from '@askfirst/testing'
import { describe, expect, it } from 'vitest'
import { summary } from '../features.ts'
import { eventually, FEATURES, joined, MEETING, turnOn, useServer } from '../running-server.ts'

const start = useServer()

async function open(options?: Parameters<typeof start>[0]) {
  const running = await start(options)
  const { server } = running
  const ask = async (token?: string) => {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const response = await server.fetch(new Request('http://consent.example/consent/gates', { headers }))
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  const worker = (features: readonly { id: string }[] = FEATURES) =>
    server.mintGateToken({ meeting: MEETING, worker: 'w1', features })
  return { ...running, ask, worker }
}

describe('GET /consent/gates', () => {
  it('gives the whole lists of the features that the token names, and how long they are good for', async () => {
    const { ask, worker, person, server } = await open({ gateLeaseMs: 2_000 })
    const [ada, bob] = [person('ada', 'host'), person('bob')]
    await joined(ada, bob)
    await turnOn(ada)
    const answer = await ask(await worker([summary]))
    expect(answer).toMatchObject({
      status: 200,
      body: {
        meeting: MEETING,
        leaseMs: 2_000,
        lists: [
          { feature: 'meeting-summary', term: 1, allow: [{ participant: 'ada', asks: ['summarise'] }] },
        ],
      },
    })
    expect(answer.body.lists).toHaveLength(1)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(JSON.stringify(answer.body)).not.toContain('bob')
    await ada.withdraw('meeting-summary')
    expect((await ask(await worker([summary]))).body.lists).toMatchObject([{ allow: [] }])
    const app = await ask(await server.mintAppToken({ meeting: MEETING }))
    expect(app.body.lists).toHaveLength(2)
  })

  it('has nothing to say of a meeting that nobody is in, and opens none', async () => {
    const { ask, worker, events } = await open()
    expect(await ask(await worker())).toMatchObject({ status: 200, body: { lists: [] } })
    expect(await events()).toEqual([])
  })

  it('says nothing from memory where another server may write the meeting before its answer is over', async () => {
    const memory = failingLedger(memoryLedger())
    const ledger = { ...memory, leaseMs: 3_000 }
    const { ask, worker, person } = await open({ ledger, gateLeaseMs: 1_000 })
    const ada = person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    const heard = async () =>
      (await ask(await worker())).body.lists.flatMap(({ allow }: { allow: unknown[] }) => allow)
    await eventually(async () => expect(await heard()).toMatchObject([{ participant: 'ada' }]))
    // The lease is not renewed any more.
    const release = memory.stall()
    await eventually(async () => expect((await ask(await worker())).body.lists).toEqual([]))
    release()
    await eventually(async () => expect(await heard()).toMatchObject([{ participant: 'ada' }]))
  })

  it('is for workers alone', async () => {
    const { ask, mint, server } = await open()
    expect(await ask()).toMatchObject({ status: 401 })
    expect((await ask()).headers.get('www-authenticate')).toBe('Bearer')
    expect(await ask('not.a.token')).toMatchObject({ status: 401 })
    expect(await ask(await mint('ada', 'host'))).toMatchObject({ status: 403 })
    const keeper = await server.mintKeeperToken({ meeting: MEETING, keeper: 'dpo' })
    expect(await ask(keeper)).toMatchObject({
      status: 401,
      body: { message: expect.stringContaining("keeper's token") },
    })
  })

  it('is not asked without end, and another worker is not slowed by it', async () => {
    const { ask, worker, server } = await open({ limits: { requestsPerSecond: 2 } })
    const token = await worker()
    const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await ask(token)).status))
    // A second may end in between.
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(4)
    // A newer token of the same worker is no new allowance; another worker has its own.
    const other = await server.mintGateToken({ meeting: MEETING, worker: 'w2', features: FEATURES })
    expect((await ask(other)).status).toBe(200)
  })
})
