import { AskFirstError } from '@askfirst/core'
import {
  type MeetingEvidence,
  type MeetingFinding,
  type PublicKeys,
  verifyMeeting,
} from '@askfirst/core/evidence'
import { type Command, Option } from 'commander'
import { isDatabase } from '../ledger/open-ledger.ts'
import { nodeHash, type SealedLedger } from '../ledger/sealed-ledger.ts'
import { readSigningFile } from '../ledger/signing-file.ts'
import { toPublicKeys } from '../ledger/signing-keys.ts'
import { toSigningFile } from '../ledger/sqlite-ledger.ts'
import { assertMeeting } from './ledger-flag.ts'
import { readPublicKeys } from './read-verify-files.ts'
import { toPlain } from './story.ts'

// takes: a ledger, and the keys that it is signed with · gives: what it holds of a meeting, once that was verified
// never: gives for evidence what somebody changed

/** A flag that takes one file, and may be given again: a list would eat the argument behind it. */
export const toFiles = (file: string, files: readonly string[] = []): readonly string[] => [...files, file]

export const addKeyFlag = (command: Command): Command =>
  command.addOption(
    new Option(
      '--key <file>',
      'public keys that the ledger is verified with, a JWK or a set of them; may be repeated (default for a file: those beside it)',
    ).argParser(toFiles),
  )

/** Those that the server itself signs with: they show that nobody else wrote it, not that the server did not. */
export function keysBeside(place: string): PublicKeys | undefined {
  try {
    const keys = isDatabase(place) ? undefined : readSigningFile(toSigningFile(place))
    return keys === undefined ? undefined : toPublicKeys(keys)
  } catch {
    // Whoever verifies need not be who owns them.
    return undefined
  }
}

/**
 * All that a ledger holds of a meeting. Where nothing shows that it is what it was, it says so on standard error.
 *
 * @throws AskFirstError where there is nothing, or it is not what was signed
 */
export async function readChecked(
  ledger: Pick<SealedLedger, 'evidence'>,
  place: string,
  meeting: string,
  keyFiles: readonly string[] | undefined,
): Promise<MeetingEvidence> {
  const evidence = await ledger.evidence(meeting)
  assertMeeting(place, meeting, evidence.events.length)
  const keys = keyFiles === undefined ? keysBeside(place) : readPublicKeys(keyFiles)
  const { outcome, findings } = await verifyMeeting(evidence, { keys, hash: nodeHash })
  const [first] = findings
  if (first !== undefined) {
    throw new AskFirstError('ledger-evidence', {
      what: toPlain(`"${meeting}" is not what was signed. The first: ${tellFinding(first)}`),
      why: 'What is made of it would pass for what people answered.',
      fix: 'See all of it with: askfirst verify. Where it is signed with other keys than those beside it: --key <file>',
    })
  }
  if (outcome === 'unknown') {
    const why = keys === undefined ? 'no keys were found: pass --key <file>' : 'it is signed by nobody'
    console.error(toPlain(`askfirst: nothing shows that "${meeting}" is what it was: ${why}`))
  }
  return evidence
}

export function tellFinding({ event, until, what, says }: MeetingFinding): string {
  const which =
    until === undefined ? `event ${event}` : `one of events ${event} to ${until}, perhaps event ${event}`
  const range = until === undefined ? which : `events ${event} to ${until}`
  switch (what) {
    case 'missing':
      return `${range} ${until === undefined ? 'is' : 'are'} missing (${says})`
    case 'changed':
      return `${which} was changed, inserted or moved (${says})`
    case 'moved':
      return `${which} is in another's place (${says})`
    case 'person':
      return `${which} names somebody who was exchanged (${says})`
    case 'stranger':
      return `somebody was added to the people of the meeting (${says})`
    case 'unsigned':
      return `${range} ${until === undefined ? 'is' : 'are'} signed by nobody known (${says})`
    case 'checkpoint':
      return `from event ${event} on, ${says}`
  }
}
