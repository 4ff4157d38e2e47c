import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { MeetingEvent } from '@askfirst/core/authority'
import { createMerkleTree, createReceipt, verifyMeeting, verifyReceipt } from '@askfirst/core/evidence'
import { calculateJwkThumbprint } from 'jose'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { createSealedLedger } from '../src/ledger/sealed-ledger.ts'
import { openSigningFile, readSigningFile } from '../src/ledger/signing-file.ts'
import { createSigningKey } from '../src/ledger/signing-keys.ts'
import { sqliteLedger } from '../src/ledger/sqlite-ledger.ts'
import { sqliteStore } from '../src/ledger/sqlite-store.ts'
import { askfirst, MEETING, toStory } from './evidence-stage.ts'

const directory = mkdtempSync(join(tmpdir(), 'askfirst-forget-'))
afterAll(() => rmSync(directory, { recursive: true }))
const newFile = (): string => join(directory, `${randomUUID()}.db`)
const DAY_MS = 86_400_000
const started = { type: 'authority.started', at: Date.now(), by: 'authority' } as const

async function keep(file: string, events: readonly MeetingEvent[], meeting = MEETING): Promise<void> {
  const ledger = sqliteLedger(file)
  for (const event of events) await ledger.append(meeting, event.number - 1, [event])
  await ledger.close()
}
const read = async (file: string): Promise<readonly MeetingEvent[]> => {
  const ledger = sqliteLedger(file, { readOnly: true })
  const events = await ledger.read(MEETING)
  await ledger.close()
  return events
}

/** A file as the first version left it: events in columns, people by name, no leaves. */
function keepPlain(file: string, events: readonly MeetingEvent[]): void {
  const database = new DatabaseSync(file)
  database.exec(`
    CREATE TABLE events (meeting TEXT NOT NULL, number INTEGER NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL,
      "by" TEXT NOT NULL, command TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (meeting, number)) STRICT, WITHOUT ROWID;
    PRAGMA user_version = 1;
  `)
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)')
  for (const { number, type, at, by, command, ...body } of events)
    insert.run(MEETING, number, type, at, by, command, JSON.stringify(body))
  database.close()
}

