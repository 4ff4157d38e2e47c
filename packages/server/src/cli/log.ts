import { AskFirstError } from '@askfirst/core'
import type { Command } from 'commander'
import { isDatabase, LEDGER_HELP, openLedger } from './open-ledger.ts'
import { tellEvent, toPlain, toTime } from './story.ts'

interface LogFlags {
  readonly ledger: string
  readonly json?: true
}

export function addLog(program: Command): void {
  program
    .command('log')
    .description("Print a meeting's story, one line an event, in the order it happened. Times are UTC.")
    .argument('[meeting]', 'the meeting; without it, the meetings that the ledger holds')
    .requiredOption('--ledger <name>', `${LEDGER_HELP}; a server may be writing to it`)
    .option('--json', 'print each event as it is stored, one JSON object a line')
    .action(log)
}

async function log(meeting: string | undefined, { ledger: name, json }: LogFlags): Promise<void> {
  const ledger = await openLedger(name, { readOnly: true })
  try {
    if (meeting === undefined) {
      for (const entry of await ledger.meetings()) {
        const { events, firstAt, lastAt } = entry
        const line = `${toTime(firstAt)} to ${toTime(lastAt)}  ${events} events  ${toPlain(entry.meeting)}`
        console.log(json ? JSON.stringify(entry) : line)
      }
      return
    }
    const events = await ledger.read(meeting)
    assertMeeting(name, meeting, events.length)
    for (const event of events) console.log(json ? JSON.stringify(event) : tellEvent(event))
  } finally {
    await ledger.close()
  }
}

/** @throws AskFirstError where a ledger has no events of the meeting */
export function assertMeeting(ledger: string, meeting: string, events: number): void {
  if (events > 0) return
  throw new AskFirstError('ledger-meeting', {
    // Never the address of a database: there may be a password in it.
    what: `${isDatabase(ledger) ? 'The database' : `Ledger "${ledger}"`} has no meeting "${meeting}".`,
    why: 'Names are compared letter for letter.',
    fix: `List what it has with: askfirst log --ledger ${isDatabase(ledger) ? '<address>' : ledger}`,
  })
}
