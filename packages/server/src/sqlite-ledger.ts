import { chmodSync, closeSync, existsSync, openSync, statfsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AskFirstError } from '@askfirst/core'
import type { Ledger, MeetingEvent } from '@askfirst/core/authority'

/** A ledger that also knows which meetings it holds. */
export interface SqliteLedger extends Ledger {
  /** Every meeting it holds, the one with the latest event last. */
  meetings(): Promise<readonly MeetingEntry[]>
  /** Closes the file; nothing is read or appended after it. */
  close(): Promise<void>
}

/** A meeting that the ledger holds; times in milliseconds since 1970. */
export interface MeetingEntry {
  readonly meeting: string
  readonly events: number
  readonly firstAt: number
  readonly lastAt: number
}

/** How the file is opened. */
export interface SqliteLedgerOptions {
  /** Opens a file that is there, changes nothing of it, and appends nothing. @default false */
  readonly readOnly?: boolean
}

const LAYOUT = 1
const BUSY_MS = 5_000

/**
 * Keeps events in one SQLite file, each batch in one transaction that is on disk before it is acknowledged.
 *
 * Survives the end of its process at any moment. What a power cut does depends on the disk. One server owns
 * the file; others may read it meanwhile. The file is readable by its owner only.
 *
 * @throws AskFirstError where the file cannot keep what a ledger promises
 */
export function sqliteLedger(file: string, { readOnly = false }: SqliteLedgerOptions = {}): SqliteLedger {
  assertFile(file)
  const database = readOnly ? openToRead(file) : open(file)
  const last = database.prepare('SELECT max(number) AS number FROM events WHERE meeting = ?')
  const select = database.prepare(
    'SELECT number, type, at, "by", command, body FROM events WHERE meeting = ? ORDER BY number',
  )
  const insert = database.prepare(
    'INSERT INTO events (meeting, number, type, at, "by", command, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const list = database.prepare(
    'SELECT meeting, count(*) AS events, min(at) AS firstAt, max(at) AS lastAt FROM events GROUP BY meeting ORDER BY lastAt',
  )

  /** Takes the write lock first, so that nobody appends between the check and the rows. */
  const write = (meeting: string, after: number, events: readonly MeetingEvent[]): void => {
    database.exec('BEGIN IMMEDIATE')
    try {
      const known = Number(last.get(meeting)?.number ?? 0)
      if (known !== after) {
        throw new Error(
          `Append after event ${after} of "${meeting}", but the last one is ${known}: another server writes to ${file}.`,
        )
      }
      for (const { number, type, at, by, command, ...body } of events) {
        insert.run(meeting, number, type, at, by, command, JSON.stringify(body))
      }
      database.exec('COMMIT')
    } catch (error) {
      // SQLite may have rolled back by itself, on a full disk for one.
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  return {
    async read(meeting) {
      return select.all(meeting).map(({ body, ...columns }) => {
        return { ...(JSON.parse(String(body)) as object), ...columns } as MeetingEvent
      })
    },
    async append(meeting, after, events) {
      if (readOnly) throw new Error(`Ledger "${file}" was opened to be read.`)
      write(meeting, after, events)
      // The next turn of the loop first takes in what arrived meanwhile: it shares the next commit.
      await new Promise((resolve) => setImmediate(resolve))
    },
    async meetings() {
      return list.all().map((row) => ({
        meeting: String(row.meeting),
        events: Number(row.events),
        firstAt: Number(row.firstAt),
        lastAt: Number(row.lastAt),
      }))
    },
    async close() {
      if (database.isOpen) database.close()
    },
  }
}

function open(file: string): DatabaseSync {
  try {
    // Made before SQLite does, so that it is at no moment readable by others; -wal and -shm follow its mode.
    closeSync(openSync(file, 'a', 0o600))
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  } catch (error) {
    throw wrongFile(
      file,
      `cannot be opened for writing (${toText(error)}).`,
      'Name a file in a directory that exists and is writable.',
    )
  }
  const database = new DatabaseSync(file)
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`)
    const { journal_mode: journal } = database.prepare('PRAGMA journal_mode = WAL').get() ?? {}
    database.exec('PRAGMA synchronous = FULL')
    const { synchronous } = database.prepare('PRAGMA synchronous').get() ?? {}
    if (journal !== 'wal' || synchronous !== 2) {
      throw wrongFile(
        file,
        `journal_mode is ${journal} and synchronous is ${synchronous}, where wal and 2 (full) were asked for.`,
        'Put it on a local disk.',
      )
    }
    const { user_version: layout } = database.prepare('PRAGMA user_version').get() ?? {}
    if (Number(layout) > LAYOUT) {
      throw wrongFile(file, `was written by a newer version (layout ${layout}).`, 'Update @askfirst/server.')
    }
    database.exec(`
      CREATE TABLE IF NOT EXISTS events (
        meeting TEXT NOT NULL,
        number INTEGER NOT NULL,
        type TEXT NOT NULL,
        at INTEGER NOT NULL,
        "by" TEXT NOT NULL,
        command TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (meeting, number)
      ) STRICT, WITHOUT ROWID;
      PRAGMA user_version = ${LAYOUT};
    `)
    return database
  } catch (error) {
    database.close()
    if (error instanceof AskFirstError) throw error
    throw wrongFile(file, `is not a ledger that SQLite can use (${toText(error)}).`, 'Name another file.')
  }
}

/** Leaves mode, layout and content as they are: whoever reads may be another than who owns it. */
function openToRead(file: string): DatabaseSync {
  if (!existsSync(file)) {
    throw new AskFirstError('ledger-file', {
      what: `Ledger "${file}" does not exist.`,
      why: 'Reading must not make an empty one.',
      fix: 'Name the file that the server was given.',
    })
  }
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { readOnly: true })
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`)
    const { user_version: layout } = database.prepare('PRAGMA user_version').get() ?? {}
    if (Number(layout) === LAYOUT) return database
    throw new Error(`its layout is ${layout}, and this version reads layout ${LAYOUT}`)
  } catch (error) {
    database?.close()
    throw new AskFirstError('ledger-file', {
      what: `Ledger "${file}" cannot be read (${toText(error)}).`,
      why: 'It may be of another program or version, or this account may not read it.',
      fix: 'Name the file that the server was given, as an account that may read it.',
    })
  }
}

/** Linux names of file systems over a network: SQLite's log is not safe there. */
const NETWORK: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9P'],
])

function assertFile(file: string): void {
  if (file.trim() === '' || file.startsWith(':') || file.startsWith('file:')) {
    throw wrongFile(
      file,
      'is not a file on disk.',
      'Name a file; for tests, memoryLedger() of @askfirst/core/authority keeps events in memory.',
    )
  }
  const network = NETWORK.get(typeOf(dirname(resolve(file))))
  if (network === undefined) return
  throw wrongFile(file, `is on ${network}, a file system over the network.`, 'Put it on a local disk.')
}

function typeOf(directory: string): number {
  try {
    return statfsSync(directory).type
  } catch {
    // No such directory: opening the file says so.
    return 0
  }
}

const wrongFile = (file: string, what: string, fix: string): AskFirstError =>
  new AskFirstError('ledger-file', {
    what: `Ledger "${file}" ${what}`,
    why: 'An answer is acknowledged only once it is durable.',
    fix,
  })

const toText = (error: unknown): string => (error instanceof Error ? error.message : String(error))
