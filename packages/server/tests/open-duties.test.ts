import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { EventBody, MeetingEvent } from '@askfirst/core/authority'
import { connectGate } from '@askfirst/core/gate'
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createSigningKey } from '../src/ledger/signing-keys.ts'
import { sqliteLedger } from '../src/ledger/sqlite-ledger.ts'
import { askfirst, MEETING, toStory } from './evidence-stage.ts'
import {
  type Declared,
  eventually,
  FEATURES,
  joined,
  type RunningOptions,
  startServer,
  turnOn,
} from './running-server.ts'
import { SECRET_OF_HOOKS as secret, startReceiver } from './webhook-receiver.ts'

const directory = mkdtempSync(join(tmpdir(), 'askfirst-duties-'))
afterAll(() => rmSync(directory, { recursive: true }))
const newFile = (): string => join(directory, `${randomUUID()}.db`)
const DAY_MS = 86_400_000
const SUMMARY = 'meeting-summary'

const duty: EventBody = {
  type: 'erasure.requested',
  participant: 'ben',
  feature: SUMMARY,
  request: 3,
  processors: ['Acme AI'],
}
const done: EventBody = {
  type: 'erasure.acknowledged',
  participant: 'ben',
  feature: SUMMARY,
  request: 3,
  processor: 'Acme AI',
}

/** The short meeting, so many days ago, with what came of it after its end. */
async function keep(file: string, days: number, after: readonly EventBody[], meeting = MEETING) {
  const story = toStory(Date.now() - days * DAY_MS)
  const more = after.map((body, at) => ({
    ...body,
    number: story.length + at + 1,
    at: (story.at(-1)?.at ?? 0) + at,
    by: body.type === 'erasure.requested' ? 'ben' : 'processor:Acme AI',
    command: `after-${at}`,
  }))
  const ledger = sqliteLedger(file)
  await ledger.append(meeting, 0, [...story, ...more] as readonly MeetingEvent[])
  await ledger.close()
  return story.length + more.length
}
const meetingsOf = async (file: string): Promise<readonly string[]> => {
  const ledger = sqliteLedger(file, { readOnly: true })
  const meetings = await ledger.meetings()
  await ledger.close()
  return meetings.map(({ meeting }) => meeting)
}
const purge = (file: string, ...more: readonly string[]) =>
  askfirst('purge', '--ledger', file, '--older-than', '90d', ...more)

describe('an open duty to erase', () => {
  it('keeps its meeting from being purged, which is said, until it is done or forced', async () => {
    const file = newFile()
    await keep(file, 100, [duty], 'owed')
    await keep(file, 100, [duty, done], 'done')
    const dry = await purge(file, '--dry-run')
    expect(dry.text).toMatch(/15 events {2}owed {2}stays: its duties to erase are open at Acme AI/)
    expect(dry.text).toContain('would purge 1 meeting, older than 90 days; kept 1 as old')
    expect(await meetingsOf(file)).toHaveLength(2)
    expect((await purge(file)).text).toContain('purged 1 meeting, older than 90 days; kept 1 as old')
    expect(await meetingsOf(file)).toEqual(['owed'])
    expect((await purge(file, '--force')).text).toContain('purged 1 meeting, ')
    expect(await meetingsOf(file)).toEqual([])
  })

  it('keeps a name from being erased, and is said to be lost where that is forced', async () => {
    const file = newFile()
    await keep(file, 2, [duty])
    const refused = await askfirst('erase', MEETING, 'ben', '--ledger', file)
    expect([refused.code, refused.text]).toEqual([1, expect.stringContaining('be erased by Acme AI')])
    expect((await askfirst('erase', MEETING, 'zoe', '--ledger', file)).code).toBe(0)
    const forced = await askfirst('erase', MEETING, 'ben', '--ledger', file, '--force')
    expect([forced.code, forced.text]).toEqual([0, expect.stringContaining('lost: what Acme AI had still')])
    expect((await askfirst('verify', MEETING, '--ledger', file)).code).toBe(0)
    // Nobody can be told of it any more: it keeps nothing.
    const old = newFile()
    await keep(old, 100, [duty])
    const ledger = sqliteLedger(old)
    await ledger.erase(MEETING, 'ben', { force: true })
    expect(await ledger.purge({ before: Date.now() + DAY_MS * 2, dryRun: true })).toHaveLength(1)
    await ledger.close()
  })

  it('of somebody whose name was erased is told to nobody: whose it was, nobody can tell', async () => {
    const file = newFile()
    await keep(file, 2, [duty, { ...duty, participant: 'ada', request: 4 }])
    expect((await askfirst('erase', MEETING, 'ben', '--ledger', file, '--force')).code).toBe(0)
    const receiver = await startReceiver()
    onTestFinished(receiver.close)
    const webhooks = [{ url: receiver.url, secret, events: ['erasure'] as const }]
    const { server, stop } = await startServer({ ledger: sqliteLedger(file), webhooks })
    onTestFinished(stop)
    expect(await server.reportRoster(MEETING, [])).toEqual({ ok: true })
    // They would be told in this order.
    await eventually(() => expect(receiver.received.length).toBeGreaterThan(0))
    await server.close()
    expect(receiver.received.map(({ data }) => data.participant)).toEqual(['ada'])
  })

  it('is none any more once it is acknowledged', async () => {
    const file = newFile()
    await keep(file, 2, [duty, done])
    expect((await askfirst('erase', MEETING, 'ben', '--ledger', file)).code).toBe(0)
  })
})

