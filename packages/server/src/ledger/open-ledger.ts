import { AskFirstError } from '@askfirst/core'
import { postgresLedger } from './postgres-ledger.ts'
import type { SealedLedger, SealedLedgerOptions } from './sealed-ledger.ts'
import { sqliteLedger } from './sqlite-ledger.ts'

/** How a ledger is opened by its name. */
export interface OpenLedgerOptions extends Pick<SealedLedgerOptions, 'signing'> {
  /** Reads what is there, and neither makes nor changes anything. @default false */
  readonly readOnly?: boolean
  /** How long a file is waited for that somebody else writes to, in milliseconds. @default 50 */
  readonly waitMs?: number
}

/**
 * The ledger that a text names, as on a command line: the address of a database, or else a file.
 *
 * @throws AskFirstError where it cannot keep what a ledger promises
 */
export async function openLedger(place: string, options: OpenLedgerOptions = {}): Promise<SealedLedger> {
  const { waitMs, ...rest } = options
  assertPlace(place)
  if (isDatabase(place)) return postgresLedger({ url: place, ...rest })
  return sqliteLedger(place, { ...rest, ...(waitMs !== undefined && { waitMs }) })
}

/** @throws AskFirstError where it is an address of something else, of which only the scheme is named: a password may follow */
export function assertPlace(place: string): void {
  const [, scheme] = /^(\w[\w+.-]*):\/\//.exec(place) ?? []
  if (scheme === undefined || isDatabase(place)) return
  throw new AskFirstError('ledger-file', {
    what: `The ledger is an address by ${scheme}:, which keeps none.`,
    why: 'Meetings are kept in a SQLite file, or in PostgreSQL.',
    fix: 'Name a file, or an address that begins with postgres://',
  })
}

/** A ledger's name for people to read: no password. */
export const nameLedger = (place: string): string =>
  isDatabase(place) && URL.canParse(place) ? new URL(place).host.concat(new URL(place).pathname) : place

/** Whether the text is the address of a database, not the name of a file. */
export const isDatabase = (place: string): boolean => /^postgres(ql)?:/i.test(place)
