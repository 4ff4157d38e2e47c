import type { NoticeRef } from '../commands.ts'
import type { MeetingEvent } from '../events.ts'

// takes: an event · gives: its fields in one fixed order, and back

type KeyOf<Union> = Union extends unknown ? keyof Union : never
/** Every field that any event has. */
type Field = KeyOf<MeetingEvent>
type Fields = { readonly [Name in Field]?: unknown }

/** The fields about a person's device: what only their key opens. */
export const PERSONAL = ['armedMs', 'bridge', 'clientAt', 'visibleMs'] as const

/** What is sealed of an event that a person caused, as canonical JSON; undefined where there is nothing. */
export function writePersonal(event: MeetingEvent): string | undefined {
  const { armedMs, bridge, clientAt, visibleMs } = event as Fields
  const text = JSON.stringify({ armedMs, bridge, clientAt, visibleMs })
  return text === '{}' ? undefined : text
}

/**
 * An event as canonical JSON, with its layout and what is sealed of it; then the fields that are sealed are left out.
 *
 * Named one by one, in order: the platform writes such an object three times as fast as one that has to be sorted.
 */
export function writeFields(
  event: MeetingEvent,
  layout: number,
  sealed: string | undefined,
  isPersons: boolean,
) {
  const of = event as Fields
  const clear = isPersons ? NOTHING : of
  return JSON.stringify({
    activation: of.activation,
    armedMs: clear.armedMs,
    asks: of.asks,
    at: of.at,
    bridge: clear.bridge,
    by: of.by,
    cause: of.cause,
    clientAt: clear.clientAt,
    command: of.command,
    connection: of.connection,
    decision: of.decision,
    enforcer: of.enforcer,
    epoch: of.epoch,
    feature: of.feature,
    grants: of.grants,
    instead: inOrder(of.instead),
    joined: inOrder(of.joined),
    kind: of.kind,
    knows: of.knows,
    left: of.left,
    method: of.method,
    notice: of.notice === undefined ? undefined : noticeInOrder(of.notice as NoticeRef),
    number: of.number,
    of: of.of,
    participant: of.participant,
    place: of.place,
    processor: of.processor,
    processors: of.processors,
    request: of.request,
    revision: of.revision,
    role: of.role,
    room: of.room,
    sealed,
    term: of.term,
    type: of.type,
    uncovered: of.uncovered,
    v: layout,
    visibleMs: clear.visibleMs,
    why: of.why,
  } satisfies { [Name in Field | 'sealed' | 'v']: unknown })
}

const NOTHING: Fields = {}

const noticeInOrder = ({ hash, lang, revision }: NoticeRef) =>
  ({ hash, lang, revision }) satisfies Record<keyof NoticeRef, unknown>

/** Small things of a shape of their own, one or several, with nothing but text and numbers in them. */
function inOrder(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(inOrder)
  if (typeof part !== 'object' || part === null) return part
  const of = part as Readonly<Record<string, unknown>>
  const ordered: Record<string, unknown> = {}
  for (const name of Object.keys(of).sort()) ordered[name] = of[name]
  return ordered
}
