import { type SqliteLedgerOptions, sqliteStore } from './sqlite-store.ts'
import { createStoredLedger, type StoredLedger } from './store-ledger.ts'

/**
 * Keeps events in one SQLite file, each batch in one transaction that is on disk before it is acknowledged.
 *
 * Survives the end of its process at any moment. What a power cut does depends on the disk. One server owns
 * the file; others may read it meanwhile. The file is readable by its owner only. A file of an earlier version
 * is brought up to date as it is opened.
 *
 * @throws AskFirstError where the file cannot keep what a ledger promises
 */
export function sqliteLedger(file: string, options?: SqliteLedgerOptions): StoredLedger {
  return createStoredLedger(sqliteStore(file, options))
}
