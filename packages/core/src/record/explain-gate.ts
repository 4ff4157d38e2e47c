import { AskFirstError } from '../error.ts'
import type { MeetingEvent } from '../events.ts'
import { selectPeople } from '../evidence/rename.ts'
import { evolve } from '../evolve.ts'
import { type GateReason, type GateStatus, gateOf } from '../gate-rule.ts'
import type { Catalogue, CatalogueEntry } from '../model/catalogue.ts'
import { toDeclaredId } from '../model/owned-id.ts'
import { createMeetingState, type MeetingState, selectFeature } from '../state.ts'
import { type Declarations, findDeclared, selectDeclared } from './declared.ts'
import { createReasons, type Said } from './gate-reasons.ts'
import { toUnknownPerson } from './unknown-person.ts'

// takes: a meeting's events and a moment · gives: what the gate was then, and the events that say so
// never: decides by anything but the fold and the rule that the authority itself goes by

/** Which gate, and when. */
export interface ExplainOptions extends Declarations {
  readonly meeting: string
  readonly events: readonly MeetingEvent[]
  /** Who is erased is asked about as the log names them, by `erased:<handle>`. */
  readonly participant: string
  /** As it ran: `notes@ben` for a run of Ben's own. */
  readonly feature: string
  /** @default every ask of the feature */
  readonly ask?: string | undefined
  /** Milliseconds since 1970, by the authority's clock. */
  readonly at: number
}

/** What an enforcer had last said of the feature by then. */
export interface ExplainedEnforcer {
  readonly enforcer: string
  readonly state: 'confirmed' | 'overdue'
  readonly epoch: number
  /** Whether that was after the gate became as it was: it may speak of an earlier list otherwise. */
  readonly isSince: boolean
  readonly event: MeetingEvent
}

/** An enforcer of a run that was over by then, which had not said that it was closed: what it still let through, nothing shows. */
export interface ExplainedUnclosed {
  readonly enforcer: string
  /** `failed` it had said that it could not close · `overdue` it had said nothing in time · `silent` nothing yet. */
  readonly state: 'silent' | 'overdue' | 'failed'
  /** What it had last said, or the word that it was overdue. */
  readonly event: MeetingEvent
}

/** One gate at one moment. */
export interface ExplainedGate {
  readonly ask: string
  readonly gate: GateStatus
  /** The event by which it became so; absent: it never was otherwise. */
  readonly since?: MeetingEvent
  /** The events that say so, in order, `since` among them. */
  readonly because: readonly MeetingEvent[]
}

/** What makes an answer less than certain. */
export type ExplainDoubt =
  /** An authority started after the moment: when the one before it ended, nothing shows. */
  | 'authority-ended'
  /** The authority's clock went back: which events were before the moment is a guess. */
  | 'clock-went-back'
  /** The ledger has nothing after the moment. */
  | 'last-event'

/** Whether capture was allowed at a moment, and what says so. */
export interface GateExplanation {
  readonly meeting: string
  readonly participant: string
  readonly feature: string
  readonly at: number
  /** Number of the last event that counted. */
  readonly upTo: number
  /** Of the declaration that applied; 0 where there is no such feature. */
  readonly revision: number
  /** Empty where nobody has the declaration that applied: then nothing can be said. */
  readonly gates: readonly ExplainedGate[]
  readonly enforcers: readonly ExplainedEnforcer[]
  readonly unclosed: readonly ExplainedUnclosed[]
  readonly doubts: readonly ExplainDoubt[]
}

/**
 * Whether somebody's gates were open at a moment, by replaying the ledger up to it.
 *
 * It says what the authority allowed. A worker that had lost it closed by itself within its lease, and a no closes
 * before it is written: less may have been let through than this says, never more.
 *
 * @throws AskFirstError where no event of the meeting names that person, or the feature has no such ask
 */
