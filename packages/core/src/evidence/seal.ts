import { chacha20 } from '@noble/ciphers/chacha.js'
import type { MeetingEvent } from '../events.ts'
import { fromText, join, toText, utf8 } from './bytes.ts'
import { toCanonical } from './canonical.ts'
import { PERSONAL, writeFields, writePersonal } from './fields.ts'
import { type Hash, portableHash } from './merkle.ts'
import { isPersonName, renamePeople, selectPeople } from './rename.ts'

// takes: events as the authority knows them · gives: bodies that name nobody, and back
// never: lets what only a person's key opens into the clear part

/** Who is behind a handle, and what opens their sealed fields, in one meeting. */
export interface PersonKey {
  readonly handle: string
  readonly participant: string
  /** 32 random bytes. */
  readonly key: Uint8Array
}

/** Layout of a body. Events from before there was evidence have none. */
const LAYOUT = 1
const KEY_BYTES = 32
const NONCE_BYTES = 12
const HANDLE_BYTES = 24

/**
 * What a person is called in bodies: a commitment to key and participant, so that neither can be put in the place
 * of another later. Says nothing without the key.
 */
export function toHandle(key: Uint8Array, participant: string, hash: Hash = portableHash): string {
  return toText(hash(join(utf8('askfirst/handle/1\n'), key, utf8(participant))).subarray(0, HANDLE_BYTES))
}

/** Whether the handle is the one that this key gives this name. */
export const isPersonKey = ({ handle, participant, key }: PersonKey, hash: Hash = portableHash): boolean =>
  key.length === KEY_BYTES && toHandle(key, participant, hash) === handle

/** Random bytes; a part of a larger draw may be handed out, none twice. */
export type RandomBytes = (length: number) => Uint8Array

/**
 * The body of an event: canonical JSON with handles for people and, where a person caused it, the fields about
 * their device under their own key. The rest is what gates follow from, and is needed by every replay.
 */
export function toBody(
  event: MeetingEvent,
  personOf: (participant: string) => PersonKey,
  randomBytes: RandomBytes,
): string {
  const isPersons = isPersonName(event.by)
  const personal = isPersons ? writePersonal(event) : undefined
  const sealed =
    personal === undefined ? undefined : encrypt(personal, personOf(event.by).key, randomBytes(NONCE_BYTES))
  const named = renamePeople(event, (participant) => personOf(participant).handle)
  return writeFields(named, LAYOUT, sealed, isPersons)
}

type Body = Record<string, unknown>

/** What a body says: the event with handles for people, and what is sealed in it. */
export interface OpenedBody {
  readonly event: MeetingEvent
  readonly sealed: string | undefined
  /** Whether it is of a time when bodies named people. */
  readonly isPlain: boolean
  /** Whether it is of that time and was rewritten to erase somebody: its leaf is of what it was. */
  readonly isRedacted: boolean
}

/** Undefined for what is no body. */
export function openBody(body: string): OpenedBody | undefined {
  try {
    const { v, sealed, redacted, ...event } = JSON.parse(body) as Body
    if (typeof event.type !== 'string' || typeof event.number !== 'number' || typeof event.by !== 'string')
      return undefined
    if (v !== undefined && v !== LAYOUT) return undefined
    // Throws where people should be named and are not: nothing could call them by another name.
    selectPeople(event as unknown as MeetingEvent)
    return {
      event: event as unknown as MeetingEvent,
      sealed: typeof sealed === 'string' ? sealed : undefined,
      isPlain: v === undefined,
      isRedacted: v === undefined && redacted === true,
    }
  } catch {
    return undefined
  }
}

/** What stands for somebody whose name and key are erased. */
export const toErasedName = (handle: string): string => `erased:${handle}`

/**
 * The event as the authority knew it; who is erased is `erased:<handle>`, and what was sealed of them is not there.
 *
 * Undefined where it is no body, or its sealed part does not open with the person's key.
 */
export function toEvent(
  body: string,
  personOf: (handle: string) => PersonKey | undefined,
): MeetingEvent | undefined {
  const opened = openBody(body)
  if (opened === undefined || opened.isPlain) return opened?.event
  const author = personOf(opened.event.by)
  const personal =
    opened.sealed === undefined || author === undefined ? {} : decrypt(opened.sealed, author.key)
  if (personal === undefined) return undefined
  const event = renamePeople(opened.event, (handle) => personOf(handle)?.participant ?? toErasedName(handle))
  return { ...event, ...personal }
}

/**
 * The body of an event from before bodies were sealed, without the person; undefined where it is no such body, or
 * does not name them.
 *
 * @param name what stands for the person from now on
 */
export function redactBody(body: string, participant: string, name: string): string | undefined {
  const opened = openBody(body)
  if (opened?.isPlain !== true || !selectPeople(opened.event).has(participant)) return undefined
  const event = renamePeople(opened.event, (other) => (other === participant ? name : other))
  const own = opened.event.by === participant
  const rest = Object.entries(event).filter(
    ([field]) => !own || !(PERSONAL as readonly string[]).includes(field),
  )
  return toCanonical({ ...Object.fromEntries(rest), redacted: true })
}

/** Everybody whom a body names, by handle; nobody for what is no body, or names people outright. */
export function selectHandles(body: string): ReadonlySet<string> {
  const opened = openBody(body)
  return opened === undefined || opened.isPlain ? new Set() : selectPeople(opened.event)
}

// A cipher without a tag: the leaf covers every byte of it, and the handle says which key it is of.
const encrypt = (text: string, key: Uint8Array, nonce: Uint8Array): string =>
  toText(join(nonce, chacha20(key, nonce, utf8(text))))

function decrypt(sealed: string, key: Uint8Array): object | undefined {
  const bytes = fromText(sealed)
  if (bytes === undefined || bytes.length < NONCE_BYTES) return undefined
  try {
    const text = chacha20(key, bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES))
    const personal: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text))
    if (typeof personal !== 'object' || personal === null) return undefined
    // Nothing but these may stand in for what everybody can read.
    return Object.keys(personal).every((name) => (PERSONAL as readonly string[]).includes(name))
      ? personal
      : undefined
  } catch {
    return undefined
  }
}
