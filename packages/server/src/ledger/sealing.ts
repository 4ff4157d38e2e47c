import { AskFirstError } from '@askfirst/core'
import type { MeetingEvent } from '@askfirst/core/authority'
import {
  EMPTY_FRONTIER,
  extend,
  type Frontier,
  type Hash,
  isPersonKey,
  type MeetingEvidence,
  openBody,
  type PersonKey,
  type PublicKeys,
  type RandomBytes,
  readCheckpoint,
  selectHandles,
  toBody,
  toHandle,
  toLeafHash,
  toMarks,
  toMeetingHash,
  toRoot,
} from '@askfirst/core/evidence'
import type { Addition, StoredEvent, StoredPerson } from './ledger-store.ts'
import type { Signer } from './signing-keys.ts'
import { inTurns } from './turn.ts'

// takes: events, and what is stored of a meeting · gives: rows to be written in one transaction
// never: signs over what is not what was signed before

const KEY_BYTES = 32
const KEYS_AT_ONCE = 32

/** Where a meeting's tree is, and what its people are called. */
export interface Sealing {
  /** How many events there are. */
  readonly size: number
  /** The rows of the next events; `grown` is where it is once they are written. */
  seal(events: readonly MeetingEvent[]): { readonly addition: Addition; grown(): Sealing }
}

interface SealingOptions {
  readonly sign: Signer | undefined
  readonly publicKeys: PublicKeys
  readonly hash: Hash
  readonly randomBytes: RandomBytes
  now(): number
  /** Takes what is stored as it is, since somebody who looked said so. @default false */
  readonly isTaken?: boolean
}

/**
 * Goes on from what is stored.
 *
 * @throws AskFirstError `ledger-evidence` where it signs, and what is stored is not what was signed, or never was
 */
export async function openSealing(evidence: MeetingEvidence, options: SealingOptions): Promise<Sealing> {
  const { meeting, events, people, checkpoints } = evidence
  const { hash, sign } = options
  const last = options.isTaken === true ? undefined : checkpoints.at(-1)
  const meetingHash = toMeetingHash(meeting, hash)
  let frontier = EMPTY_FRONTIER
  let root: Uint8Array | undefined
  let plain = 0
  /** Whom no event has named so far. */
  const unnamed = new Set(people.map(({ handle }) => handle))
  await inTurns(events, ({ number, body, leaf }) => {
    const opened = openBody(body)
    if (opened?.isPlain !== false) plain = number
    // Nearly everybody is named where they come in: after that nothing is looked for.
    if (unnamed.size > 0) for (const handle of selectHandles(body)) unnamed.delete(handle)
    frontier = extend(frontier, opened?.isRedacted === true ? leaf : toLeafHash(body, hash), hash)
    if (number === last?.size) root = toRoot(frontier, hash)
  })
  const named = people.filter(({ handle }) => !unnamed.has(handle))
  const known = new Map(named.map((person) => [person.participant, person]))
  if (sign !== undefined && last === undefined && events.length > 0 && options.isTaken !== true)
    throw neverSigned(meeting)
  if (sign !== undefined && last !== undefined) {
    const reading = await readCheckpoint(last.jws, options.publicKeys)
    // Anybody has a key: what is signed with one that is not known is what whoever wrote the row says it is.
    if (reading.outcome === 'unknown-key') throw strangeKey(meeting, reading.kid)
    const isSigned =
      reading.outcome === 'signed' &&
      reading.checkpoint.meeting === meetingHash &&
      last.size === events.length &&
      reading.checkpoint.size === last.size &&
      reading.checkpoint.root === toText(root) &&
      plain <= (reading.checkpoint.plain ?? 0) &&
      // No checkpoint covers names: a handle is what ties one to the events.
      people.every((person) => isPersonKey(person, hash)) &&
      // Whoever adds a row would have somebody's later words sealed with a key of their own.
      known.size === people.length
    if (!isSigned) throw notSigned(meeting, last.size)
  }
  let drawn: Uint8Array = new Uint8Array()
  /** Drawn for many at once: a buffer of each one's own takes several times the room of what is in it. */
  function drawKey(): Uint8Array {
    if (drawn.length === 0) drawn = options.randomBytes(KEY_BYTES * KEYS_AT_ONCE)
    const key = drawn.subarray(0, KEY_BYTES)
    drawn = drawn.subarray(KEY_BYTES)
    return key
  }
  return sealingAt(frontier)

  function sealingAt(from: Frontier): Sealing {
    return {
      size: from.size,
      seal(next) {
        const added = new Map<string, StoredPerson>()
        const personOf = (participant: string): PersonKey =>
          known.get(participant) ?? added.get(participant) ?? meet(participant)
        function meet(participant: string): PersonKey {
          const key = drawKey()
          const person = { handle: toHandle(key, participant, hash), participant, key }
          added.set(participant, person)
          return person
        }
        let to = from
        const leaves: Uint8Array[] = []
        const rows = next.map((event): StoredEvent => {
          const body = toBody(event, personOf, options.randomBytes)
          const leaf = toLeafHash(body, hash)
          leaves.push(leaf)
          to = extend(to, leaf, hash)
          return { number: event.number, at: event.at, body, leaf }
        })
        const addition: Addition = {
          events: rows,
          people: [...added.values()],
          ...(sign !== undefined && { checkpoint: checkpointOf(to, leaves, sign) }),
        }
        const grown = (): Sealing => {
          for (const [participant, person] of added) known.set(participant, person)
          return sealingAt(to)
        }
        return { addition, grown }
      },
    }
  }

  function checkpointOf(at: Frontier, leaves: readonly Uint8Array[], signer: Signer) {
    const { size } = at
    const time = options.now()
    const jws = signer({
      v: 1,
      meeting: meetingHash,
      size,
      root: toText(toRoot(at, hash)),
      at: time,
      marks: toMarks(leaves),
      ...(plain > 0 && { plain }),
    })
    return { size, at: time, jws }
  }
}

const toText = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('base64url')

const notSigned = (meeting: string, size: number): AskFirstError =>
  new AskFirstError('ledger-evidence', {
    what: `The meeting "${meeting}" is not what was signed up to event ${size}.`,
    why: 'To go on would sign what somebody changed.',
    fix: 'Find the first event that is not what it was with: askfirst verify',
  })

const strangeKey = (meeting: string, kid: string): AskFirstError =>
  new AskFirstError('ledger-evidence', {
    what: `The last checkpoint of the meeting "${meeting}" is signed with the key ${JSON.stringify(kid)}, which this server does not know.`,
    why: 'Whoever can write the ledger may have changed it and signed that with a key of their own.',
    fix: 'Where it is a key from before, put its public half behind the others in the file of signing keys (--signing), or in { signing }. Where that is lost, look at the meeting with askfirst log, and take it as it is: askfirst sign',
  })

const neverSigned = (meeting: string): AskFirstError =>
  new AskFirstError('ledger-evidence', {
    what: `The meeting "${meeting}" has events, and no checkpoint that signs them.`,
    why: 'Nothing shows that they are what was written: whoever changed them may have deleted the checkpoints.',
    fix: 'Where nobody signed them because the ledger had no keys yet: askfirst sign',
  })