export function explainGate(options: ExplainOptions): GateExplanation {
  const { meeting, events, participant, feature, at } = options
  // A name of nobody was never allowed either: said of somebody who is erased by now, that would be false.
  if (!events.some((event) => selectPeople(event).has(participant)))
    throw toUnknownPerson(meeting, participant, ERASED)
  const last = events.findLastIndex((event) => event.at <= at)
  const past = events.slice(0, last + 1)
  const [next] = events.slice(last + 1)
  const doubts: ExplainDoubt[] = [
    ...(past.some((event) => event.at > at) ? (['clock-went-back'] as const) : []),
    ...(next === undefined ? (['last-event'] as const) : []),
    ...(next?.type === 'authority.started' && past.length > 0 ? (['authority-ended'] as const) : []),
  ]
  const { entry, revision } = findApplied(options, past)
  const base = { meeting, participant, feature, at, upTo: past.at(-1)?.number ?? 0, revision, doubts }
  if (entry === undefined) return { ...base, gates: [], enforcers: [], unclosed: [] }
  const asks = toAsks(options, entry)

  // What else was declared then bears on nobody's gates of this one.
  const catalogue: Catalogue = new Map([...options.catalogue, [toDeclaredId(feature), entry]])
  const state = createMeetingState(meeting, catalogue)
  const read = (ask: string): GateStatus => readGate(state, participant, feature, ask)
  const gates = new Map(asks.map((ask) => [ask, { gate: read(ask), since: undefined as Said }]))
  const reasons = createReasons(participant, feature)
  const enforcers = new Map<string, MeetingEvent>()
  for (const event of past) {
    evolve(state, event)
    reasons.hear(event)
    if ('enforcer' in event && event.feature === feature) enforcers.set(event.enforcer, event)
    for (const [ask, { gate }] of gates) {
      const now = read(ask)
      if (!isSame(gate, now)) gates.set(ask, { gate: now, since: event })
    }
  }
  const changedAt = Math.max(0, ...[...gates.values()].map(({ since }) => since?.number ?? 0))
  const { enforcers: said = [], unclosed = [] } = state.features.get(feature) ?? {}
  return {
    ...base,
    gates: [...gates].map(([ask, { gate, since }]) => ({
      ask,
      gate,
      ...(since !== undefined && { since }),
      because: reasons.of(gate.open ? 'open' : gate.reason, since),
    })),
    enforcers: said.flatMap(({ enforcer, state: word, epoch }) => {
      const event = enforcers.get(enforcer)
      return event === undefined
        ? []
        : [{ enforcer, state: word, epoch, isSince: event.number > changedAt, event }]
    }),
    unclosed: unclosed.flatMap(({ enforcer, state: word }) => {
      const event = enforcers.get(enforcer)
      return event === undefined ? [] : [{ enforcer, state: word, event }]
    }),
  }
}

const ERASED = '; who is erased has a name there that begins with "erased:", and is asked about by that.'

function readGate(state: MeetingState, participant: string, feature: string, ask: string): GateStatus {
  const known = selectFeature(state, feature)
  if (known === undefined) return { open: false, reason: 'feature-off' satisfies GateReason }
  return gateOf(state.participants.get(participant), known, ask)
}

const isSame = (some: GateStatus, other: GateStatus): boolean =>
  some.open === other.open && (some.open || other.open || some.reason === other.reason)

interface Applied {
  readonly entry: CatalogueEntry | undefined
  readonly revision: number
}

/**
 * The declaration that the authority last went by, as far as an event tells: what pages are taken to show is among
 * those of the authority then, also where nobody was asked since a deploy was taken back.
 */
function findApplied(options: ExplainOptions, past: readonly MeetingEvent[]): Applied {
  const id = toDeclaredId(options.feature)
  const known = selectDeclared(options, id)
  for (const event of past.toReversed()) {
    const shown =
      event.type === 'indicator.shown' ? known.find(({ hash }) => event.knows.includes(hash)) : undefined
    if (shown !== undefined) return { entry: shown, revision: shown.feature.revision }
    if (!('feature' in event) || toDeclaredId(event.feature) !== id) continue
    const isOf = event.type === 'notice.shown' || event.type === 'consent.accepted'
    const met = isOf ? event.notice : event.type === 'feature.enabled' ? event : undefined
    if (met === undefined) continue
    const hash = isOf ? event.notice.hash : undefined
    return { entry: findDeclared(options, id, met.revision, hash), revision: met.revision }
  }
  const entry = options.catalogue.get(id)
  return { entry, revision: entry?.feature.revision ?? 0 }
}

function toAsks({ ask, feature }: ExplainOptions, entry: CatalogueEntry): readonly string[] {
  const asks = Object.keys(entry.feature.asks)
  if (ask === undefined) return asks
  if (asks.includes(ask)) return [ask]
  throw new AskFirstError('explain-ask', {
    what: `The feature "${feature}" has no ask "${ask}" in revision ${entry.feature.revision}.`,
    why: 'A gate is one ask of one feature.',
    fix: `Use one of ${asks.join(', ')}.`,
  })
}
