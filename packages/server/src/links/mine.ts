import { decide, selectFeature } from '@askfirst/core/authority'
import { type ConsentRecord, type RecordedAnswer, selectAnswers } from '@askfirst/core/record'
import type { Reading } from '../reading.ts'
import { type RecordsOptions, toRecord } from '../records.ts'

// takes: what a meeting has of somebody · gives: their record, what they may do about it, and until when
// never: offers what the authority would reject, or writes anything

/** What somebody may do about one feature. */
export interface MineOffer {
  /** As the meeting knows it: a record names the owner of a run by a pseudonym. */
  readonly feature: string
  /** `gone`: nobody declares the feature any more, so that nothing can be done about it here. */
  readonly may: readonly ('withdraw' | 'erase')[] | 'gone'
  /** Whether one no stops it for everybody in the call. */
  readonly isForAll: boolean
}

/** What somebody sees by their link. */
export interface Mine {
  readonly record: ConsentRecord
  readonly actor: Person
  /** By the feature's id in the record. */
  readonly offers: ReadonlyMap<string, MineOffer>
  /** Milliseconds since 1970. */
  readonly endsAt: number
  /** Whether somebody who was asked to erase has not confirmed it: until then the link does not end. */
  readonly isErasing: boolean
  readonly isOver: boolean
}
type Person = Extract<Parameters<typeof decide>[2], { use: 'person' }>

const DAY_MS = 86_400_000
/** As long as whoever is asked to erase may take to answer, by the GDPR. */
const FEWEST_DAYS = 30
/** No date is later. */
const LAST_DATE_MS = 8.64e15

/** Undefined where the meeting has nothing of them. */
export async function readMine(
  reading: Reading,
  options: RecordsOptions,
  { participant, at }: { readonly participant: string; readonly at: number },
  now: number,
): Promise<Mine | undefined> {
  const record = toRecord(reading, participant, options)
  if (record === undefined) return undefined
  const { events } = reading
  const state = await reading.state()
  const actor: Person = {
    use: 'person',
    participant,
    // No device of theirs, and no role: nothing but what is theirs alone is done by it.
    connection: 'link',
    role: 'attendee',
    kind: record.subject.kind ?? 'person',
  }
  const answers = selectAnswers(record)
  const offers = new Map<string, MineOffer>()
  for (const { seq, feature: recorded } of record.events) {
    const event = events[seq - 1]
    if (recorded === undefined || event === undefined || !('feature' in event)) continue
    const answer = answers.find((one) => one.feature.id === recorded)?.state
    const { decline, start } = selectFeature(state, event.feature)?.entry.feature.policy ?? {}
    const isForAll = start === 'all' || decline === 'stop'
    offers.set(recorded, { feature: event.feature, may: selectActs(event.feature, answer), isForAll })
  }

  function selectActs(feature: string, answer: RecordedAnswer['state'] | undefined): MineOffer['may'] {
    if (selectFeature(state, feature) === undefined) return 'gone'
    const erasing = decide(state, { type: 'erasure.request', id: 'link', feature }, actor, now)
    const isIncluded = !erasing.ok && erasing.rejection.code === 'still-included'
    return [
      // A yes of before counts no more where somebody left, and may be taken back all the same.
      ...(isIncluded || answer === 'accepted' || answer === 'told' ? (['withdraw'] as const) : []),
      ...(erasing.ok ? (['erase'] as const) : []),
    ]
  }

  const { erasure, features } = record
  const days = Math.max(FEWEST_DAYS, ...features.map(({ retention }) => retention?.days ?? 0))
  const since = Math.max(at, ...erasure.map(({ doneAt, requestedAt }) => Date.parse(doneAt ?? requestedAt)))
  // A day more: what was captured later on the day is kept as long.
  const endsAt = Math.min(since + (days + 1) * DAY_MS, LAST_DATE_MS)
  const isErasing = erasure.some(({ doneAt }) => doneAt === undefined)
  return { record, actor, offers, endsAt, isErasing, isOver: !isErasing && now > endsAt }
}
