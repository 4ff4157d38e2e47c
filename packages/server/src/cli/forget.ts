import { type Command, InvalidArgumentError } from 'commander'
import type { KeptMeeting, MeetingEntry } from '../ledger/ledger-store.ts'
import { selectOpenDuties, toProcessors } from '../ledger/open-duties.ts'
import { openLedger } from '../ledger/open-ledger.ts'
import { toCount } from './count.ts'
import { assertMeeting, LEDGER_PLACE, openKept } from './ledger-flag.ts'
import { toPlain, toTime } from './story.ts'

interface EraseFlags {
  readonly ledger: string
  readonly signing?: string
  readonly force?: boolean
}
interface PurgeFlags {
  readonly ledger: string
  readonly olderThan: number
  readonly dryRun?: boolean
  readonly force?: boolean
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
    .option('--force', 'also while a processor has still to erase something of them')
    .action(erase)
  program
    .command('purge')
    .description('Delete whole meetings by age, everything that was recorded in them.')
    .requiredOption('--ledger <place>', LEDGER_PLACE)
    .requiredOption('--older-than <days>', 'since their last event: 90d', toDays)
    .option('--dry-run', 'only print what would go, and change nothing')
    .option(
      '--force',
      'also meetings in which a processor has still to erase something, or that cannot be read',
    )
    .action(purge)
}

async function erase(
  meeting: string,
  participant: string,
  { ledger: place, signing, force = false }: EraseFlags,
): Promise<void> {
  const ledger = await openKept(place, signing)
  try {
    assertMeeting(place, meeting, (await ledger.evidence(meeting)).events.length)
    const duties = force ? selectOpenDuties(await ledger.read(meeting)) : []
    await ledger.erase(meeting, participant, { force })
    console.log(toPlain(`askfirst: "${participant}" is erased from "${meeting}"`))
    const left = toProcessors(duties.filter((duty) => duty.participant === participant))
    if (left.length > 0)
      console.log(
        toPlain(
          `  lost: what ${left.join(', ')} had still to erase of them. Nothing tells it any more whose that is`,
        ),
      )
  } finally {
    await ledger.close()
  }
}

async function purge({ ledger: place, olderThan, ...flags }: PurgeFlags): Promise<void> {
  const { dryRun = false, force = false } = flags
  const ledger = await (dryRun ? openLedger(place, { readOnly: true }) : openKept(place))
  const kept: KeptMeeting[] = []
  try {
    const before = Date.now() - olderThan * DAY_MS
    const gone = await ledger.purge({ before, dryRun, force, onKept: (one) => kept.push(one) })
    for (const one of gone) console.log(toPlain(tell(one)))
    for (const one of kept) console.log(toPlain(`${tell(one)}  stays: ${one.why}`))
    console.log(
      `askfirst: ${dryRun ? 'would purge' : 'purged'} ${toCount(gone.length, 'meeting')}, older than ${toCount(olderThan, 'day')}${kept.length > 0 ? `; kept ${kept.length} as old` : ''}`,
    )
  } finally {
    await ledger.close()
  }
}

const tell = ({ meeting, events, firstAt, lastAt }: MeetingEntry): string =>
  `${toTime(firstAt)} to ${toTime(lastAt)}  ${toCount(events, 'event')}  ${meeting}`

function toDays(text: string): number {
  const [, days] = /^(\d{1,5})d$/.exec(text) ?? []
  // Nothing tells a meeting of today from one that goes on.
  if (Number(days) > 0) return Number(days)
  throw new InvalidArgumentError('Use whole days, at least one: 90d.')
}
