import type { DatabaseSync } from 'node:sqlite'
import { toPlainLeaf } from './plain-leaf.ts'

// Once released, a step is never changed: what it made is on somebody's disk. tests/frozen-layouts.ts has each as it was.

/** Each brings a file from the layout before it to its own, in one transaction; the first makes one of nothing. */
const STEPS: readonly ((database: DatabaseSync) => void)[] = [
  (database) =>
    database.exec(`
      CREATE TABLE events (
        meeting TEXT NOT NULL,
        number INTEGER NOT NULL,
        type TEXT NOT NULL,
        at INTEGER NOT NULL,
        "by" TEXT NOT NULL,
        command TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (meeting, number)
      ) STRICT, WITHOUT ROWID;
    `),
  /** Events whole and with a leaf, whatever they say; beside them people, checkpoints and texts. */
  (database) => {
    database.exec(`
      ALTER TABLE events RENAME TO events_before;
      CREATE TABLE events (
        meeting TEXT NOT NULL,
        number INTEGER NOT NULL,
        at INTEGER NOT NULL,
        body TEXT NOT NULL,
        leaf BLOB NOT NULL,
        PRIMARY KEY (meeting, number)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE people (
        position INTEGER PRIMARY KEY,
        meeting TEXT NOT NULL,
        handle TEXT NOT NULL,
        participant TEXT NOT NULL,
        key BLOB NOT NULL,
        UNIQUE (meeting, handle)
      ) STRICT;
      CREATE TABLE checkpoints (
        meeting TEXT NOT NULL,
        size INTEGER NOT NULL,
        at INTEGER NOT NULL,
        jws TEXT NOT NULL,
        PRIMARY KEY (meeting, size)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE texts (hash TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
    `)
    const insert = database.prepare(
      'INSERT INTO events (meeting, number, at, body, leaf) VALUES (?, ?, ?, ?, ?)',
    )
    const before = database.prepare(
      'SELECT meeting, number, type, at, "by", command, body FROM events_before ORDER BY meeting, number',
    )
    for (const { meeting, body: rest, ...columns } of before.iterate()) {
      const body = JSON.stringify({ ...(JSON.parse(String(rest)) as object), ...columns })
      insert.run(String(meeting), Number(columns.number), Number(columns.at), body, toPlainLeaf(body))
    }
    database.exec('DROP TABLE events_before')
  },
  /** Links of people: of a purged meeting only that there was one. */
  (database) =>
    database.exec(`
      CREATE TABLE links (
        hash TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        meeting TEXT,
        handle TEXT,
        UNIQUE (meeting, handle)
      ) STRICT, WITHOUT ROWID;
    `),
  /** Who has which meeting open; no texts, which nobody ever kept. */
  (database) =>
    database.exec(`
      DROP TABLE texts;
      CREATE TABLE owners (
        meeting TEXT NOT NULL,
        owner TEXT NOT NULL,
        until INTEGER NOT NULL,
        PRIMARY KEY (meeting, owner)
      ) STRICT, WITHOUT ROWID;
    `),
]

/** The layout that this version reads and writes. */
export const SQLITE_LAYOUT = STEPS.length

/** The layout of a file; 0 for an empty one. */
export const layoutOf = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA user_version').get()?.user_version)

/** Brings a file up to this version's layout, step by step; a step that fails leaves it at the one before. */
export function migrateSqlite(database: DatabaseSync): void {
  while (layoutOf(database) < SQLITE_LAYOUT) {
    database.exec('BEGIN IMMEDIATE')
    try {
      // Read again under the lock: two servers may have been started at once.
      const layout = layoutOf(database)
      STEPS[layout]?.(database)
      if (layout < SQLITE_LAYOUT) database.exec(`PRAGMA user_version = ${layout + 1}`)
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
}
