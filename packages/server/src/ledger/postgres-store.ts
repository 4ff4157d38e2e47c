import { randomUUID } from 'node:crypto'
import { AskFirstError } from '@askfirst/core'
import {
  type Addition,
  assertWhole,
  type LedgerStore,
  type MeetingEntry,
  type StoredEvent,
} from './ledger-store.ts'
import { movedOn } from './moved-on.ts'
import { openDatabase, wrongDatabase } from './postgres-database.ts'
import { type PostgresLedgerOptions, readPostgresOptions } from './postgres-options.ts'
import { createStatements } from './postgres-statements.ts'
import { toEntry, toStoredCheckpoint, toStoredEvent, toStoredLink, toStoredPerson } from './rows.ts'

// takes: rows, and a meeting to own · gives: rows of a meeting, each append once and in order
// never: writes for a store that another one has taken the meeting from

/** The database counts so much longer than whoever holds the lease: no two clocks run alike. */
const LONGER = 1.1
/** How many events are read at once: the longest meeting must not take one statement too long. */
const PAGE = 5_000

/**
 * Rows in PostgreSQL. One store at a time owns a meeting, by a lease with an epoch: each append renews it, and a
 * store that another one has taken the meeting from writes nothing any more, however late it finds out.
 *
 * @throws AskFirstError `ledger-database` where the database cannot be reached, or not be relied on
 */
