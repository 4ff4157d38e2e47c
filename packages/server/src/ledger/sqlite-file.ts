import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { AskFirstError } from '@askfirst/core'
import { findSqlite } from '../assert-node.ts'
import { hasCode, toErrorText } from '../error-text.ts'
import { layoutOf, migrateSqlite, SQLITE_LAYOUT } from './sqlite-layouts.ts'

const OPENING_MS = 5_000

/**
 * Opens a file for its server, or makes it, and brings it up to this version's layout.
 *
 * @param waitMs how long a transaction waits for another process that writes; the whole event loop waits with it
 * @throws AskFirstError where it cannot keep what a ledger promises
 */
export function openFile(file: string, waitMs: number): DatabaseSync {
  const { DatabaseSync } = findSqlite()
  assertFile(file)
  try {
    // Made before SQLite does, so that it is at no moment readable by others; -wal and -shm follow its mode.
    closeSync(openSync(file, 'a', 0o600))
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  } catch (error) {
    throw wrongFile(
      file,
      `cannot be opened for writing (${toErrorText(error)}).`,
      hasCode(error, 'EISDIR')
        ? 'That is a directory: name a file in it.'
        : 'Name a file in a directory that exists and is writable.',
    )
  }
  const database = new DatabaseSync(file)
  try {
    database.exec(`PRAGMA busy_timeout = ${OPENING_MS}`)
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
    const layout = layoutOf(database)
    if (layout > SQLITE_LAYOUT) {
      throw wrongFile(file, `was written by a newer version (layout ${layout}).`, 'Update @askfirst/server.')
    }
    // What is erased or purged is overwritten, not only unlinked.
    database.exec('PRAGMA secure_delete = ON')
    migrateSqlite(database)
    database.exec(`PRAGMA busy_timeout = ${waitMs}`)
    return database
  } catch (error) {
    database.close()
    if (error instanceof AskFirstError) throw error
    throw wrongFile(
      file,
      `cannot be used as a ledger (${toErrorText(error)}).`,
      'See that the disk has room, and that no other program holds it; where it is no file of SQLite, name another.',
    )
  }
}

/**
 * Leaves mode, layout and content as they are: whoever reads may be another than who owns it.
 *
 * @throws AskFirstError where it cannot be read
 */
export function openFileToRead(file: string): DatabaseSync {
  assertFile(file)
  if (!existsSync(file)) {
    throw new AskFirstError('ledger-file', {
      what: `Ledger "${file}" does not exist.`,
      why: 'Reading must not make an empty one.',
      fix: 'Name the file that the server was given.',
    })
  }
  let database: DatabaseSync | undefined
  try {
    const opened = openShared(file)
    database = opened.database
    const { layout } = opened
    if (layout === SQLITE_LAYOUT) return database
    const remedy = layout > 0 && layout < SQLITE_LAYOUT ? '; a server that opens it brings it up to date' : ''
    throw new Error(`its layout is ${layout}, and this version reads layout ${SQLITE_LAYOUT}${remedy}`)
  } catch (error) {
    database?.close()
    throw new AskFirstError('ledger-file', {
      what: `Ledger "${file}" cannot be read (${toErrorText(error)}).`,
      why: 'It may be of another program or version, or this account may not read it.',
      fix: 'Name the file that the server was given, as an account that may read it.',
    })
  }
}

interface Opened {
  readonly database: DatabaseSync
  readonly layout: number
}

/** Beside whoever writes to it: for that SQLite makes files next to it, if they are not there. */
function openShared(file: string): Opened {
  try {
    return open(file)
  } catch (error) {
    // Where nobody may write there, as in an archive, a file without a log is whole: nobody has it open.
    if (existsSync(`${file}-wal`) || mayWriteBeside(file)) throw error
    try {
      return open(new URL(`${pathToFileURL(file).href}?immutable=1`))
    } catch {
      throw error
    }
  }
}

function mayWriteBeside(file: string): boolean {
  try {
    accessSync(dirname(resolve(file)), constants.W_OK)
    return true
  } catch {
    return false
  }
}

function open(file: string | URL): Opened {
  const { DatabaseSync } = findSqlite()
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    database.exec(`PRAGMA busy_timeout = ${OPENING_MS}`)
    return { database, layout: layoutOf(database) }
  } catch (error) {
    database.close()
    throw error
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
