import type { Command } from 'commander'
import { assertMeeting, LEDGER_PLACE, openKept } from './ledger-flag.ts'
import { toPlain } from './story.ts'

interface SignFlags {
  readonly ledger: string
  readonly signing?: string
}

export function addSign(program: Command): void {
  program
    .command('sign')
    .description(
      'Sign meetings as they are, whatever they were: those that a server with keys does not open since nobody signed them, or a key that it does not know. Look at them first; verify says of them that they were signed late.',
    )
    .argument('<meeting...>', 'the meetings')
    .requiredOption('--ledger <place>', LEDGER_PLACE)
    .option('--signing <file>', 'file of signing keys (default for a file: those beside it)')
    .action(sign)
}

async function sign(meetings: readonly string[], { ledger: place, signing }: SignFlags): Promise<void> {
  const ledger = await openKept(place, signing)
  try {
    for (const meeting of meetings) {
      assertMeeting(place, meeting, (await ledger.evidence(meeting)).events.length)
      await ledger.sign(meeting)
      console.log(toPlain(`askfirst: "${meeting}" is signed as it is now`))
    }
  } finally {
    await ledger.close()
  }
}