describe('erasing somebody beside a server that has the meeting in memory', () => {
  it('takes nobody from that server: it reads the meeting back, and stays ready', async () => {
    const file = newFile()
    const { server, person, events, stop } = await startServer({
      ledger: sqliteLedger(file),
      forgetAfterMs: 60_000,
    })
    onTestFinished(stop)
    const [ada, ben] = [person('ada', 'host'), person('ben')]
    await joined(ada, ben)
    for (const one of [ada, ben]) one.dispose()
    await eventually(async () =>
      expect((await events()).filter(({ type }) => type === 'participant.lapsed')).toHaveLength(2),
    )
    expect((await askfirst('erase', MEETING, 'ben', '--ledger', file)).code).toBe(0)
    await joined(person('cem', 'host'))
    const ready = await server.fetch(new Request('http://consent.example/readyz'))
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }])
    expect((await askfirst('verify', MEETING, '--ledger', file)).code).toBe(0)
  })
})

describe('purging', () => {
  it('leaves a meeting that goes on, whatever is asked for, and takes no day for too old', async () => {
    const file = newFile()
    const story = toStory(Date.now())
    const ledger = sqliteLedger(file)
    await ledger.append(MEETING, 0, story.slice(0, 10))
    const kept: string[] = []
    const which = {
      before: Date.now() + 1,
      force: true,
      onKept: ({ why }: { why: string }) => kept.push(why),
    }
    expect(await ledger.purge(which)).toEqual([])
    expect(kept).toEqual(['it goes on: "meeting-summary" is on'])
    expect(await ledger.read(MEETING)).toHaveLength(10)
    await ledger.close()
    const { code } = await withoutExit(() => askfirst('purge', '--ledger', file, '--older-than', '0d'))
    expect(code).toBe(1)
  })

  it('of what cannot be read is forced', async () => {
    const file = newFile()
    await keep(file, 100, [])
    const database = new DatabaseSync(file)
    database.exec(`UPDATE events SET body = '{}' WHERE number = 3`)
    database.close()
    expect((await purge(file)).text).toContain('stays: it cannot be read')
    expect((await purge(file, '--force')).text).toContain('purged 1 meeting, ')
  })

  it('under a server on SQLite takes its meeting away for good: it closes, and people begin anew', async () => {
    const file = newFile()
    const running = await startServer({ ledger: sqliteLedger(file) })
    onTestFinished(running.stop)
    const ada = running.person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    const permits = () => running.server.permits(MEETING, 'ada', SUMMARY, 'summarise')
    expect(permits()).toBe(true)
    const database = new DatabaseSync(file)
    database.exec('DELETE FROM events; DELETE FROM people; DELETE FROM checkpoints')
    database.close()
    await eventually(() => expect(permits()).toBe(false))
    await eventually(async () => expect((await running.events()).length).toBeGreaterThan(1))
    expect(permits()).toBe(false)
    // An answer is acknowledged again, by what is in the ledger now.
    await eventually(async () => expect(await ada.withdraw(SUMMARY)).toBeDefined())
  })
})

describe('a command that changes a ledger', () => {
  it.each([
    ['purge', '--older-than', '90d'],
    ['purge', '--older-than', '90d', '--dry-run'],
    ['erase', MEETING, 'ben'],
    ['sign', MEETING],
  ])('%s makes none where there is none, and no keys', async (...command) => {
    const place = mkdtempSync(join(directory, 'empty-'))
    const { code, text } = await askfirst(...command, '--ledger', join(place, 'typo.db'))
    expect([code, text]).toEqual([1, expect.stringContaining('does not exist')])
    expect(readdirSync(place)).toEqual([])
  })

  it('makes no keys beside a ledger that has them elsewhere, and signs nothing without', async () => {
    const file = newFile()
    const ledger = sqliteLedger(file, { signing: [createSigningKey()] })
    await ledger.append(MEETING, 0, toStory(Date.now() - 100 * DAY_MS))
    await ledger.close()
    for (const command of [
      ['erase', MEETING, 'ben'],
      ['sign', MEETING],
    ]) {
      const { code, text } = await askfirst(...command, '--ledger', file)
      expect([code, text]).toEqual([1, expect.stringContaining('has no keys')])
    }
    expect((await purge(file, '--dry-run')).code).toBe(0)
    expect((await purge(file)).code).toBe(0)
    expect(existsSync(`${file}.signing.json`)).toBe(false)
  })
})

