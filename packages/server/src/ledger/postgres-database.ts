import { AskFirstError } from '@askfirst/core'
import type { Client, Pool } from 'pg'
import { toErrorText } from '../error-text.ts'
import { POSTGRES_LAYOUT, POSTGRES_STEPS } from './postgres-layouts.ts'
import type { PostgresSettings } from './postgres-options.ts'

// takes: an address · gives: connections to a database that keeps what a ledger promises, with its tables
// never: changes anything of one that was opened to be read, or shows a password

/** A statement that takes longer counts as failed: twice in a lease at most, so that there is time to say so. */
const STATEMENT_MS = 5_000
const OLDEST_SERVER = 14

/** @throws AskFirstError `ledger-database` where the database cannot be reached, or not be relied on */
export async function openDatabase(settings: PostgresSettings): Promise<Pool> {
  const { connectionString, connections, leaseMs, readOnly, schema, place } = settings
  const statementMs = Math.min(STATEMENT_MS, Math.floor(leaseMs / 2))
  // Loaded here: who keeps the ledger in SQLite need not wait for it.
  const { default: pg } = await import('pg')
  const client = new pg.Client({
    connectionString,
    application_name: 'askfirst',
    connectionTimeoutMillis: STATEMENT_MS,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await assertDurable(client, place, readOnly)
    if (readOnly) await assertLayout(client, settings)
    else await migrate(client, settings)
  } catch (error) {
    if (error instanceof AskFirstError) throw error
    throw wrongDatabase(
      place,
      `cannot be used (${toErrorText(error)}).`,
      `Name a database that runs, and an account that may use schema "${schema}", or make it.`,
    )
  } finally {
    await client.end().catch(() => {})
  }
  const pool = new pg.Pool({
    connectionString,
    application_name: 'askfirst',
    max: connections,
    keepAlive: true,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: statementMs,
    query_timeout: statementMs,
    statement_timeout: statementMs,
  })
  // A connection that ends while nobody uses it: the next statement opens another, or says what is wrong.
  pool.on('error', () => {})
  return pool
}

/** What a database says of itself. */
export interface Standing {
  readonly version: number
  readonly words: string
  readonly fsync: string
  readonly commits: string
  readonly encoding: string
  readonly standby: boolean
}

async function assertDurable(client: Client, place: string, readOnly: boolean): Promise<void> {
  const { rows } = await client.query<Standing>(`
    SELECT current_setting('server_version_num')::int / 10000 AS version, version() AS words,
      current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commits,
      current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS standby`)
  const [found] = rows
  if (found === undefined) throw new Error('it says nothing of itself')
  const fault = findFault(found, readOnly)
  if (fault !== undefined) throw wrongDatabase(place, fault.what, fault.fix)
}

/** Why a database cannot be relied on, and what to do, if there is anything. To be read, it need not be durable. */
export function findFault(
  { commits, encoding, fsync, standby, version, words }: Standing,
  readOnly: boolean,
): { readonly what: string; readonly fix: string } | undefined {
  if (version < OLDEST_SERVER)
    return { what: `is PostgreSQL ${version}.`, fix: `Use ${OLDEST_SERVER} or later.` }
  if (encoding !== 'UTF8') {
    return {
      what: `keeps text as ${encoding}, which has not every letter.`,
      fix: 'Make the database with ENCODING UTF8.',
    }
  }
  if (readOnly) return undefined
  if (/emcc|wasm/i.test(words))
    return { what: 'is PGlite, which never waits for a disk.', fix: 'Use a PostgreSQL server.' }
  if (standby) return { what: 'is a standby.', fix: 'Name the primary.' }
  if (fsync === 'on' && commits !== 'off') return undefined
  return {
    what: `has fsync ${fsync} and synchronous_commit ${commits}.`,
    fix: 'Set fsync to on, and synchronous_commit to anything but off.',
  }
}

/** Brings the schema up to this version's layout, step by step; servers that start together wait for each other. */
async function migrate(client: Client, { schema, place }: PostgresSettings): Promise<void> {
  for (;;) {
    await client.query('BEGIN')
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('askfirst ' || $1, 0))", [schema])
    const layout = await layoutOf(client, schema)
    if (layout > POSTGRES_LAYOUT) throw newer(place, layout)
    const step = POSTGRES_STEPS[layout]
    if (step === undefined) {
      await client.query('COMMIT')
      return
    }
    if (layout === 0) {
      const { rows } = await client.query('SELECT to_regnamespace($1) IS NULL AS missing', [schema])
      // Not IF NOT EXISTS: that asks for the right to make one, where somebody has made it already.
      if (rows[0]?.missing === true) await client.query(`CREATE SCHEMA "${schema}"`)
    }
    await client.query(`SET LOCAL search_path TO "${schema}"`)
    if (layout === 0) await client.query('CREATE TABLE layout AS SELECT 0 AS layout')
    await client.query(step)
    await client.query('UPDATE layout SET layout = $1', [layout + 1])
    await client.query('COMMIT')
  }
}

async function assertLayout(client: Client, { schema, place }: PostgresSettings): Promise<void> {
  const layout = await layoutOf(client, schema)
  if (layout === POSTGRES_LAYOUT) return
  if (layout > POSTGRES_LAYOUT) throw newer(place, layout)
  throw wrongDatabase(
    place,
    layout === 0 ? `has no ledger in schema "${schema}".` : `is of an earlier version (layout ${layout}).`,
    layout === 0 ? 'Name what the server was given.' : 'A server that opens it brings it up to date.',
  )
}

/** 0 where there is none yet. */
async function layoutOf(client: Client, schema: string): Promise<number> {
  const { rows } = await client.query('SELECT to_regclass($1) IS NULL AS missing', [`"${schema}".layout`])
  if (rows[0]?.missing === true) return 0
  const found = await client.query<{ layout: number }>(`SELECT layout FROM "${schema}".layout`)
  return found.rows[0]?.layout ?? 0
}

const newer = (place: string, layout: number): AskFirstError =>
  wrongDatabase(place, `was written by a newer version (layout ${layout}).`, 'Update @askfirst/server.')

/** What is wrong with a database, in the words of all such errors. */
export const wrongDatabase = (place: string, what: string, fix: string): AskFirstError =>
  new AskFirstError('ledger-database', {
    what: `PostgreSQL at ${place} ${what}`,
    why: 'An answer is acknowledged only once it is durable.',
    fix,
  })
