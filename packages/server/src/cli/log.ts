import type { Command } from 'commander'
import { nameLedger, openLedger } from '../ledger/open-ledger.ts'
import { toCount } from './count.ts'
import { assertMeeting, LEDGER_PLACE } from './ledger-flag.ts'
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
    .requiredOption('--ledger <place>', `${LEDGER_PLACE}; a server may be writing to it`)
    .option('--json', 'print each event as it is stored, one JSON object a line')
    .action(log)
}

async function log(meeting: string | undefined, { ledger: place, json }: LogFlags): Promise<void> {
  const ledger = await openLedger(place, { readOnly: true })
  try {
    if (meeting === undefined) {
      const meetings = await ledger.meetings()
      // Not on standard output: that has a line for each meeting, and nothing else.
      if (meetings.length === 0) console.error(`askfirst: ledger "${nameLedger(place)}" has no meetings`)
      for (const entry of meetings) {
        const { events, firstAt, lastAt } = entry
        const line = `${toTime(firstAt)} to ${toTime(lastAt)}  ${toCount(events, 'event')}  ${toPlain(entry.meeting)}`
        console.log(json ? JSON.stringify(entry) : line)
      }
      return
    }
    const events = await ledger.read(meeting)
    assertMeeting(place, meeting, events.length)
    for (const event of events) console.log(json ? JSON.stringify(event) : tellEvent(event))
  } finally {
    await ledger.close()
  }
}