describe('askfirst erase', () => {
  it('forgets who somebody was: the tree verifies, the log has a stand-in, and nothing in the file names them', async () => {
    const file = newFile()
    const story = toStory(Date.now())
    await keep(file, story)
    const receipt = await receiptOf(file, 'ben')

    const erased = await askfirst('erase', MEETING, 'ben', '--ledger', file)
    expect(erased).toEqual({ code: 0, text: 'askfirst: "ben" is erased from "standup"' })
    const verified = await askfirst('verify', MEETING, '--ledger', file)
    expect(verified.code).toBe(0)
    expect(verified.text).toContain('erased: 1 of 3 people')
    const { text } = await askfirst('log', MEETING, '--ledger', file)
    expect(text).toMatch(/erased:\S+ +withdrew from meeting-summary/)
    expect(text).not.toMatch(/\bben\b/)
    expect(readFileSync(file).includes('"ben"')).toBe(false)

    const after = await read(file)
    const stand = after[2]?.by ?? ''
    expect(after.slice(0, story.length)).toEqual(
      story.map((event) => {
        const { clientAt, visibleMs, ...rest } = event as MeetingEvent & { visibleMs?: number }
        const renamed = JSON.parse(JSON.stringify(rest).replaceAll('"ben"', JSON.stringify(stand)))
        return event.by === 'ben' ? renamed : { ...renamed, ...(clientAt !== undefined && { clientAt }) }
      }),
    )
    const { publicKeys } = sqliteLedger(file)
    expect((await verifyReceipt(receipt, { keys: publicKeys })).outcome).toBe('holds')
    expect(await askfirst('erase', MEETING, 'ben', '--ledger', file)).toMatchObject({
      code: 1,
      text: expect.stringContaining('knows nobody as "ben"'),
    })
  })

  it('is done though a server writes to the meeting in the same moment', async () => {
    const file = newFile()
    const story = toStory(Date.now())
    await keep(file, story)
    const server = sqliteLedger(file)
    const store = sqliteStore(file)
    let left = 3
    const ledger = createSealedLedger(
      {
        ...store,
        async append(...added) {
          const { length } = await server.read(MEETING)
          // Faster than the erasing, three times over.
          if (left > 0) {
            left -= 1
            const number = length + 1
            await server.append(MEETING, length, [{ ...started, number, command: `again-${number}` }])
          }
          return store.append(...added)
        },
      },
      { signing: openSigningFile(`${file}.signing.json`) },
    )
    await ledger.erase(MEETING, 'ben')
    await server.close()
    await ledger.close()
    expect(left).toBe(0)
    expect((await read(file)).slice(story.length).map(({ type, command }) => `${type} ${command}`)).toEqual([
      ...[1, 2, 3].map((more) => `authority.started again-${story.length + more}`),
      expect.stringMatching(/^authority.started erase:/),
    ])
    expect((await askfirst('verify', MEETING, '--ledger', file)).code).toBe(0)
    expect(readFileSync(file).includes('"ben"')).toBe(false)
  })

  it('waits until the meeting is over: nobody there, nothing on, or a day without an event', async () => {
    const now = Date.now()
    const going: readonly [events: readonly MeetingEvent[], why: string][] = [
      [toStory(now).slice(0, 10), '"meeting-summary" is on'],
      [toStory(now).slice(0, 12), '2 are connected'],
      [toStory(now).slice(0, 4), '3 are connected'],
    ]
    for (const [events, why] of going) {
      const file = newFile()
      await keep(file, events)
      const { code, text } = await askfirst('erase', MEETING, 'ben', '--ledger', file)
      expect(code).toBe(1)
      expect(text).toContain(`goes on: ${why}`)
      expect((await read(file)).some(({ by }) => by === 'ben')).toBe(true)
    }
    const file = newFile()
    await keep(file, toStory(now - 2 * DAY_MS).slice(0, 10))
    expect(await askfirst('erase', MEETING, 'ben', '--ledger', file)).toMatchObject({ code: 0 })
  })

  it('makes a server that has the meeting in memory read it back before it writes', async () => {
    const file = newFile()
    const story = toStory(Date.now())
    const server = sqliteLedger(file)
    await server.append(MEETING, 0, story)
    await askfirst('erase', MEETING, 'ben', '--ledger', file)
    const back = { ...(story[2] as MeetingEvent), number: story.length + 1 }
    await expect(server.append(MEETING, story.length, [back])).rejects.toThrow('Somebody else has written')
    const events = await server.read(MEETING)
    await server.append(MEETING, events.length, [{ ...back, number: events.length + 1 }])
    const names = (await server.read(MEETING)).map(({ by }) => by)
    expect(names.at(-1)).toBe('ben')
    expect(names[2]).toMatch(/^erased:/)
    await server.close()
    expect(await askfirst('verify', MEETING, '--ledger', file)).toMatchObject({ code: 0 })
    // Whoever comes back after it can be erased again, under the handle they had this time.
    expect(await askfirst('erase', MEETING, 'ben', '--ledger', file)).toMatchObject({
      text: expect.stringContaining('1 are connected'),
    })
  })

  it('reaches a server that has the meeting in memory also while somebody reads the file', async () => {
    const file = newFile()
    const story = toStory(Date.now())
    const server = sqliteLedger(file)
    await server.append(MEETING, 0, story)
    const reader = new DatabaseSync(file, { readOnly: true })
    reader.exec('BEGIN')
    reader.prepare('SELECT * FROM events').all()
    const other = sqliteLedger(file)
    const erased = other.erase(MEETING, 'ben')
    await vi.waitFor(async () => expect((await read(file)).length).toBe(story.length + 1))
    const back = { ...(story[2] as MeetingEvent), number: story.length + 1 }
    await expect(server.append(MEETING, story.length, [back])).rejects.toThrow('Somebody else has written')
    reader.exec('COMMIT')
    reader.close()
    await erased
    expect(readFileSync(`${file}-wal`).includes('"ben"')).toBe(false)
    await server.close()
    await other.close()
  })

  it('names a meeting or a person that is not there', async () => {
    const file = newFile()
    await keep(file, toStory(Date.now()))
    expect((await askfirst('erase', 'retro', 'ben', '--ledger', file)).text).toContain(
      'has no meeting "retro"',
    )
    expect((await askfirst('erase', MEETING, 'Ben', '--ledger', file)).text).toContain(
      'knows nobody as "Ben"',
    )
  })
})

