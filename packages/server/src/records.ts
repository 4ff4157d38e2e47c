import { AskFirstError } from '@askfirst/core'
import { type ConsentRecord, createRecord, type Declarations, type RecordFacts } from '@askfirst/core/record'
import type { SealedLedger } from './ledger/sealed-ledger.ts'
import { type Reading, readThrough } from './reading.ts'

/** What records are made of, beside the ledger's events. */
export interface RecordsOptions extends Declarations {
  /** What only the app knows; see `RecordFacts`. @default none: it stays out of records */
  readonly facts?: RecordFacts | undefined
}

/** What records are read from; `assertSigned` may be left out where the evidence was verified already. */
export type RecordsLedger = Pick<SealedLedger, 'evidence'> & Partial<Pick<SealedLedger, 'assertSigned'>>

/**
 * The record of one person in one meeting, made of what a sealed ledger holds right now.
 *
 * @throws AskFirstError where the meeting knows nobody of that name, cannot be read, or is not what the ledger signed
 */
export async function readRecord(
  ledger: RecordsLedger,
  meeting: string,
  participant: string,
  options: RecordsOptions,
): Promise<ConsentRecord> {
  const reading = await readMeeting(ledger, meeting, options)
  return toRecord(reading, participant, options) ?? unknownPerson(meeting, participant)
}

/**
 * The records of everybody in a meeting who is not erased, in the order they first came.
 *
 * @throws AskFirstError where the meeting cannot be read, or is not what the ledger signed
 */
export async function readRecords(
  ledger: RecordsLedger,
  meeting: string,
  options: RecordsOptions,
): Promise<readonly ConsentRecord[]> {
  const reading = await readMeeting(ledger, meeting, options)
  const names = new Set(reading.evidence.people.map(({ participant }) => participant))
  return [...names].flatMap((participant) => toRecord(reading, participant, options) ?? [])
}

async function readMeeting(
  ledger: RecordsLedger,
  meeting: string,
  { catalogue }: RecordsOptions,
): Promise<Reading> {
  const evidence = await ledger.evidence(meeting)
  await ledger.assertSigned?.(evidence)
  return readThrough(evidence, catalogue)
}

/** Undefined where there is nothing of them that is sealed. @param size of how many events it is; all by default */
export function toRecord(
  { evidence, events: all, around, naming, leaves }: Reading,
  participant: string,
  options: RecordsOptions,
  size = all.length,
): ConsentRecord | undefined {
  const { checkpoints, meeting, people } = evidence
  // A row that no event names is nobody's, whoever put it there.
  const rows = people.filter((one) => one.participant === participant && naming.has(one.handle))
  const person = rows.at(-1)
  if (person === undefined) return undefined
  // What is about somebody else alone is in no record of theirs: with many people that is nearly all there is.
  const numbers = new Set([1, ...around, ...rows.flatMap(({ handle }) => naming.get(handle) ?? [])])
  const events = [...numbers]
    .sort((some, other) => some - other)
    .flatMap((number) => (number <= size ? (all[number - 1] ?? []) : []))
  // A name may be in the ledger for a run of theirs, a roster or a list, without anything of their own.
  const isThere = events.some((event) => 'participant' in event && event.participant === participant)
  if (!isThere) return undefined
  const checkpoint = checkpoints.at(-1)?.jws
  return createRecord({ ...options, meeting, participant, events, key: person.key, leaves, checkpoint })
}

export function unknownPerson(meeting: string, participant: string): never {
  throw new AskFirstError('record-participant', {
    what: `The meeting "${meeting}" has nothing of "${participant}" that is sealed.`,
    why: 'They were never here, or were erased, or only before people had keys; names are compared letter for letter.',
    fix: 'The log of the meeting says who was in it: askfirst log, where the ledger is.',
  })
}
