import { AskFirstError } from '@askfirst/core'

/** Where the database is, and how long a server may be silent before another one takes its meetings over. */
export interface PostgresLedgerOptions {
  /**
   * `postgres://user:password@host:port/database`, with `?sslmode=verify-full` over a network. `schema` and
   * `lease_ms` may be said here too: `?schema=consent&lease_ms=20000`.
   */
  readonly url: string
  /** The schema that holds its tables; made if it is not there. @default 'askfirst' */
  readonly schema?: string
  /**
   * How long a meeting stays with a server that has fallen silent. Longer than what an AI worker bears of it
   * (`gateLeaseMs`) by two seconds at least.
   *
   * @default 10_000
   */
  readonly leaseMs?: number
  /** The most connections at a time. @default 10 */
  readonly connections?: number
  /** Reads what is there, and neither makes nor changes anything. @default false */
  readonly readOnly?: boolean
}

/** What the options come to. */
export interface PostgresSettings {
  readonly connectionString: string
  /** For people to read: no password. */
  readonly place: string
  readonly schema: string
  readonly leaseMs: number
  readonly connections: number
  readonly readOnly: boolean
}

const SHORTEST_LEASE_MS = 1_000
const SCHEMA = /^[a-z_][a-z0-9_]{0,62}$/

/** @throws AskFirstError `ledger-database` where they cannot be right */
export function readPostgresOptions(given: string | PostgresLedgerOptions): PostgresSettings {
  const options = typeof given === 'string' ? { url: given } : given
  const url = toUrl(options.url)
  const schema = options.schema ?? url.searchParams.get('schema') ?? 'askfirst'
  const leaseMs = options.leaseMs ?? Number(url.searchParams.get('lease_ms') ?? 10_000)
  url.searchParams.delete('schema')
  url.searchParams.delete('lease_ms')
  if (!SCHEMA.test(schema)) {
    throw new AskFirstError('ledger-database', {
      what: `schema is ${JSON.stringify(schema)}.`,
      why: 'Its name is written into every statement.',
      fix: 'Use lower-case letters, digits and underscores, at most 63.',
    })
  }
  if (!Number.isInteger(leaseMs) || leaseMs < SHORTEST_LEASE_MS) {
    throw new AskFirstError('ledger-database', {
      what: `leaseMs is ${leaseMs}.`,
      why: 'A server renews its lease several times within it.',
      fix: `Use whole milliseconds, at least ${SHORTEST_LEASE_MS}; leave it out for 10000.`,
    })
  }
  const { connections = 10, readOnly = false } = options
  const place = `${url.host || url.searchParams.get('host') || 'local'}${url.pathname}`
  return { connectionString: url.href, place, schema, leaseMs, connections, readOnly }
}

function toUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && /^postgres(ql)?:$/.test(url.protocol)) return url
  throw new AskFirstError('ledger-database', {
    // Never the text itself: there may be a password in it.
    what: 'The address of the database is not one of PostgreSQL.',
    why: 'It names the server, the database and the account.',
    fix: 'Write it as postgres://user:password@host:5432/database; percent-encode what is special in the password.',
  })
}