describe('askfirst purge', () => {
  it('prints what would go, then deletes it whole, and leaves the rest', async () => {
    const file = newFile()
    const now = Date.now()
    await keep(file, toStory(now - 100 * DAY_MS), 'long-ago')
    await keep(file, toStory(now - 80 * DAY_MS), 'lately')
    const dry = await askfirst('purge', '--ledger', file, '--older-than', '90d', '--dry-run')
    expect(dry.text).toMatch(/14 events {2}long-ago\naskfirst: would purge 1 meeting, older than 90 days/)
    const ledger = sqliteLedger(file)
    expect((await ledger.meetings()).map(({ meeting }) => meeting)).toEqual(['long-ago', 'lately'])
    expect((await askfirst('purge', '--ledger', file, '--older-than', '90d')).text).toContain(
      'purged 1 meeting, ',
    )
    expect((await ledger.meetings()).map(({ meeting }) => meeting)).toEqual(['lately'])
    expect(await ledger.evidence('long-ago')).toMatchObject({ events: [], people: [], checkpoints: [] })
    await ledger.close()
    expect(await askfirst('verify', 'lately', '--ledger', file)).toMatchObject({ code: 0 })
  })
})

describe('a ledger from before anything was signed', () => {
  it('opens once somebody took it as it is, goes on, verifies, and says what it shows', async () => {
    const file = newFile()
    const story = toStory(Date.now())
    keepPlain(file, story.slice(0, 10))
    const ledger = sqliteLedger(file)
    await expect(ledger.read(MEETING)).rejects.toThrow('askfirst sign')
    await expect(ledger.append(MEETING, 10, story.slice(10, 11))).rejects.toThrow('no checkpoint')
    expect((await verifyMeeting(await ledger.evidence(MEETING), { keys: ledger.publicKeys })).outcome).toBe(
      'unknown',
    )
    expect(await askfirst('sign', MEETING, '--ledger', file)).toEqual({
      code: 0,
      text: 'askfirst: "standup" is signed as it is now',
    })
    const events = await ledger.read(MEETING)
    expect(events.slice(0, 10)).toEqual(story.slice(0, 10))
    expect(events).toHaveLength(11)
    await ledger.append(MEETING, 11, [{ ...(story[10] as MeetingEvent), number: 12 }])
    await ledger.close()
    const { code, text } = await askfirst('verify', MEETING, '--ledger', file)
    expect(code).toBe(0)
    expect(text).toContain('events 1 to 10: no checkpoint of theirs is here any more')
  })

  it('has nothing to sign where there is no meeting, or no key', async () => {
    const file = newFile()
    const ledger = sqliteLedger(file)
    await expect(ledger.sign(MEETING)).rejects.toThrow('has no meeting "standup"')
    await ledger.close()
    expect((await askfirst('sign', MEETING, '--ledger', file)).text).toContain('has no meeting "standup"')
    const unsigned = sqliteLedger(newFile(), { signing: [] })
    await unsigned.append(MEETING, 0, toStory(Date.now()).slice(0, 1))
    await expect(unsigned.sign(MEETING)).rejects.toThrow('the ledger has no keys')
    await unsigned.close()
  })

  it('forgets somebody by rewriting what names them, verifies still, and takes no other rewriting', async () => {
    const file = newFile()
    const story = toStory(Date.now())
    keepPlain(file, story.slice(0, 10))
    const ledger = sqliteLedger(file)
    await ledger.sign(MEETING)
    const rest = story.slice(10).map((event, at) => ({ ...event, number: at + 12 }))
    await ledger.append(MEETING, 11, rest)
    await ledger.close()
    expect(await askfirst('erase', MEETING, 'ben', '--ledger', file)).toMatchObject({ code: 0 })
    expect(readFileSync(file).includes('"ben"')).toBe(false)
    const names = new Set((await read(file)).map(({ by }) => by))
    expect([...names].filter((name) => name.startsWith('erased:'))).toHaveLength(1)
    expect(names.has('ben')).toBe(false)
    const { code, text } = await askfirst('verify', MEETING, '--ledger', file)
    expect(code).toBe(0)
    expect(text).toContain('rewritten to erase somebody: 4 of them')

    const database = new DatabaseSync(file)
    const { body } = database.prepare('SELECT body FROM events WHERE number = 13').get() ?? {}
    const { v: _, sealed: __, ...event } = JSON.parse(String(body))
    database
      .prepare('UPDATE events SET body = ? WHERE number = 13')
      .run(JSON.stringify({ ...event, redacted: true }))
    database.close()
    expect((await askfirst('verify', MEETING, '--ledger', file)).text).toContain(
      'The first: event 13 was changed',
    )
    const server = sqliteLedger(file)
    await expect(server.read(MEETING)).rejects.toThrow('is not what was signed')
    await server.close()
  })
})