export async function postgresStore(given: string | PostgresLedgerOptions): Promise<LedgerStore> {
  const settings = readPostgresOptions(given)
  const { leaseMs, readOnly, place } = settings
  const pool = await openDatabase(settings)
  const sql = createStatements(`"${settings.schema}"`)
  const lease = leaseMs * LONGER
  /** This store among all that ever opened the database. */
  const owner = randomUUID()
  /** Of each meeting that this store owns, as far as it knows. */
  const epochs = new Map<string, string>()
  let closing: Promise<void> | undefined

  /** Prepared once for each connection, under the statement's own name. */
  async function run(name: keyof typeof sql, values: unknown[]): Promise<Record<string, unknown>[]> {
    return (await pool.query<Record<string, unknown>>({ name: `askfirst ${name}`, text: sql[name], values }))
      .rows
  }
  const change: typeof run = (name, values) => {
    if (readOnly) throw new Error(`The ledger at ${place} was opened to be read.`)
    return run(name, values)
  }

  // A meeting in which nothing happens is written to by nobody else: its lease is renewed all the same.
  const renewal = setInterval(() => {
    if (epochs.size === 0) return
    // What fails here is found by the next append.
    run('renew', [[...epochs.keys()], [...epochs.values()], owner, lease]).catch(() => {})
  }, leaseMs / 3)
  renewal.unref()

  /** @param hadEpoch whether this store believed that it owned the meeting */
  async function whyRefused(meeting: string, after: number, hadEpoch: boolean): Promise<Error> {
    const [found] = await run('standing', [meeting, owner])
    if (found?.fsync !== 'on' || found.commits === 'off') {
      return wrongDatabase(
        place,
        `has fsync ${found?.fsync} and synchronous_commit ${found?.commits} by now.`,
        'Set fsync to on, and synchronous_commit to anything but off.',
      )
    }
    const isAsSeen = Number(found.last ?? 0) === after
    if (isAsSeen && (found.is_mine === true || (hadEpoch && found.is_owned !== true))) {
      return new Error(`The lease of "${meeting}" was given up or taken meanwhile.`)
    }
    // Also where that lease has ended since.
    if (isAsSeen || (found.is_owned === true && found.is_mine !== true)) return ownedElsewhere(meeting)
    return movedOn(meeting, after, Number(found.last ?? 0))
  }

  async function append(meeting: string, after: number, addition: Addition): Promise<void> {
    assertWhole(meeting, after, addition)
    const { events, people = [], checkpoint, isVisit = false } = addition
    const epoch = epochs.get(meeting)
    const times = events.map(({ at }) => at)
    const [owned] = await change(after === 0 ? 'appendFirst' : 'appendNext', [
      meeting,
      after,
      after + events.length,
      owner,
      epoch ?? null,
      lease,
      times.length > 0 ? Math.min(...times) : null,
      times.length > 0 ? Math.max(...times) : null,
      times,
      events.map(({ body }) => body),
      // One run of bytes: a list of them is written as text, and costs more than the rest of the row.
      Buffer.concat(events.map(({ leaf }) => leaf)),
      people.map(({ handle }) => handle),
      people.map(({ participant }) => participant),
      people.map(({ key }) => key),
      checkpoint?.size ?? null,
      checkpoint?.at ?? null,
      checkpoint?.jws ?? null,
      isVisit,
    ])
    // Given up or taken anew while this was on its way: then its epoch is of the past.
    const isCurrent = epochs.get(meeting) === epoch
    if (owned !== undefined) {
      if (isCurrent && owned.is_mine === true) epochs.set(meeting, String(owned.epoch))
      return
    }
    if (isCurrent) epochs.delete(meeting)
    throw await whyRefused(meeting, after, epoch !== undefined)
  }

  return {
    leaseMs,
    append,
    async read(meeting, after = 0) {
      const found: StoredEvent[] = []
      for (;;) {
        const page = await run('events', [meeting, found.at(-1)?.number ?? after, PAGE])
        found.push(...page.map(toStoredEvent))
        if (page.length < PAGE) return found
      }
    },
    async release(meeting) {
      const epoch = epochs.get(meeting)
      epochs.delete(meeting)
      if (epoch !== undefined) await run('release', [meeting, owner, epoch])
    },
    async people(meeting) {
      return (await run('people', [meeting])).map(toStoredPerson)
    },
    async checkpoints(meeting) {
      return (await run('checkpoints', [meeting])).map(toStoredCheckpoint)
    },
    async meetings() {
      return (await run('meetings', [])).map(toEntry)
    },
    async erase(meeting, handle, bodies = []) {
      const numbers = bodies.map(({ number }) => number)
      const texts = bodies.map(({ body }) => body)
      const [mine] = await change('erase', [meeting, owner, handle, numbers, texts])
      if (mine !== undefined) return
      const [found] = await run('standing', [meeting, owner])
      if (found?.is_owned === true) throw ownedElsewhere(meeting)
    },
    async purge({ before, dryRun = false, only }) {
      const old = only ?? (await (dryRun ? run : change)('old', [before, owner])).map(toEntry)
      if (dryRun) return old
      const gone: MeetingEntry[] = []
      for (const { meeting, events } of old) {
        const seen = only === undefined ? null : events
        gone.push(...(await change('purge', [before, owner, meeting, seen])).map(toEntry))
      }
      await change('purgeEmpty', [])
      return gone
    },
    async keepLink({ hash, at, to: { meeting, handle } }) {
      return (await change('keepLink', [hash, at, meeting, handle])).length > 0
    },
    async link(hash) {
      const [row] = await run('link', [hash])
      return row === undefined ? undefined : toStoredLink(hash, row)
    },
    async dropLink(meeting, handle) {
      return (await change('dropLink', [meeting, handle])).length > 0
    },
    // What deleted rows leave on its disk is the database's: until its VACUUM.
    async forget() {},
    close() {
      closing ??= (async () => {
        clearInterval(renewal)
        epochs.clear()
        // Where it cannot be said, the leases run out by themselves.
        if (!readOnly) await run('releaseAll', [owner]).catch(() => {})
        await pool.end()
      })()
      return closing
    },
  }
}

const ownedElsewhere = (meeting: string): AskFirstError =>
  new AskFirstError('ledger-owned', {
    what: `Meeting "${meeting}" is open at another server.`,
    why: 'Of two servers that write one meeting, each would admit what the other was told to close.',
    fix: 'Try again: it can be opened once that server has given it up, or has been silent for as long as its lease.',
  })