describe('a processor that the feature names no more', () => {
  it('is still told what it has to erase, by webhook and as a worker, which reads no gates', async () => {
    const file = newFile()
    const receiver = await startReceiver()
    onTestFinished(receiver.close)
    const start = async (options: RunningOptions = {}) => {
      const running = await startServer({ ledger: sqliteLedger(file), ...options })
      onTestFinished(running.stop)
      return running
    }
    const first = await start()
    const [ada, bob] = [first.person('ada', 'host'), first.person('bob')]
    await joined(ada, bob)
    await turnOn(ada)
    await eventually(() => expect(bob.store.getState().view?.features[SUMMARY]?.activation).toBeDefined())
    await ada.withdraw(SUMMARY)
    expect(await ada.erase(SUMMARY)).toEqual({ ok: true })
    expect(await ada.disable(SUMMARY)).toEqual({ ok: true })
    await first.stop()

    const { processors: _, ...rest } = FEATURES[0]
    const renamed = { ...rest, revision: 2, processors: [{ name: 'Beta AI' }] }
    const declared = [renamed, FEATURES[1]] as unknown as Declared
    const webhooks = [{ url: receiver.url, secret, events: ['erasure'] as const }]
    const second = await start({ declared, webhooks })
    const carl = second.person('carl', 'host')
    await joined(carl)
    await turnOn(carl)
    await eventually(() => expect(second.server.permits(MEETING, 'carl', SUMMARY, 'summarise')).toBe(true))
    await eventually(() => expect(receiver.received).toHaveLength(1))
    expect(receiver.received[0]?.data).toMatchObject({ processor: 'Acme AI', participant: 'ada' })

    const features = [declared[0]]
    const mint = (processor: string) =>
      second.server.mintProcessorToken({ meeting: MEETING, processor, features })
    await expect(mint('Gamma AI')).rejects.toThrow('is not a processor of feature')
    const reads = async (processor: string) => {
      const headers = { authorization: `Bearer ${await mint(processor)}` }
      const response = await second.server.fetch(new Request('http://x/consent/gates', { headers }))
      return (await response.text()).includes('carl')
    }
    expect([await reads('Acme AI'), await reads('Beta AI')]).toEqual([false, true])
    const former = await connectGate({ url: second.url, token: () => mint('Acme AI'), features })
    onTestFinished(former.close)
    const todo: unknown[] = []
    former.onErase((one) => {
      todo.push(one)
      former.acknowledgeErasure(one)
    })
    await eventually(() => expect(todo).toMatchObject([{ participant: 'ada', feature: SUMMARY }]))
    const current = await connectGate({ url: second.url, token: () => mint('Beta AI'), features })
    onTestFinished(current.close)
    await eventually(() => expect(current.permits('carl', SUMMARY, 'summarise')).toBe(true))
    expect(former.permits('carl', SUMMARY, 'summarise')).toBe(false)
    await eventually(async () =>
      expect((await second.events()).some(({ type }) => type === 'erasure.acknowledged')).toBe(true),
    )
    // Done: nothing is left for which it would get another.
    await expect(mint('Acme AI')).rejects.toThrow('is not a processor of feature')
  })
})

describe('a processor of a feature that is declared no more', () => {
  it('is told what it has to erase, and confirms it, with a token that is minted for nothing else', async () => {
    const file = newFile()
    const first = await startServer({ ledger: sqliteLedger(file) })
    onTestFinished(first.stop)
    const ada = first.person('ada', 'host')
    await joined(ada)
    await turnOn(ada)
    await ada.withdraw(SUMMARY)
    expect(await ada.erase(SUMMARY)).toEqual({ ok: true })
    await first.stop()

    const declared = [FEATURES[1]] as unknown as Declared
    const second = await startServer({ ledger: sqliteLedger(file), declared })
    onTestFinished(second.stop)
    const features = [{ id: SUMMARY }]
    const mint = (processor: string, of = features) =>
      second.server.mintProcessorToken({ meeting: MEETING, processor, features: of })
    await expect(mint('Beta AI')).rejects.toThrow('which this server does not have')
    await expect(mint('Acme AI', [{ id: 'minutes' }])).rejects.toThrow('which this server does not have')
    await expect(second.server.mintGateToken({ meeting: MEETING, worker: 'w', features })).rejects.toThrow(
      'which this server does not have',
    )
    const former = await connectGate({ url: second.url, token: () => mint('Acme AI'), features })
    onTestFinished(former.close)
    const todo: unknown[] = []
    former.onErase((one) => {
      todo.push(one)
      former.acknowledgeErasure(one)
    })
    await eventually(() => expect(todo).toMatchObject([{ participant: 'ada', feature: SUMMARY }]))
    await eventually(async () =>
      expect((await second.events()).at(-1)).toMatchObject({
        type: 'erasure.acknowledged',
        by: 'processor:Acme AI',
      }),
    )
    await expect(mint('Acme AI')).rejects.toThrow('which this server does not have')
  })
})

/** Commander ends the process where an argument is wrong: here it throws instead. */
async function withoutExit<Result>(act: () => Promise<Result>): Promise<Result> {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('exit')
  })
  const written = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  try {
    return await act()
  } finally {
    exit.mockRestore()
    written.mockRestore()
  }
}