describe('the keys beside a ledger', () => {
  it('are made once, readable by their owner only, and refused where others can read them', async () => {
    const file = newFile()
    await sqliteLedger(file).close()
    const keys = `${file}.signing.json`
    expect(statSync(keys).mode & 0o777).toBe(0o600)
    const [first] = openSigningFile(keys)
    await sqliteLedger(file).close()
    expect(openSigningFile(keys)).toEqual([first])
    chmodSync(keys, 0o644)
    expect(() => sqliteLedger(file)).toThrow(`chmod 600 ${keys}`)
  })

  it('are made, and made anew, where a process of the same number was killed while it made them', async () => {
    const file = newFile()
    const keys = `${file}.signing.json`
    writeFileSync(`${keys}.${process.pid}`, '')
    await sqliteLedger(file).close()
    expect((await askfirst('keys', 'new', '--out', keys)).code).toBe(0)
    expect(openSigningFile(keys)).toHaveLength(2)
  })

  it('are not asked for by who only reads', async () => {
    const file = newFile()
    await keep(file, toStory(Date.now()))
    rmSync(`${file}.signing.json`)
    expect(await read(file)).toHaveLength(14)
    expect(readSigningFile(`${file}.signing.json`)).toBeUndefined()
    const { code, text } = await askfirst('verify', MEETING, '--ledger', file)
    expect(code).toBe(0)
    expect(text).toContain('no signature could be checked')
  })

  it.each(['', '{}', '{"keys":[]}', '{"keys":[{"kty":"RSA","kid":"x"}]}'])(
    'are none where the file has %j',
    (text) => {
      const keys = `${newFile()}.signing.json`
      writeFileSync(keys, text, { mode: 0o600 })
      expect(() => openSigningFile(keys)).toThrow('is no set of Ed25519 keys')
    },
  )

  it('have their thumbprint for an id', async () => {
    const { kid, ...key } = createSigningKey()
    expect(kid).toBe(await calculateJwkThumbprint({ ...key }))
  })
})

async function receiptOf(file: string, participant: string) {
  const ledger = sqliteLedger(file, { readOnly: true })
  const { events, people, checkpoints } = await ledger.evidence(MEETING)
  await ledger.close()
  const person = people.find((one) => one.participant === participant)
  const checkpoint = checkpoints.at(-1)
  if (person === undefined || checkpoint === undefined) throw new RangeError('nobody')
  const tree = createMerkleTree(events.map(({ leaf }) => leaf))
  return createReceipt({ meeting: MEETING, person, bodies: events.map(({ body }) => body), tree, checkpoint })
}
