import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { memoryLedger } from '@askfirst/core/authority'
import { ledgerContract } from '@askfirst/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { sqliteLedger } from '../src/ledger/sqlite-ledger.ts'

const directory = mkdtempSync(join(tmpdir(), 'askfirst-ledger-'))
afterAll(() => rmSync(directory, { recursive: true }))
const newFile = (): string => join(directory, `${randomUUID()}.db`)
const started = { type: 'authority.started', at: 1, by: 'authority' } as const

describe('the SQLite ledger keeps the contract', () => {
  for (const { name, run } of ledgerContract()) it(name, () => run(() => sqliteLedger(newFile())))
})

describe('the memory ledger keeps the contract', () => {
  for (const { name, run } of ledgerContract()) it(name, () => run(() => memoryLedger()))
})

describe('the SQLite ledger', () => {
  it('writes ahead, and has each commit on disk before it goes on', async () => {
    const file = newFile()
    const ledger = sqliteLedger(file)
    await ledger.append('standup', 0, [{ ...started, number: 1, command: 'c1' }])
    const reader = new DatabaseSync(file, { readOnly: true })
    expect(reader.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0)
    reader.close()
    await ledger.close()
  })

  it('is there for the next program, and knows its meetings', async () => {
    const file = newFile()
    const first = sqliteLedger(file)
    await first.append('standup', 0, [{ ...started, number: 1, command: 'c1' }])
    await first.append('retro', 0, [{ ...started, at: 5, number: 1, command: 'c1' }])
    await first.append('retro', 1, [{ ...started, at: 9, number: 2, command: 'c2' }])
    await first.close()
    const second = sqliteLedger(file)
    expect(await second.meetings()).toEqual([
      { meeting: 'standup', events: 1, firstAt: 1, lastAt: 1 },
      { meeting: 'retro', events: 2, firstAt: 5, lastAt: 9 },
    ])
    expect(await second.read('retro')).toHaveLength(2)
    await second.close()
  })

  it('opened to be read changes neither mode nor layout nor a byte, and appends nothing', async () => {
    const file = newFile()
    const writer = sqliteLedger(file)
    await writer.append('standup', 0, [{ ...started, number: 1, command: 'c1' }])
    await writer.close()
    chmodSync(file, 0o640)
    const before = readFileSync(file)

    const reader = sqliteLedger(file, { readOnly: true })
    expect(await reader.read('standup')).toHaveLength(1)
    expect(await reader.meetings()).toHaveLength(1)
    await expect(reader.append('standup', 1, [])).rejects.toThrow('opened to be read')
    await reader.close()
    expect(statSync(file).mode & 0o777).toBe(0o640)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('opened to be read sees what a server that is on writes, and makes no file of its own', async () => {
    const file = newFile()
    expect(() => sqliteLedger(file, { readOnly: true })).toThrow('does not exist')
    const writer = sqliteLedger(file)
    const reader = sqliteLedger(file, { readOnly: true })
    await writer.append('standup', 0, [{ ...started, number: 1, command: 'c1' }])
    expect(await reader.read('standup')).toHaveLength(1)
    await reader.close()
    await writer.close()
    const other = newFile()
    writeFileSync(other, '')
    expect(() => sqliteLedger(other, { readOnly: true })).toThrow('cannot be read (its layout is 0')
    expect(readFileSync(other)).toHaveLength(0)
  })

  it('refuses a second server that writes to the same meeting, and stays whole', async () => {
    const file = newFile()
    const [mine, theirs] = [sqliteLedger(file), sqliteLedger(file)]
    await mine.append('standup', 0, [{ ...started, number: 1, command: 'c1' }])
    await theirs.append('standup', 1, [{ ...started, number: 2, command: 'c2' }])
    await expect(mine.append('standup', 1, [{ ...started, number: 2, command: 'c3' }])).rejects.toThrow(
      'another server writes to',
    )
    expect((await mine.read('standup')).map(({ command }) => command)).toEqual(['c1', 'c2'])
    await Promise.all([mine.close(), theirs.close()])
  })

  it('is readable by its owner only, an older file too', async () => {
    const file = newFile()
    await sqliteLedger(file).close()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    chmodSync(file, 0o644)
    const ledger = sqliteLedger(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await ledger.append('standup', 0, [{ ...started, number: 1, command: 'c1' }])
    expect(statSync(`${file}-wal`).mode & 0o777).toBe(0o600)
    await ledger.close()
  })

  it.each([
    ['', 'is not a file on disk'],
    [':memory:', 'memoryLedger()'],
    ['file:consent.db?mode=memory', 'is not a file on disk'],
    ['/no/such/directory/consent.db', 'cannot be opened for writing'],
  ])('refuses %j', (file, words) => {
    expect(() => sqliteLedger(file)).toThrow(words)
  })

  it('refuses a file that is something else, or from a newer version', () => {
    const [text, newer] = [newFile(), newFile()]
    writeFileSync(text, 'minutes of the meeting, which are long enough to be read as a header')
    expect(() => sqliteLedger(text)).toThrow('is not a ledger')
    const database = new DatabaseSync(newer)
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(() => sqliteLedger(newer)).toThrow('newer version')
  })
})
