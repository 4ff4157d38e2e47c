import { AskFirstError } from '@askfirst/core'
import type { MeetingEvidence } from '@askfirst/core/evidence'
import { type ConsentRecord, createRecord, type Declarations, type RecordFacts } from '@askfirst/core/record'
import { type SealedLedger, toEvents } from './ledger/sealed-ledger.ts'

/** What records are made of, beside the ledger's events. */
export interface RecordsOptions extends Declarations {
  /** What only the app knows; see `RecordFacts`. @default none: it stays out of records */
  readonly facts?: RecordFacts | undefined
}

/**
 * The record of one person in one meeting, made of what a sealed ledger holds right now.
 *
 * @throws AskFirstError where the meeting knows nobody of that name, or cannot be read
 */
export async function readRecord(
  ledger: Pick<SealedLedger, 'evidence'>,
  meeting: string,
  participant: string,
  options: RecordsOptions,
): Promise<ConsentRecord> {
  const evidence = await ledger.evidence(meeting)
  return toRecords(evidence, options, (one) => one === participant)[0] ?? unknown(meeting, participant)
}

/**
 * The records of everybody in a meeting who is not erased, in the order they first came.
 *
 * @throws AskFirstError where the meeting cannot be read
 */
export async function readRecords(
  ledger: Pick<SealedLedger, 'evidence'>,
  meeting: string,
  options: RecordsOptions,
): Promise<readonly ConsentRecord[]> {
  return toRecords(await ledger.evidence(meeting), options, () => true)
}

export function toRecords(
  evidence: MeetingEvidence,
  options: RecordsOptions,
  isAsked: (participant: string) => boolean,
): readonly ConsentRecord[] {
  const { checkpoints, meeting, people } = evidence
  const asked = new Map(
    people.flatMap(({ participant, key }) => (isAsked(participant) ? [[participant, key]] : [])),
  )
  if (asked.size === 0) return []
  const events = toEvents(evidence)
  // A name may be in the ledger for a run of theirs, a roster or a list, without anything of their own.
  const own = new Set(events.flatMap((event) => ('participant' in event ? event.participant : [])))
  const leaves = evidence.events.map(({ leaf }) => Buffer.from(leaf).toString('base64url'))
  const checkpoint = checkpoints.at(-1)?.jws
  return [...asked].flatMap(([participant, key]) =>
    own.has(participant)
      ? [createRecord({ ...options, meeting, participant, events, key, leaves, checkpoint })]
      : [],
  )
}

function unknown(meeting: string, participant: string): never {
  throw new AskFirstError('record-participant', {
    what: `The meeting "${meeting}" has nothing of "${participant}" that is sealed.`,
    why: 'They were never here, or were erased, or only before people had keys; names are compared letter for letter.',
    fix: `See who is in it with: askfirst log ${JSON.stringify(meeting)} --ledger …`,
  })
}
