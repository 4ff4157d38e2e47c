import { AskFirstError } from '@askfirst/core'
import type { Command } from 'commander'
import { openLedger } from '../ledger/open-ledger.ts'
import { assertMeeting, LEDGER_PLACE } from './ledger-flag.ts'

export function addCheckpoint(program: Command): void {
  program
    .command('checkpoint')
    .description(
      "Print a meeting's latest checkpoint, to be kept where whoever runs the ledger cannot change it. It does not tell the meeting's name.",
    )
    .argument('<meeting>', 'the meeting')
    .requiredOption('--ledger <place>', `${LEDGER_PLACE}; a server may be writing to it`)
    .action(checkpoint)
}

async function checkpoint(meeting: string, { ledger: place }: { readonly ledger: string }): Promise<void> {
  const ledger = await openLedger(place, { readOnly: true })
  try {
    const { events, checkpoints } = await ledger.evidence(meeting)
    assertMeeting(place, meeting, events.length)
    const last = checkpoints.at(-1)
    if (last === undefined) {
      throw new AskFirstError('ledger-checkpoint', {
        what: `The meeting "${meeting}" has no checkpoint.`,
        why: 'Nothing was written to it since the server was given keys to sign with.',
        fix: 'Give the server signing keys; the next event is signed.',
      })
    }
    console.log(last.jws)
  } finally {
    await ledger.close()
  }
}
