import { existsSync } from 'node:fs'
import { AskFirstError } from '@askfirst/core'
import { assertPlace, isDatabase, nameLedger, openLedger } from '../ledger/open-ledger.ts'
import type { SealedLedger } from '../ledger/sealed-ledger.ts'
import { readSigningFile } from '../ledger/signing-file.ts'
import { toSigningFile } from '../ledger/sqlite-ledger.ts'
import { readSigningKeys } from './keys.ts'

/** What `--ledger` takes, in every command. */
export const LEDGER_PLACE = 'SQLite file or postgres:// address'

/** How long a command that writes waits for a server that is writing to the same file, in milliseconds. */
export const CLI_WAIT_MS = 5_000

/**
 * Opens a ledger that is there, to change it: no file is made, and no keys beside it.
 *
 * @param signing file of signing keys. @default those beside a file, if there are any
 * @throws AskFirstError where there is none
 */
export async function openKept(place: string, signing?: string): Promise<SealedLedger> {
  assertPlace(place)
  if (!isDatabase(place) && !existsSync(place)) {
    throw new AskFirstError('ledger-file', {
      what: `Ledger "${place}" does not exist.`,
      why: 'There is nothing in it to change.',
      fix: 'Name the file that the server was given.',
    })
  }
  const beside = (): ReturnType<typeof readSigningFile> =>
    isDatabase(place) ? undefined : readSigningFile(toSigningFile(place))
  const keys = signing === undefined ? (beside() ?? []) : readSigningKeys(signing)
  return openLedger(place, { waitMs: CLI_WAIT_MS, signing: keys })
}

/** @throws AskFirstError where a ledger has no events of the meeting */
export function assertMeeting(place: string, meeting: string, events: number): void {
  if (events > 0) return
  throw new AskFirstError('ledger-meeting', {
    what: `Ledger "${nameLedger(place)}" has no meeting "${meeting}".`,
    why: 'Names are compared letter for letter.',
    fix: 'List what it has with: askfirst log --ledger …',
  })
}
