import type { PostgresLedgerOptions } from './postgres-options.ts'
import { postgresStore } from './postgres-store.ts'
import { createSealedLedger, type SealedLedger, type SealedLedgerOptions } from './sealed-ledger.ts'

/**
 * Keeps events in PostgreSQL 14 or later, each batch in one transaction that is on its disk before it is
 * acknowledged.
 *
 * Several servers may share it. A meeting is open at one of them at a time: another one takes it over once the
 * first has given it up, or has been silent for `leaseMs`.
 *
 * @param options the address of the database, alone or among others
 * @throws AskFirstError `ledger-database` where the database cannot be reached, or not be relied on
 */
export async function postgresLedger(
  options: string | (PostgresLedgerOptions & Pick<SealedLedgerOptions, 'signing'>),
): Promise<SealedLedger> {
  return createSealedLedger(await postgresStore(options), typeof options === 'string' ? {} : options)
}
