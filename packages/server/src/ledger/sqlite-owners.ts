import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

// takes: the meetings that this store writes · gives: a row of each, which says so for as long as its process lives
// never: keeps anybody from writing: it keeps whoever purges from a meeting that is quiet, and that a server has open

/** How long a row counts since it was renewed, in milliseconds, by the clock of the machine: who was killed renews none. */
const OWNED_MS = 60_000

export interface SqliteOwners {
  /** Within a transaction, which may yet fail: says that this store has the meeting open. */
  take(meeting: string): void
  /** That is written. */
  taken(meeting: string): void
  /** Within a transaction: it has it open no more. */
  release(meeting: string): void
  /** It has not, whether or not that could be written. */
  released(meeting: string): void
  /** What `NOT_OWNED` asks for: who asks, and when. */
  others(): readonly [owner: string, now: number]
  close(): void
}

/** Of a row with a `meeting`: no other store has it open. */
export const NOT_OWNED = 'meeting NOT IN (SELECT meeting FROM owners WHERE owner <> ? AND until > ?)'

/** @param write does what it is given in one transaction */
export function createOwners(database: DatabaseSync, write: (act: () => void) => void): SqliteOwners {
  const owner = randomUUID()
  const owned = new Set<string>()
  const take = database.prepare(
    'INSERT INTO owners (meeting, owner, until) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until',
  )
  const clear = database.prepare('DELETE FROM owners WHERE until <= ?')
  const drop = database.prepare('DELETE FROM owners WHERE meeting = ? AND owner = ?')
  const dropAll = database.prepare('DELETE FROM owners WHERE owner = ?')

  /** Where somebody else is writing for long, the next is in time. */
  function tryWrite(act: () => void): void {
    try {
      write(act)
    } catch {}
  }
  const renewal = setInterval(() => {
    if (owned.size === 0) return
    const now = Date.now()
    tryWrite(() => {
      // Anew, all of them: another store may have cleared some while this process slept, and a release may have failed.
      dropAll.run(owner)
      for (const meeting of owned) take.run(meeting, owner, now + OWNED_MS)
      // Rows of who was killed.
      clear.run(now)
    })
  }, OWNED_MS / 3)
  renewal.unref()

  return {
    take(meeting) {
      if (!owned.has(meeting)) take.run(meeting, owner, Date.now() + OWNED_MS)
    },
    taken: (meeting) => void owned.add(meeting),
    release(meeting) {
      // From here on: what is written behind it in the same transaction says it anew.
      owned.delete(meeting)
      drop.run(meeting, owner)
    },
    released: (meeting) => void owned.delete(meeting),
    others: () => [owner, Date.now()],
    close() {
      clearInterval(renewal)
      tryWrite(() => dropAll.run(owner))
    },
  }
}
