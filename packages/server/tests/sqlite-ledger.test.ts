import { spawnSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import fs, {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { memoryLedger } from '@askfirst/core/authority'
import { ledgerContract } from '@askfirst/testing'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { openFile } from '../src/ledger/sqlite-file.ts'
import { sqliteLedger } from '../src/ledger/sqlite-ledger.ts'
import { sqliteStore } from '../src/ledger/sqlite-store.ts'
import { toRow } from './store-contract.ts'

const { exec } = DatabaseSync.prototype
const directory = mkdtempSync(join(tmpdir(), 'askfirst-ledger-'))
afterAll(() => rmSync(directory, { recursive: true }))
const newFile = (): string => join(directory, `${randomUUID()}.db`)
const started = { type: 'authority.started', at: 1, by: 'authority' } as const

/** How often something else has its turn before that is done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0
  let isDone = false
  const count = (): void => {
    turns += 1
    if (!isDone) setImmediate(count)
  }
  setImmediate(count)
  await work()
  isDone = true
  return turns
}

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

  it('lets others have their turn while it checks and opens a long meeting, not only while it reads the rows', async () => {
    // Unsigned: whoever waits for a signature to be checked has others go on anyway.
    const ledger = sqliteLedger(newFile(), { signing: [] })
    const events = Array.from({ length: 2_000 }, (_, at) => ({
      ...started,
      number: at + 1,
      command: `c${at}`,
    }))
    await ledger.append('standup', 0, events)
    const rows = await turnsDuring(() => ledger.evidence('standup'))
    expect(await turnsDuring(() => ledger.read('standup'))).toBeGreaterThanOrEqual(2 * rows)
    await ledger.close()
  })

  describe('waits for its disk at each commit', () => {
    const { exec } = DatabaseSync.prototype
    /** A SQLite of which each connection waits for nothing, unless it is told to and `obeys`. */
    const hasty = (obeys: boolean): void => {
      const begun = new WeakSet<DatabaseSync>()
      vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
        if (!begun.has(this)) exec.call(this, 'PRAGMA synchronous = OFF')
        begun.add(this)
        if (obeys || !sql.startsWith('PRAGMA synchronous')) exec.call(this, sql)
      })
    }
    afterEach(() => void vi.restoreAllMocks())

    it('whatever its SQLite does by itself', () => {
      hasty(true)
      const database = openFile(newFile(), 50)
      expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 })
      database.close()
    })

    it('or is refused', () => {
      hasty(false)
      expect(() => sqliteLedger(newFile())).toThrow(
        expect.objectContaining({
          rule: 'ledger-file',
          message: expect.stringContaining('synchronous is 0, where wal and 2 (full) were asked for'),
        }),
      )
    })
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

  it('that another program holds is neither opened nor read past it, and the server says what to do', () => {
    vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
      // Nobody waits five seconds for it here.
      return exec.call(this, sql.replace(/busy_timeout = \d+/, 'busy_timeout = 1'))
    })
    const file = newFile()
    const other = new DatabaseSync(file)
    other.exec('PRAGMA journal_mode = WAL; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    expect(() => sqliteLedger(file)).toThrow(/locked.*no other program holds it/)
    expect(() => sqliteLedger(file, { readOnly: true })).toThrow('locked')
    other.close()
    vi.restoreAllMocks()
  })

  it('is read from an archive too, where nobody may write', async () => {
    const archive = mkdtempSync(join(tmpdir(), 'askfirst-archive-'))
    const file = join(archive, 'consent.db')
    const ledger = sqliteLedger(file)
    await ledger.append('standup', 0, [{ ...started, number: 1, command: 'c1' }])
    await ledger.close()
    chmodSync(file, 0o444)
    chmodSync(archive, 0o555)
    const bin = fileURLToPath(new URL('../src/bin.ts', import.meta.url))
    const flags = ['--conditions=askfirst-source', bin, 'log', 'standup', '--ledger', file]
    // Whoever may do everything may write there all the same.
    const uid = process.getuid?.() === 0 ? { uid: 65_534 } : {}
    const { stderr, stdout } = spawnSync(process.execPath, flags, { encoding: 'utf8', ...uid })
    chmodSync(archive, 0o755)
    rmSync(archive, { recursive: true })
    expect([stderr, stdout]).toEqual(['', expect.stringContaining('#1')])
  })

  it('refuses a second server that writes to the same meeting, and stays whole', async () => {
    const file = newFile()
    const [mine, theirs] = [sqliteLedger(file), sqliteLedger(file)]
    await mine.append('standup', 0, [{ ...started, number: 1, command: 'c1' }])
    await theirs.append('standup', 1, [{ ...started, number: 2, command: 'c2' }])
    await expect(mine.append('standup', 1, [{ ...started, number: 2, command: 'c3' }])).rejects.toThrow(
      'Somebody else has written',
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
    [tmpdir(), 'That is a directory: name a file in it.'],
  ])('refuses %j', (file, words) => {
    expect(() => sqliteLedger(file)).toThrow(words)
  })

  it.each([
    ['NFS', 0x6969],
    ['SMB', 0x517b],
    ['CIFS', 0xff534d42],
    ['SMB2', 0xfe534d42],
    ['9P', 0x01021997],
  ])('refuses a file on %s, to be written and to be read, and makes none there', (name, type) => {
    // As Linux says it of the directory: no test mounts one.
    const found = fs.statfsSync(directory)
    const mounted = vi.spyOn(fs, 'statfsSync').mockReturnValue({ ...found, type })
    syncBuiltinESMExports()
    const file = newFile()
    const refused = `is on ${name}, a file system over the network. An answer is acknowledged`
    expect(() => sqliteLedger(file)).toThrow(refused)
    expect(() => sqliteLedger(file, { readOnly: true })).toThrow(refused)
    expect(mounted).toHaveBeenCalledWith(directory)
    mounted.mockRestore()
    syncBuiltinESMExports()
    expect(existsSync(file)).toBe(false)
  })

  it('refuses a file that is something else, or from a newer version', () => {
    const [text, newer] = [newFile(), newFile()]
    writeFileSync(text, 'minutes of the meeting, which are long enough to be read as a header')
    expect(() => sqliteLedger(text)).toThrow('cannot be used as a ledger')
    const database = new DatabaseSync(newer)
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(() => sqliteLedger(newer)).toThrow('newer version')
  })
})

