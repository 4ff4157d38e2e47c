import { postgresLedger } from '../ledger/postgres-ledger.ts'
import type { SealedLedger, SealedLedgerOptions } from '../ledger/sealed-ledger.ts'
import { sqliteLedger } from '../ledger/sqlite-ledger.ts'

/** What `--ledger` says in every command. */
export const LEDGER_HELP = 'SQLite file, or postgres:// address'

/** How a ledger is opened by its name. */
export interface OpenLedgerOptions extends Pick<SealedLedgerOptions, 'signing'> {
  /** Changes nothing of it, and need not be able to. @default false */
  readonly readOnly?: boolean
}

/** Whether the name is that of a database, not of a file. */
export const isDatabase = (name: string): boolean => /^postgres(?:ql)?:/.test(name)

/** Opens the ledger of this name: an address of PostgreSQL, or a file. */
export async function openLedger(name: string, options: OpenLedgerOptions): Promise<SealedLedger> {
  return isDatabase(name) ? postgresLedger({ url: name, ...options }) : sqliteLedger(name, options)
}
