import { toTime } from '../defaults/calendar.ts'
import type { MeetingEvent } from '../events.ts'
import { renamePeople } from '../evidence/rename.ts'
import type { CatalogueEntry } from '../model/catalogue.ts'
import { isAskable } from '../model/participant.ts'
import { isAbout, selectAround } from './around.ts'
import { type Declarations, findDeclared } from './declared.ts'
import { toDpvTerms } from './dpv.ts'
import { createPseudonyms } from './pseudonym.ts'
import { toEnforced, toErasures } from './record-duties.ts'
import type { ConsentRecord, RecordedEvent, RecordedFeature, RecordFacts } from './record-types.ts'
import { toUnknownPerson } from './unknown-person.ts'

// takes: a meeting's events, what was declared, what the app knows beside · gives: one person's record
// never: names anybody, reads a clock, or fills in what nobody said

/** What a record is made of. */
export interface RecordOptions extends Declarations {
  readonly meeting: string
  readonly participant: string
  /** All of the meeting, in order; what is about somebody else alone may be left out. */
  readonly events: readonly MeetingEvent[]
  /** Key for pseudonyms, 32 random bytes: the person's own in a sealed ledger, so that it goes as they are erased. */
  readonly key: Uint8Array
  /** @default none: what only the app knows stays out */
  readonly facts?: RecordFacts | undefined
  /** Leaves of the meeting's tree, base64url, in order. @default none */
  readonly leaves?: readonly string[] | undefined
  /** The latest checkpoint, a JWS. @default none */
  readonly checkpoint?: string | undefined
}

/**
 * Assembles the record of one person in one meeting.
 *
 * @throws AskFirstError where the meeting has no event of that person, or the key is too short
 */
export function createRecord(options: RecordOptions): ConsentRecord {
  const { meeting, participant, events, facts = {}, leaves } = options
  const names = createPseudonyms(meeting, options.key)
  const own = events.filter((event) => isAbout(event, participant))
  const [first] = own
  if (first === undefined) {
    throw toUnknownPerson(meeting, participant)
  }
  const features = new Set(own.flatMap((event) => ('feature' in event ? [event.feature] : [])))
  const around = selectAround(events, participant, features)
  const theirs = events.filter((event) => isAbout(event, participant) || around.has(event.number))
  const rename = (event: MeetingEvent): MeetingEvent => renamePeople(event, names.of)
  const kinds = own.flatMap((event) => (event.type === 'participant.joined' ? [event.kind] : []))
  // A bot may have come with the token of somebody, who is no bot for that.
  const kind = kinds.findLast(isAskable) ?? kinds.at(-1)
  const { provider, assurance, jurisdiction, controllers, policyUrl } = facts
  return {
    v: 1,
    recordId: names.recordId(participant),
    meeting: {
      id: meeting,
      startedAt: toTime(events[0]?.at ?? first.at),
      ...(provider !== undefined && { provider }),
    },
    subject: {
      id: names.of(participant),
      ...(kind !== undefined && { kind }),
      ...(assurance !== undefined && { assurance }),
    },
    ...(jurisdiction !== undefined && { jurisdiction }),
    ...(controllers !== undefined && { controllers }),
    ...(policyUrl !== undefined && { policyUrl }),
    withdrawal: facts.withdrawal ?? 'in the call, from the indicator',
    features: toFeatures(options, theirs.map(rename)),
    events: theirs.map((event) => toRecorded(rename(event), leaves?.[event.number - 1])),
    enforced: toEnforced(events, participant, features, rename),
    erasure: toErasures(own.map(rename)),
    ...(options.checkpoint !== undefined && { checkpoint: options.checkpoint }),
  }
}

interface Met {
  readonly id: string
  readonly revision: number
  /** Language by hash. */
  readonly texts: Map<string, string>
  declared: CatalogueEntry | undefined
}

/**
 * Each revision of each feature that the person met, in the order they did. Where it was declared otherwise without
 * another revision, each declaration: a yes was to the words of its own.
 */
function toFeatures(declarations: Declarations, events: readonly MeetingEvent[]): readonly RecordedFeature[] {
  const all: Met[] = []
  const add = (id: string, revision: number, declared?: CatalogueEntry): Met => {
    const met = { id, revision, texts: new Map<string, string>(), declared }
    all.push(met)
    return met
  }
  for (const event of events) {
    if (!('notice' in event) && event.type !== 'feature.enabled') continue
    const { feature } = event
    const notice = 'notice' in event ? event.notice : undefined
    const { revision } = 'notice' in event ? event.notice : event
    const known = all.filter((one) => one.id === feature && one.revision === revision)
    if (notice === undefined) {
      if (known.length === 0) add(feature, revision)
      continue
    }
    const declared = findDeclared(declarations, feature, revision, notice.hash)
    const same = known.find((one) => one.texts.size === 0 || one.declared?.hash === declared?.hash)
    const met = same ?? add(feature, revision)
    met.declared = declared
    met.texts.set(notice.hash, notice.lang)
  }
  return all.map(({ id, revision, texts, declared: entry }) => {
    const notices = [...texts].map(([hash, lang]) => ({ hash, lang }))
    const declared = (entry ?? (texts.size === 0 ? findDeclared(declarations, id, revision) : undefined))
      ?.feature
    if (declared === undefined) return { id, revision, notices }
    const { policy, asks, processors, retention } = declared
    return {
      id,
      revision,
      notices,
      basis: policy.basis,
      asks: Object.entries(asks).map(([ask, { purpose, data, required = false }]) => ({
        id: ask,
        purpose,
        dpv: toDpvTerms(purpose),
        data,
        required,
      })),
      processors: processors.map(({ name, model, region }) => ({
        name,
        ...(model !== undefined && { model }),
        ...(region !== undefined && { region }),
      })),
      retention: { days: retention.days },
    }
  })
}

/** Fields that go into the record as they are. */
const KEPT = [
  'feature',
  'activation',
  'revision',
  'notice',
  'grants',
  'asks',
  'method',
  'decision',
  'kind',
  'role',
  'place',
  'room',
  'cause',
  'of',
  'processors',
  'processor',
  'request',
  'bridge',
  'armedMs',
  'visibleMs',
] as const

function toRecorded(event: MeetingEvent, leaf: string | undefined): RecordedEvent {
  const fields = event as unknown as Readonly<Record<string, unknown>>
  const kept = Object.fromEntries(
    KEPT.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  )
  const instead = event.type === 'participant.left' ? event.instead?.feature : undefined
  return {
    seq: event.number,
    type: event.type,
    at: toTime(event.at),
    by: event.by,
    ...kept,
    ...(instead !== undefined && { instead }),
    ...(event.clientAt !== undefined && { clientAt: toTime(event.clientAt) }),
    ...(leaf !== undefined && { leaf, index: event.number - 1 }),
  }
}