describe('a file of the first layout', () => {
  const events = [
    { type: 'authority.started', number: 1, at: 5, by: 'authority', command: 'c1' },
    {
      type: 'notice.shown',
      participant: 'ada \u{1f642}',
      number: 2,
      at: 9,
      by: 'ada "\u2028"',
      command: 'c2',
    },
  ]
  /** As the first version wrote it. */
  function makeFile(bodies: readonly string[] = events.map(toBody)): string {
    const file = newFile()
    const database = new DatabaseSync(file)
    database.exec(`
      CREATE TABLE events (meeting TEXT NOT NULL, number INTEGER NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL,
        "by" TEXT NOT NULL, command TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (meeting, number)
      ) STRICT, WITHOUT ROWID;
      PRAGMA user_version = 1;
    `)
    const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)')
    for (const [row, { type, number, at, by, command }] of events.entries()) {
      insert.run('standup', number, type, at, by, command, bodies[row] ?? '')
    }
    database.close()
    return file
  }
  const toBody = ({ type, number, at, by, command, ...body }: (typeof events)[number]) => JSON.stringify(body)

  it('is brought up to date as a server opens it, every event and the meeting with it', async () => {
    const file = makeFile()
    const ledger = sqliteLedger(file)
    expect(await ledger.meetings()).toEqual([{ meeting: 'standup', events: 2, firstAt: 5, lastAt: 9 }])
    await ledger.sign('standup')
    expect((await ledger.read('standup')).slice(0, 2)).toEqual(events)
    await ledger.append('standup', 3, [{ ...started, number: 4, command: 'c4' }])
    await ledger.close()
    const store = sqliteStore(file, { readOnly: true })
    for (const { body, leaf } of await store.read('standup')) {
      const hash = createHash('sha256').update(`\0${body}`).digest('hex')
      expect(Buffer.from(leaf).toString('hex')).toBe(hash)
    }
    expect(await store.link('a')).toBeUndefined()
    await store.close()
  })

  it('stays of the first layout, whole, where it cannot be brought up to date', () => {
    const file = makeFile(['{}', '{ torn'])
    expect(() => sqliteLedger(file)).toThrow('ledger-file')
    const database = new DatabaseSync(file)
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 })
    expect(database.prepare('SELECT body FROM events ORDER BY number').all()).toEqual([
      { body: '{}' },
      { body: '{ torn' },
    ])
    database.close()
  })
})

it('what is erased or purged is in no file any more', async () => {
  const file = newFile()
  const store = sqliteStore(file)
  const secret = 'sealed under a key that is gone'
  const rows = [toRow(1, secret), toRow(2, secret)]
  const person = { handle: 'h1', participant: 'ada lovelace', key: Buffer.from('the key of ada lovelace') }
  await store.append('standup', 0, { events: rows, people: [person] })
  await store.append('retro', 0, { events: [toRow(1, 'told in confidence')], people: [person] })
  await store.keepLink({ hash: 'of a link', at: 1, to: { meeting: 'retro', handle: 'h1' } })
  const bytes = () => Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)]).toString('latin1')
  expect(bytes()).toContain('ada lovelace')
  const bodies = [1, 2].map((number) => ({ number, body: '' }))
  await store.erase('standup', 'h1', bodies)
  await store.append('standup', 2, { events: [toRow(3, '{}', Number.MAX_SAFE_INTEGER)] })
  await store.purge({ before: Number.MAX_SAFE_INTEGER })
  await store.forget()
  for (const kept of ['standup', 'of a link']) expect(bytes()).toContain(kept)
  for (const gone of ['ada lovelace', secret, 'told in confidence', 'retro'])
    expect(bytes()).not.toContain(gone)
  await store.close()
})

it('what is erased is in no file any more either where somebody was reading it: that is waited for', async () => {
  const file = newFile()
  const store = sqliteStore(file)
  const secret = 'sealed under a key that is gone'
  const person = { handle: 'h1', participant: 'ada lovelace', key: Buffer.from('the key of ada lovelace') }
  await store.append('standup', 0, { events: [toRow(1, secret)], people: [person] })
  const reader = new DatabaseSync(file, { readOnly: true })
  reader.exec('BEGIN')
  reader.prepare('SELECT * FROM events').all()
  await store.erase('standup', 'h1', [{ number: 1, body: '' }])
  const forgotten = store.forget()
  await new Promise((resolve) => setImmediate(resolve))
  reader.exec('COMMIT')
  await forgotten
  const bytes = Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)]).toString('latin1')
  for (const gone of ['ada lovelace', secret]) expect(bytes).not.toContain(gone)
  reader.close()
  await store.close()
})
