import { createSealedLedger, type SealedLedger, type SealedLedgerOptions } from './sealed-ledger.ts'
import { openSigningFile } from './signing-file.ts'
import type { SigningKey } from './signing-keys.ts'
import { type SqliteStoreOptions, sqliteStore } from './sqlite-store.ts'

/** How the file is opened, and what it is signed with. */
export interface SqliteLedgerOptions extends SqliteStoreOptions, Pick<SealedLedgerOptions, 'signing'> {
  /**
   * The keys that checkpoints are signed with: the first signs, the others check what was signed before.
   *
   * @default those in `<file>.signing.json`, made with a new key where it is not there, readable by its owner only
   */
  readonly signing?: SealedLedgerOptions['signing']
}

/** Where the keys are that a ledger signs with, unless it is given others. */
export const toSigningFile = (file: string): string => `${file}.signing.json`

/**
 * Keeps events in one SQLite file, each batch in one transaction that is on disk before it is acknowledged.
 *
 * Survives the end of its process at any moment. What a power cut does depends on the disk. One server owns
 * the file; others may read it meanwhile. The file is readable by its owner only. A file of an earlier version
 * is brought up to date as it is opened.
 *
 * @throws AskFirstError where the file cannot keep what a ledger promises
 */
export function sqliteLedger(file: string, options: SqliteLedgerOptions = {}): SealedLedger {
  const store = sqliteStore(file, options)
  try {
    // Whoever only reads need not be able to read the keys, and signs nothing.
    const own = (): readonly SigningKey[] =>
      options.readOnly === true ? [] : openSigningFile(toSigningFile(file))
    return createSealedLedger(store, { signing: options.signing ?? own() })
  } catch (error) {
    void store.close()
    throw error
  }
}
