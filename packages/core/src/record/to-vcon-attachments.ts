import { fromTime, toTime } from '../defaults/calendar.ts'
import { AskFirstError } from '../error.ts'
import { toCanonical } from '../evidence/canonical.ts'
import { portableHash } from '../evidence/merkle.ts'
import { toHex } from '../hex.ts'
import { type RecordedAnswer, selectAnswers, selectUnknown } from './answers.ts'
import type { ConsentRecord, RecordedAsk, RecordedEvent } from './record-types.ts'
import { selectRevisions } from './revisions.ts'

// takes: a record · gives: attachments for a vCon

/** Where in a vCon the attachments belong. */
export interface VconOptions {
  /** Place of the person in its `parties`. @default 0 */
  readonly party?: number
  /** Place of the conversation in its `dialog`. @default 0 */
  readonly dialog?: number
  /**
   * What the controller goes by where a feature begins without a yes.
   *
   * @default 'legitimate_interests', for `objection` and `notice`
   */
  readonly otherBasis?: Exclude<LawfulBasis, 'consent'>
}

type LawfulBasis =
  | 'consent'
  | 'contract'
  | 'legal_obligation'
  | 'vital_interests'
  | 'public_task'
  | 'legitimate_interests'

/** An attachment of `draft-howe-vcon-lawful-basis-02`; the vCon lists `lawful_basis` in its `extensions`. */
export interface VconAttachment {
  readonly purpose: 'lawful_basis'
  readonly start: string
  readonly party: number
  readonly dialog: number
  readonly encoding: 'json'
  readonly body: {
    readonly lawful_basis: LawfulBasis
    /** When what was taken is no longer kept. */
    readonly expiration: string
    readonly purpose_grants: readonly {
      readonly purpose: string
      readonly granted: boolean
      readonly granted_at: string
    }[]
    readonly proof_mechanisms: readonly {
      readonly proof_type: 'external_system'
      readonly timestamp: string
      readonly proof_data: Readonly<Record<string, string>>
    }[]
    /** Of the body without this. */
    readonly content_hash: {
      readonly algorithm: 'sha-256'
      readonly canonicalization: 'jcs'
      readonly value: string
    }
  }
}

const DAY_MS = 86_400_000

/**
 * The person's latest answers as attachments for the vCon of the conversation, one for each feature and basis.
 *
 * @throws AskFirstError where nobody has the declaration of what was answered
 */
export function toVconAttachments(
  record: ConsentRecord,
  { party = 0, dialog = 0, otherBasis = 'legitimate_interests' }: VconOptions = {},
): readonly VconAttachment[] {
  const answers = selectAnswers(record)
  const unknown = selectUnknown(answers)
  if (unknown.length > 0) {
    throw new AskFirstError('record-vcon', {
      what: `No attachments for a vCon can be made: nobody has the declaration of ${unknown.join(', ')} any more.`,
      why: 'An attachment says for what purposes there is a basis; without them there would seem to be none.',
      fix: 'Give every text that was registered, or the features as they were then.',
    })
  }
  return answers.flatMap((answer) => {
    const { ended, event, feature } = answer
    const { asks = [], basis = 'consent' } = feature
    const isOther = ({ required }: RecordedAsk): boolean => required && basis !== 'consent'
    const groups: readonly (readonly [LawfulBasis, readonly RecordedAsk[]])[] = [
      [otherBasis, asks.filter(isOther)],
      ['consent', asks.filter((ask) => !isOther(ask))],
    ]
    return groups.flatMap(([lawful_basis, ofIt]): readonly VconAttachment[] => {
      if (ofIt.length === 0) return []
      const content = {
        lawful_basis,
        expiration: toTime(selectEnd(record, answer) + (feature.retention?.days ?? 0) * DAY_MS),
        purpose_grants: ofIt.map((ask) => ({
          purpose: ask.purpose,
          granted: isGranted(answer, ask.id, lawful_basis),
          granted_at: toLast(answer, ask.id).at,
        })),
        proof_mechanisms: [event, ...(ended === undefined ? [] : [ended])].map((of) => ({
          proof_type: 'external_system' as const,
          timestamp: of.at,
          proof_data: toProof(record, answer, of),
        })),
      }
      const value = toHex(portableHash(toCanonical(content)))
      const content_hash = { algorithm: 'sha-256', canonicalization: 'jcs', value } as const
      const body = { ...content, content_hash }
      return [{ purpose: 'lawful_basis', start: event.at, party, dialog, encoding: 'json', body }]
    })
  })
}

/**
 * When nothing was taken by it any more: by an end of what was answered, or of the last run of that revision, since
 * another one is kept for as long as that one says; else the record goes no further.
 */
function selectEnd(record: ConsentRecord, { ended, event, feature, state }: RecordedAnswer): number {
  const { events } = record
  const isOver = state !== 'accepted' && state !== 'told'
  const revisions = selectRevisions(record)
  // The end of a run names no revision.
  const own = events.filter((one) => one.type !== 'feature.disabled' && revisions.get(one) === feature)
  const runs = new Set(own.flatMap(({ activation }) => activation ?? []))
  const run = events.findLast(
    ({ activation = '', feature: id, type }) =>
      id === feature.id && RUN.includes(type) && runs.has(activation),
  )
  const ends = [isOver ? event : ended, run?.type === 'feature.disabled' ? run : undefined, events.at(-1)]
  return Math.min(...ends.flatMap((end) => (end === undefined ? [] : [fromTime(end.at)])))
}
const RUN: readonly string[] = [
  'feature.enabled',
  'feature.disabled',
] satisfies readonly RecordedEvent['type'][]

/** The event that last said something about one ask: an ended answer ended all of them. */
const toLast = ({ event, state, takenBack, yes = event }: RecordedAnswer, ask: string): RecordedEvent =>
  state === 'accepted' ? (takenBack?.get(ask) ?? yes) : event

/** Without a yes, who has not said no is taken along. Being removed ends that, and not the basis of what was taken before. */
const isGranted = ({ grants, state }: RecordedAnswer, ask: string, basis: LawfulBasis): boolean =>
  grants.includes(ask) || (basis !== 'consent' && state === 'told')

function toProof(
  record: ConsentRecord,
  { feature, yes }: RecordedAnswer,
  event: RecordedEvent,
): Record<string, string> {
  const answered = yes?.notice?.revision === feature.revision ? yes.notice : undefined
  const hash = (answered ?? feature.notices.at(-1))?.hash
  return {
    record: record.recordId,
    event: String(event.seq),
    ...(hash !== undefined && { notice_hash: hash }),
    ...(event.leaf !== undefined && { leaf: event.leaf }),
    ...(record.checkpoint !== undefined && { checkpoint: record.checkpoint }),
  }
}
