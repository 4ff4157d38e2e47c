import { AskFirstError } from '@askfirst/core'
import { nameLedger } from '../ledger/open-ledger.ts'

/** What `--ledger` takes, in every command. */
export const LEDGER_PLACE = 'SQLite file or postgres:// address'

/** How long a command that writes waits for a server that is writing to the same file, in milliseconds. */
export const CLI_WAIT_MS = 5_000

/** @throws AskFirstError where a ledger has no events of the meeting */
export function assertMeeting(place: string, meeting: string, events: number): void {
  if (events > 0) return
  throw new AskFirstError('ledger-meeting', {
    what: `Ledger "${nameLedger(place)}" has no meeting "${meeting}".`,
    why: 'Names are compared letter for letter.',
    fix: 'List what it has with: askfirst log --ledger …',
  })
}
