import { describe, expect, it } from 'vitest'
import { MEETING, type RunningOptions, useServer } from '../running-server.ts'
import { useSealedMeeting } from '../sealed-meeting.ts'

const open = useSealedMeeting()
const start = useServer()
const FACTS = {
  jurisdiction: ['DE'],
  policyUrl: 'https://e.example/privacy',
  controllers: [{ name: 'Example', contact: 'Office', email: 'a@b.example', phone: '1', address: {} }],
}

async function meeting(options: RunningOptions = {}) {
  const running = await open({ facts: FACTS, ...options })
  const { server } = running
  const keeper = await server.mintKeeperToken({ meeting: MEETING, keeper: 'dpo' })
  const read = (who: string, token = keeper, query = '') =>
    server.fetch(
      new Request(
        `http://consent.example/consent/meetings/${MEETING}/participants/${encodeURIComponent(who)}/record${query}`,
        { headers: { authorization: `Bearer ${token}` } },
      ),
    )
  return { ...running, keeper, read }
}

describe('GET /consent/meetings/:meeting/participants/:participant/record', () => {
  it('gives a keeper the record of one person, in each format', async () => {
    const { read } = await meeting()
    const record = await (await read('bob')).json()
    expect(record.events.at(-1)).toMatchObject({ type: 'consent.declined', method: 'button' })
    expect(record).toMatchObject({ jurisdiction: ['DE'], meeting: { id: MEETING } })
    const iso = await read('bob', undefined, '?format=iso')
    expect([iso.headers.get('content-type'), iso.headers.get('cache-control')]).toEqual([
      'application/json',
      'no-store',
    ])
    const csv = await read('bob', undefined, '?format=csv')
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect((await read('ada', undefined, '?format=kantara')).status).toBe(200)
    expect((await read('bob', undefined, '?format=kantara')).status).toBe(409)
    expect((await read('bob', undefined, '?format=xml')).status).toBe(400)
    expect((await read('zoe')).status).toBe(404)
  })

  it('is for the keeper of that meeting, and for nobody else', async () => {
    const { read, server, mint } = await meeting()
    const others = [
      await mint('bob', 'attendee'),
      await mint('ada', 'host'),
      await server.mintAppToken({ meeting: MEETING }),
      await server.mintKeeperToken({ meeting: 'retro', keeper: 'dpo' }),
    ]
    const statuses = await Promise.all(others.map(async (token) => (await read('bob', token)).status))
    expect(statuses).toEqual([403, 403, 403, 403])
    expect((await read('bob', 'not.a.token')).status).toBe(401)
  })

  it('is not asked without end', async () => {
    const { read } = await meeting({ limits: { requestsPerSecond: 2 } })
    const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await read('bob')).status))
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(4)
  })

  it('has nothing where the ledger keeps no evidence', async () => {
    const { server } = await start()
    const keeper = await server.mintKeeperToken({ meeting: MEETING, keeper: 'dpo' })
    const at = `http://consent.example/consent/meetings/${MEETING}/participants/bob/record`
    const answer = await server.fetch(new Request(at, { headers: { authorization: `Bearer ${keeper}` } }))
    expect(answer.status).toBe(501)
  })

  it('is refused before it is served where the facts are wrong', async () => {
    const facts = { juristiction: ['DE'] } as object
    await expect(start({ facts })).rejects.toThrow('record-facts')
  })

  it('an address that nobody has encoded is nobody’s', async () => {
    const { server } = await start()
    const at = 'http://consent.example/consent/meetings/%E0%A4%A/participants/bob/record'
    expect((await server.fetch(new Request(at))).status).toBe(404)
  })
})
