import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

// takes: the meetings that this store writes · gives: a row of each, which says so for as long as its process lives
// never: keeps anybody from writing: it keeps whoever purges from a meeting that is quiet, and that a server has open

/** How long a row counts since it was renewed, in milliseconds, by the clock of the machine: who was killed renews none. */
const OWNED_MS = 60_000

export interface SqliteOwners {
  /** Says within a transaction that this store has the meeting open. */
  take(meeting: string): void
  /** What was to be written was not: it is said anew with what is written next. */
  lose(meeting: string): void
  /** Within a transaction: it has it open no more. */
  release(meeting: string): void
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
  const renew = database.prepare('UPDATE owners SET until = ? WHERE owner = ?')
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
      renew.run(now + OWNED_MS, owner)
      // Rows of who was killed.
      clear.run(now)
    })
  }, OWNED_MS / 3)
  renewal.unref()

  return {
    take(meeting) {
      if (owned.has(meeting)) return
      take.run(meeting, owner, Date.now() + OWNED_MS)
      owned.add(meeting)
    },
    lose: (meeting) => void owned.delete(meeting),
    release(meeting) {
      owned.delete(meeting)
      drop.run(meeting, owner)
    },
    others: () => [owner, Date.now()],
    close() {
      clearInterval(renewal)
      tryWrite(() => dropAll.run(owner))
    },
  }
}
