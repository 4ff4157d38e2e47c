import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { isDatabase } from '../src/ledger/open-ledger.ts'

/** Looks into a ledger that a server writes, without being in its way. */
export interface Written {
  /** The number of the last event of a meeting, as of when it is asked or, over a network, a moment later. */
  last(meeting: string): Promise<number>
  close(): Promise<void>
}

/** @param place a file, or the address of a database */
export const lookInto = (place: string): Written =>
  isDatabase(place) ? lookIntoDatabase(place) : lookIntoFile(place)

function lookIntoFile(file: string): Written {
  return {
    async last(meeting) {
      // Opened anew each time, so that this test is not what keeps the log of a killed server in order.
      const database = new DatabaseSync(file, { readOnly: true })
      try {
        const row = database
          .prepare('SELECT max(number) AS number FROM events WHERE meeting = ?')
          .get(meeting)
        return Number(row?.number ?? 0)
      } finally {
        database.close()
      }
    },
    async close() {},
  }
}

function lookIntoDatabase(place: string): Written {
  const url = new URL(place)
  const schema = url.searchParams.get('schema')
  url.search = ''
  const pool = new pg.Pool({ connectionString: `${url}`, max: 1 })
  // The pool ends before its connections are gone: the database may still tell one that it stops.
  pool.on('error', () => {})
  return {
    async last(meeting) {
      const { rows } = await pool.query(
        `SELECT max(number)::int AS number FROM ${schema}.events WHERE meeting = $1`,
        [meeting],
      )
      return rows[0]?.number ?? 0
    },
    close: () => pool.end(),
  }
}
