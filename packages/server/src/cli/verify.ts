import {
  type MeetingFindings,
  type ReceiptFindings,
  verifyMeeting,
  verifyReceipt,
} from '@askfirst/core/evidence'
import type { Command } from 'commander'
import { openLedger } from '../ledger/open-ledger.ts'
import { nodeHash } from '../ledger/sealed-ledger.ts'
import { toCount } from './count.ts'
import { assertMeeting, LEDGER_PLACE } from './ledger-flag.ts'
import { keysBeside, tellFinding, toFiles } from './read-checked.ts'
import { readCheckpoints, readPublicKeys, readReceipt } from './read-verify-files.ts'
import { toPlain } from './story.ts'

interface VerifyFlags {
  readonly ledger?: string
  readonly key?: readonly string[]
  readonly checkpoint?: readonly string[]
  readonly json?: true
}

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description(
      'Recompute a meeting and name the first event that is not what was signed; or check a receipt, offline. Fails where anything is not, or where nothing was signed with a key that you pass.',
    )
    .argument(
      '<meeting>',
      'the meeting, with --ledger; without it, the file of a receipt, or the answer that it came in',
    )
    .option('--ledger <place>', `${LEDGER_PLACE}; a server may be writing to it`)
    .option(
      '--key <file>',
      'public keys that you got from elsewhere, a JWK or a set of them; may be repeated',
      toFiles,
    )
    .option(
      '--checkpoint <file>',
      'checkpoints that somebody else held, one a line, also of other meetings; may be repeated',
      toFiles,
    )
    .option('--json', 'print what was found as one JSON object')
    .action((what: string, flags: VerifyFlags) =>
      flags.ledger === undefined ? verifyFile(what, flags) : verifyIn(flags.ledger, what, flags),
    )
}

async function verifyIn(place: string, meeting: string, flags: VerifyFlags): Promise<void> {
  const ledger = await openLedger(place, { readOnly: true })
  try {
    const evidence = await ledger.evidence(meeting)
    assertMeeting(place, meeting, evidence.events.length)
    const held = readCheckpoints(flags.checkpoint ?? [])
    const keys = flags.key === undefined ? keysBeside(place) : readPublicKeys(flags.key)
    const found = await verifyMeeting(evidence, { keys, held, hash: nodeHash })
    if (flags.json) console.log(JSON.stringify(found))
    else for (const line of tellMeeting(meeting, found, flags)) console.log(toPlain(line))
    if (isRefuted(found, flags)) process.exitCode = 1
  } finally {
    await ledger.close()
  }
}

const SHOWN = 20

function tellMeeting(meeting: string, found: MeetingFindings, flags: VerifyFlags): readonly string[] {
  const { findings, signed, events, erased, people, redacted, late } = found
  const [first, ...more] = findings
  const lines =
    first === undefined
      ? [
          found.outcome === 'holds'
            ? `askfirst: "${meeting}" is what was signed: ${toCount(events, 'event')}, ${toCount(signed, 'checkpoint')}`
            : `askfirst: nothing is wrong in "${meeting}" (${toCount(events, 'event')}), and nothing shows that it is what it was: no signature could be checked`,
        ]
      : [
          `askfirst: "${meeting}" is not what was signed. The first: ${tellFinding(first)}`,
          ...more.slice(0, SHOWN).map((finding) => `  ${tellFinding(finding)}`),
          ...(more.length > SHOWN ? [`  and ${more.length - SHOWN} more`] : []),
        ]
  if (erased > 0) lines.push(`  erased: ${erased} of ${toCount(people + erased, 'person', 'people')}`)
  for (const { event, until, kid } of late)
    lines.push(
      `  events ${event} to ${until}: no checkpoint of theirs is here any more. It was dropped, or they were signed late, with key ${kid}: what they were until then, nothing shows`,
    )
  if (redacted > 0)
    lines.push(`  rewritten to erase somebody: ${redacted} of them. What they say now, nothing shows`)
  if (flags.key === undefined || flags.checkpoint === undefined) {
    lines.push('  This shows that it is consistent, and no more:')
    if (flags.key === undefined)
      lines.push(
        '  - whoever has the keys beside the ledger may have signed all of it anew: pass --key, from elsewhere',
      )
    if (flags.checkpoint === undefined)
      lines.push(
        '  - whoever has the signing key may have written other events: pass --checkpoint, from somebody else who held it',
      )
  }
  return lines
}

async function verifyFile(file: string, flags: VerifyFlags): Promise<void> {
  const held = readCheckpoints(flags.checkpoint ?? []).map((jws) => ({ jws }))
  const keys = readPublicKeys(flags.key ?? [])
  const found = await verifyReceipt(readReceipt(file), { keys, held })
  if (flags.json) console.log(JSON.stringify(found))
  else for (const line of tellReceipt(file, found)) console.log(toPlain(line))
  if (isRefuted(found, flags)) process.exitCode = 1
}

/** Whoever brings a key asks whether it was signed with it: that nothing shows it is a no. */
const isRefuted = (
  { outcome }: { readonly outcome: ReceiptFindings['outcome'] },
  { key }: VerifyFlags,
): boolean => outcome === 'fails' || (outcome === 'unknown' && key !== undefined)

const RECEIPT = {
  holds: 'holds: it is what was signed.',
  fails: 'does not hold.',
  unknown: 'has nothing wrong in it, and nothing shows that it is genuine.',
} as const

function tellReceipt(file: string, { outcome, holds, fails, unknown }: ReceiptFindings): readonly string[] {
  return [
    `askfirst: the receipt ${file} ${RECEIPT[outcome]}`,
    ...fails.map(({ says }) => `  no       ${says}`),
    ...holds.map(({ says }) => `  yes      ${says}`),
    ...unknown.map(({ says }) => `  unknown  ${says}`),
  ]
}
