import { postgresLedger } from './postgres-ledger.ts'
import { sqliteLedger } from './sqlite-ledger.ts'
import type { StoredLedger } from './store-ledger.ts'

/**
 * The ledger that a text names, as on a command line: the address of a database, or else a file.
 *
 * @throws AskFirstError where it cannot keep what a ledger promises
 */
export async function openLedger(
  place: string,
  options: { readonly readOnly?: boolean } = {},
): Promise<StoredLedger> {
  return isAddress(place) ? postgresLedger({ url: place, ...options }) : sqliteLedger(place, options)
}

/** A ledger's name for people to read: no password. */
export const nameLedger = (place: string): string =>
  isAddress(place) && URL.canParse(place) ? new URL(place).host.concat(new URL(place).pathname) : place

const isAddress = (place: string): boolean => /^postgres(ql)?:/i.test(place)
