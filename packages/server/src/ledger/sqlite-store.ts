import type { DatabaseSync } from 'node:sqlite'
import { type Addition, assertWhole, type LedgerStore, type MeetingEntry } from './ledger-store.ts'
import { movedOn } from './moved-on.ts'
import { toEntry, toStoredCheckpoint, toStoredEvent, toStoredLink, toStoredPerson } from './rows.ts'
import { createSharedCommits } from './shared-commits.ts'
import { openFile, openFileToRead } from './sqlite-file.ts'
import { createOwners, NOT_OWNED } from './sqlite-owners.ts'
import { giveTurn } from './turn.ts'

/** How the file is opened. */
export interface SqliteStoreOptions {
  /** Opens a file that is there, changes nothing of it, and appends nothing. @default false */
  readonly readOnly?: boolean
  /**
   * How long a transaction waits for another process that is writing to the file, in milliseconds, before it fails.
   * Everything else in this process waits with it, so a server waits for little and tries again. @default 50
   */
  readonly waitMs?: number
}

/**
 * Rows in one SQLite file. Nothing keeps a second server out of it: whoever appends later wins, and the other
 * finds out with its next append. Only what a server has open is purged by no other store.
 *
 * @throws AskFirstError where the file cannot keep what a ledger promises
 */
export function sqliteStore(
  file: string,
  { readOnly = false, waitMs = 50 }: SqliteStoreOptions = {},
): LedgerStore {
  const database = readOnly ? openFileToRead(file) : openFile(file, waitMs)
  const run = prepare(database)

  /** Takes the write lock first, so that nobody writes between a check and the rows. */
  const write = <Result>(act: () => Result): Result => {
    if (readOnly) throw new Error(`Ledger "${file}" was opened to be read.`)
    database.exec('BEGIN IMMEDIATE')
    try {
      const result = act()
      database.exec('COMMIT')
      return result
    } catch (error) {
      // SQLite may have rolled back by itself, on a full disk for one.
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
  /** All that meetings write in one turn is on disk with one wait for it: the wait is what costs. */
  const commits = createSharedCommits(write, isBusy)
  const owners = readOnly ? undefined : createOwners(database, write)
  /** Of meetings that are older, those that no other store has open. */
  const others = owners?.others ?? (() => ['', Date.now()] as const)
  /** What was deleted is in the log until it is folded into the file and cut off. */
  async function forget(): Promise<void> {
    for (let tries = 1; run.cutLog.get()?.busy !== 0; tries += 1) {
      if (tries === FORGET_TRIES) {
        throw new Error(
          `It is deleted, and its text is still in ${file}-wal: another program reads the file. It goes with the next erasing or purging once nobody does.`,
        )
      }
      // Whoever reads is waited for, and nobody waits with it.
      await new Promise((resolve) => setTimeout(resolve, FORGET_PAUSE_MS))
    }
  }

  function add(meeting: string, after: number, { events, people = [], checkpoint }: Addition): void {
    const known = Number(run.last.get(meeting)?.number ?? 0)
    if (known !== after) throw movedOn(meeting, after, known)
    for (let from = 0; from < events.length; ) {
      const some = events.slice(from, from + AT_ONCE <= events.length ? from + AT_ONCE : from + 1)
      const values: (string | number | Uint8Array)[] = []
      for (const { number, at, body, leaf } of some) values.push(meeting, number, at, body, leaf)
      const add = some.length === AT_ONCE ? run.addEvents : run.addEvent
      add.run(...values)
      from += some.length
    }
    for (const { handle, participant, key } of people) run.addPerson.run(meeting, handle, participant, key)
    if (checkpoint !== undefined) {
      run.addCheckpoint.run(meeting, checkpoint.size, checkpoint.at, checkpoint.jws)
    }
  }

  return {
    async read(meeting, after = 0) {
      return allPages(
        (last) => run.events.all(meeting, last, PAGE),
        toStoredEvent,
        ({ number }) => number,
        after,
      )
    },
    async append(meeting, after, addition) {
      assertWhole(meeting, after, addition)
      const takes = addition.events.length > 0 && addition.isVisit !== true
      await commits.write(() => {
        add(meeting, after, addition)
        if (takes) owners?.take(meeting)
      })
      if (takes) owners?.taken(meeting)
    },
    async release(meeting) {
      try {
        if (owners !== undefined) await commits.write(() => owners.release(meeting))
      } finally {
        owners?.released(meeting)
      }
    },
    async people(meeting) {
      return run.people.all(meeting).map(toStoredPerson)
    },
    async checkpoints(meeting) {
      return allPages(
        (last) => run.checkpoints.all(meeting, last, PAGE),
        toStoredCheckpoint,
        ({ size }) => size,
      )
    },
    async meetings() {
      return run.meetings.all().map(toEntry)
    },
    async erase(meeting, handle, bodies = []) {
      write(() => {
        run.erase.run(meeting, handle)
        for (const { number, body } of bodies) run.rewrite.run(body, meeting, number)
      })
    },
    async purge({ before, dryRun = false, only }) {
      if (dryRun) return run.olderThan.all(before, ...others()).map(toEntry)
      const gone: MeetingEntry[] = []
      for (const { meeting, events } of only ?? run.olderThan.all(before, ...others()).map(toEntry)) {
        // One at a time, so that a server that writes to the file waits for no more; and looked at again under the lock.
        write(() => {
          const old = run.olderThanOf.get(meeting, before, ...others())
          if (old === undefined || (only !== undefined && Number(old.events) !== events)) return
          for (const statement of run.purge) statement.run(meeting)
          gone.push(toEntry(old))
        })
      }
      return gone
    },
    async keepLink({ hash, at, to: { meeting, handle } }) {
      return write(() => run.keepLink.run(hash, at, meeting, handle).changes) > 0
    },
    async link(hash) {
      const row = run.link.get(hash)
      return row === undefined ? undefined : toStoredLink(hash, row)
    },
    async dropLink(meeting, handle) {
      return write(() => run.dropLink.run(meeting, handle).changes) > 0
    },
    forget,
    async close() {
      if (!database.isOpen) return
      commits.flush()
      owners?.close()
      database.close()
    },
  }
}

/** How many events one statement writes, where there are as many: a statement for each takes a tenth longer. */
const AT_ONCE = 20
/** How many rows are read before everything else in this process has its turn. */
const PAGE = 250

/** All rows in order, a page at a time. @param read rows after a number */
async function allPages<Row>(
  read: (after: number) => readonly Record<string, unknown>[],
  toRow: (row: Record<string, unknown>) => Row,
  numberOf: (row: Row) => number,
  after = 0,
): Promise<readonly Row[]> {
  const found: Row[] = []
  for (;;) {
    const last = found.at(-1)
    const page = read(last === undefined ? after : numberOf(last))
    found.push(...page.map(toRow))
    if (page.length < PAGE) return found
    await giveTurn()
  }
}

const FORGET_TRIES = 50
const FORGET_PAUSE_MS = 50

function prepare(database: DatabaseSync) {
  const sql = (text: string) => database.prepare(text)
  const [addEvents, eventRow] = [
    'INSERT INTO events (meeting, number, at, body, leaf) VALUES',
    '(?, ?, ?, ?, ?)',
  ]
  const entries = 'SELECT meeting, count(*) AS events, min(at) AS firstAt, max(at) AS lastAt FROM events'
  return {
    last: sql('SELECT max(number) AS number FROM events WHERE meeting = ?'),
    events: sql(
      'SELECT number, at, body, leaf FROM events WHERE meeting = ? AND number > ? ORDER BY number LIMIT ?',
    ),
    addEvent: sql(`${addEvents} ${eventRow}`),
    addEvents: sql(`${addEvents} ${Array(AT_ONCE).fill(eventRow).join()}`),
    people: sql('SELECT handle, participant, key FROM people WHERE meeting = ? ORDER BY position'),
    addPerson: sql('INSERT INTO people (meeting, handle, participant, key) VALUES (?, ?, ?, ?)'),
    checkpoints: sql(
      'SELECT size, at, jws FROM checkpoints WHERE meeting = ? AND size > ? ORDER BY size LIMIT ?',
    ),
    addCheckpoint: sql('INSERT INTO checkpoints (meeting, size, at, jws) VALUES (?, ?, ?, ?)'),
    meetings: sql(`${entries} GROUP BY meeting ORDER BY lastAt, meeting`),
    olderThan: sql(
      `${entries} GROUP BY meeting HAVING max(at) < ? AND ${NOT_OWNED} ORDER BY lastAt, meeting`,
    ),
    olderThanOf: sql(`${entries} WHERE meeting = ? GROUP BY meeting HAVING max(at) < ? AND ${NOT_OWNED}`),
    erase: sql('DELETE FROM people WHERE meeting = ? AND handle = ?'),
    rewrite: sql('UPDATE events SET body = ? WHERE meeting = ? AND number = ?'),
    purge: [
      ...['events', 'people', 'checkpoints', 'owners'].map((table) =>
        sql(`DELETE FROM ${table} WHERE meeting = ?`),
      ),
      sql('UPDATE links SET meeting = NULL, handle = NULL WHERE meeting = ?'),
    ],
    link: sql('SELECT at, meeting, handle FROM links WHERE hash = ?'),
    keepLink: sql(`
      INSERT INTO links (hash, at, meeting, handle)
      SELECT ?, ?, meeting, handle FROM people WHERE meeting = ? AND handle = ?
      ON CONFLICT (meeting, handle) DO UPDATE SET hash = excluded.hash, at = excluded.at`),
    dropLink: sql('DELETE FROM links WHERE meeting = ? AND handle = ?'),
    cutLog: sql('PRAGMA wal_checkpoint(TRUNCATE)'),
  }
}

const SQLITE_BUSY = 5
/** Another program has kept everybody from writing for as long as is waited for it. The low byte says so, whatever the rest. */
const isBusy = (error: unknown): boolean => Number(Object(error).errcode) % 256 === SQLITE_BUSY
