import { type Command, InvalidArgumentError } from 'commander'
import { openLedger } from '../ledger/open-ledger.ts'
import { readKeys } from './keys.ts'
import { assertMeeting, CLI_WAIT_MS, LEDGER_PLACE } from './ledger-flag.ts'
import { toPlain, toTime } from './story.ts'

interface EraseFlags {
  readonly ledger: string
  readonly signing?: string
}
interface PurgeFlags {
  readonly ledger: string
  readonly olderThan: number
  readonly dryRun?: true
}

const DAY_MS = 86_400_000

export function addForget(program: Command): void {
  program
    .command('erase')
    .description(
      'Forget who somebody was in a meeting that is over. What they answered stays, of nobody in particular; the meeting verifies as before, and so do receipts that were given out.',
    )
    .argument('<meeting>', 'the meeting')
    .argument('<participant>', 'how your app knows them')
    .requiredOption('--ledger <place>', LEDGER_PLACE)
    .option('--signing <file>', 'file of signing keys (default for a file: those beside it)')
    .action(erase)
  program
    .command('purge')
    .description('Delete whole meetings by age, everything that was recorded in them.')
    .requiredOption('--ledger <place>', LEDGER_PLACE)
    .requiredOption('--older-than <days>', 'since their last event: 90d', toDays)
    .option('--dry-run', 'only print what would go')
    .action(purge)
}

async function erase(
  meeting: string,
  participant: string,
  { ledger: place, signing }: EraseFlags,
): Promise<void> {
  const ledger = await openLedger(place, {
    waitMs: CLI_WAIT_MS,
    ...(signing !== undefined && { signing: readKeys(signing) }),
  })
  try {
    assertMeeting(place, meeting, (await ledger.evidence(meeting)).events.length)
    await ledger.erase(meeting, participant)
    console.log(toPlain(`askfirst: "${participant}" is erased from "${meeting}"`))
  } finally {
    await ledger.close()
  }
}

async function purge({ ledger: place, olderThan, ...flags }: PurgeFlags): Promise<void> {
  const dryRun = flags.dryRun === true
  const ledger = await openLedger(place, { waitMs: CLI_WAIT_MS })
  try {
    const gone = await ledger.purge({ before: Date.now() - olderThan * DAY_MS, dryRun })
    for (const { meeting, events, firstAt, lastAt } of gone)
      console.log(toPlain(`${toTime(firstAt)} to ${toTime(lastAt)}  ${events} events  ${meeting}`))
    console.log(
      `askfirst: ${gone.length} meetings ${dryRun ? 'would be' : 'are'} purged, older than ${olderThan} days`,
    )
  } finally {
    await ledger.close()
  }
}

function toDays(text: string): number {
  const [, days] = /^(\d{1,5})d$/.exec(text) ?? []
  if (days !== undefined) return Number(days)
  throw new InvalidArgumentError('Use whole days: 90d.')
}
