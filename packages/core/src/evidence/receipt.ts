import * as v from 'valibot'
import type { EventOf, MeetingEvent } from '../events.ts'
import { fromText, toText } from './bytes.ts'
import { isCanonical } from './canonical.ts'
import { type Checkpoint, type PublicKeys, readCheckpoint, toMeetingHash } from './checkpoint.ts'
import { toLeafHash } from './merkle.ts'
import { isConsistent, isIncluded } from './merkle-proof.ts'
import type { MerkleTree } from './merkle-tree.ts'
import { selectPeople } from './rename.ts'
import { isPersonKey, type OpenedBody, openBody, type PersonKey, selectHandles, toEvent } from './seal.ts'

// takes: a person’s events and a checkpoint · gives: their receipt, and what one that somebody brings is worth

/**
 * One person's own copy of what was recorded of them in one meeting, with all that is needed to check it.
 *
 * It holds the key of that person's sealed fields in that meeting, and nobody else's: whoever has the receipt can
 * read what it is a receipt for, and nothing more.
 */
export interface Receipt {
  readonly v: 1
  readonly meeting: string
  readonly participant: string
  /** What the events call the person. */
  readonly handle: string
  /** Base64url. */
  readonly key: string
  /** The signed statement of what the meeting's tree was; its size tells how many events the meeting had by then. */
  readonly checkpoint: string
  readonly events: readonly ReceiptEvent[]
}

/** An event as it was recorded, and what shows that it is in the tree. */
export interface ReceiptEvent {
  readonly body: string
  /** Base64url. */
  readonly proof: readonly string[]
}

/** What a receipt is made of. */
export interface ReceiptOptions {
  readonly meeting: string
  readonly person: PersonKey
  /** Bodies of the whole meeting up to the checkpoint, in order. */
  readonly bodies: readonly string[]
  /** Of all of them. */
  readonly tree: MerkleTree
  readonly checkpoint: { readonly size: number; readonly jws: string }
  /** Numbers of the events that it is made of, for who knows them, in order. @default those that name the person */
  readonly numbers?: readonly number[] | undefined
}

/** Makes a person's receipt. Events after the checkpoint are not in it: nothing shows them yet. */
export function createReceipt(options: ReceiptOptions): Receipt {
  const { meeting, person, bodies, tree, checkpoint } = options
  const numbers =
    options.numbers ?? bodies.flatMap((body, at) => (selectHandles(body).has(person.handle) ? [at + 1] : []))
  const events = numbers.flatMap((number) => {
    const body = bodies[number - 1]
    if (body === undefined || number > checkpoint.size) return []
    return [{ body, proof: tree.inclusion(number - 1, checkpoint.size).map(toText) }]
  })
  const { handle, participant, key } = person
  return { v: 1, meeting, participant, handle, key: toText(key), checkpoint: checkpoint.jws, events }
}

const receiptSchema = v.object({
  v: v.literal(1),
  meeting: v.string(),
  participant: v.string(),
  handle: v.string(),
  key: v.string(),
  checkpoint: v.string(),
  events: v.array(v.object({ body: v.string(), proof: v.array(v.string()) })),
})

/** A checkpoint that somebody else held. */
export interface HeldCheckpoint {
  readonly jws: string
  /** What shows that one of it and the receipt's is the beginning of the other; needed where their sizes differ. */
  readonly consistency?: readonly string[] | undefined
}

/** What a receipt is checked against. Without keys and a checkpoint from elsewhere less can be known. */
export interface VerifyReceiptOptions {
  /** Public keys, got from elsewhere than the receipt. With them, what another key signed is compared with nothing. */
  readonly keys?: PublicKeys | undefined
  /** All that others held: each of this meeting is compared, and one has to be of it. */
  readonly held?: readonly HeldCheckpoint[] | undefined
}

/** A single thing that a receipt is checked for, by what it is about. */
export interface ReceiptFinding {
  readonly about:
    | 'shape'
    | 'signature'
    | 'meeting'
    | 'person'
    | 'event'
    | 'order'
    | 'checkpoint'
    | 'completeness'
  /** Number of the event, where it is about one. */
  readonly event?: number
  readonly says: string
}

/** What holds, what does not, and what cannot be known from what there is. */
export interface ReceiptFindings {
  readonly outcome: 'holds' | 'fails' | 'unknown'
  readonly holds: readonly ReceiptFinding[]
  readonly fails: readonly ReceiptFinding[]
  readonly unknown: readonly ReceiptFinding[]
  /** The events that are proved, as the meeting had them; other people are named by handles. */
  readonly events: readonly MeetingEvent[]
}

/**
 * Checks a receipt offline, in a browser as in Node. Whatever it is given, it answers and never throws for it.
 *
 * `holds` needs a key from elsewhere; `unknown` is a receipt in which nothing is wrong, of a key that was not given.
 */
export async function verifyReceipt(
  receipt: unknown,
  options: VerifyReceiptOptions = {},
): Promise<ReceiptFindings> {
  const holds: ReceiptFinding[] = []
  const fails: ReceiptFinding[] = []
  const unknown: ReceiptFinding[] = []
  const events: MeetingEvent[] = []
  const done = (): ReceiptFindings => ({
    outcome:
      fails.length > 0 ? 'fails' : holds.some(({ about }) => about === 'signature') ? 'holds' : 'unknown',
    holds,
    fails,
    unknown,
    events,
  })

  const read = v.safeParse(receiptSchema, receipt)
  if (!read.success) {
    fails.push({ about: 'shape', says: `It is no receipt: ${v.getDotPath(read.issues[0]) ?? 'the whole'}.` })
    return done()
  }
  const { meeting, participant, handle, key, checkpoint: jws } = read.output
  const reading = await readCheckpoint(jws, options.keys ?? { keys: [] })
  if (reading.outcome === 'invalid') {
    fails.push({ about: 'signature', says: 'Its checkpoint is not what was signed.' })
    return done()
  }
  const { checkpoint, kid } = reading
  if (reading.outcome === 'signed')
    holds.push({
      about: 'signature',
      says: `Key ${kid} signed the checkpoint after event ${checkpoint.size}.`,
    })
  else
    unknown.push({
      about: 'signature',
      says: `Whether the checkpoint is genuine: key ${kid} is not among the keys given. Get it from who runs the meetings.`,
    })
  if (checkpoint.meeting === toMeetingHash(meeting))
    holds.push({ about: 'meeting', says: `It is of "${meeting}".` })
  else fails.push({ about: 'meeting', says: `Its checkpoint is of another meeting than "${meeting}".` })

  const person = { handle, participant, key: fromText(key) ?? new Uint8Array() }
  const isTheirs = isPersonKey(person)
  if (isTheirs)
    holds.push({ about: 'person', says: `Its events call "${participant}" by the handle ${handle}.` })
  else fails.push({ about: 'person', says: `The handle ${handle} is not that of "${participant}".` })

  const root = fromText(checkpoint.root) ?? new Uint8Array()
  const bodies = read.output.events.map((one) => ({ ...one, opened: openBody(one.body) }))
  const isOf = createBelonging(
    handle,
    bodies.map(({ opened }) => opened),
  )
  let last = 0
  for (const { body, opened, proof } of bodies) {
    const number = opened?.event.number ?? 0
    const event = isTheirs ? toEvent(body, (name) => (name === handle ? person : undefined)) : undefined
    const nodes = proof.map((node) => fromText(node) ?? new Uint8Array())
    const claim = { leaf: toLeafHash(body), index: number - 1, size: checkpoint.size, root, proof: nodes }
    if (opened === undefined || opened.isPlain || !isCanonical(body) || !isIncluded(claim))
      fails.push({
        about: 'event',
        event: number,
        says: `Event ${number} is not in the meeting's tree as it is here.`,
      })
    else if (number <= last)
      fails.push({ about: 'order', event: number, says: `Event ${number} is twice in it, or out of order.` })
    else if (event === undefined && isTheirs)
      fails.push({ about: 'event', event: number, says: `What is sealed in event ${number} does not open.` })
    else if (isTheirs && isOf(opened) === undefined)
      fails.push({
        about: 'person',
        event: number,
        says: `Event ${number} is not about "${participant}", nor about a run that they were asked about.`,
      })
    else {
      holds.push({ about: 'event', event: number, says: `Event ${number} is in the tree, as it is here.` })
      if (event !== undefined) events.push(event)
    }
    last = Math.max(last, number)
  }
  if (isTheirs && bodies.every(({ opened }) => isOf(opened) !== 'theirs'))
    fails.push({ about: 'person', says: `No event in it is about "${participant}".` })
  unknown.push({
    about: 'completeness',
    says: `Whether it leaves out an event, or anything after event ${checkpoint.size}, the last that the meeting had then.`,
  })
  await compareHeld()
  return done()

  async function compareHeld(): Promise<void> {
    const { held = [] } = options
    if (held.length === 0) {
      unknown.push({
        about: 'checkpoint',
        says: 'Whether who signed it signed something else for others: compare it with a checkpoint that somebody else holds.',
      })
    }
    const readings: Held[] = []
    let others = 0
    for (const { jws: text, consistency } of held) {
      const other = await readCheckpoint(text, options.keys ?? { keys: [] })
      if (other.outcome === 'invalid')
        fails.push({ about: 'checkpoint', says: 'The checkpoint to compare with is none that was signed.' })
      else if (other.checkpoint.meeting !== checkpoint.meeting) others += 1
      else readings.push({ ...other, consistency })
    }
    if (others > 0 && others === held.length)
      fails.push({ about: 'checkpoint', says: 'No checkpoint to compare with is of this meeting.' })
    // One of the same size first: it needs nothing more to say whether this is the same history.
    const isSameSize = (one: Held): boolean => one.checkpoint.size === checkpoint.size
    readings.sort((some, more) => Number(isSameSize(more)) - Number(isSameSize(some)))
    for (const one of readings) compare(one)
  }

  function compare({ checkpoint: other, consistency, kid: signer, outcome }: Held): void {
    if (outcome === 'unknown-key' && options.keys !== undefined) {
      unknown.push({
        about: 'checkpoint',
        says: `Whether it fits a checkpoint after event ${other.size}: key ${signer}, which signed that, is not among the keys given.`,
      })
      return
    }
    const [first, second] = [checkpoint, other]
      .toSorted((some, more) => some.size - more.size)
      .map(({ size, root: text }) => ({ size, root: fromText(text) ?? new Uint8Array() }))
    if (first === undefined || second === undefined) return
    if (first.size !== second.size && consistency === undefined) {
      unknown.push({
        about: 'checkpoint',
        says: `Whether it fits the checkpoint after event ${other.size}: that takes a consistency proof.`,
      })
      return
    }
    const proof = (consistency ?? []).map((node) => fromText(node) ?? new Uint8Array())
    if (isConsistent({ first, second, proof: first.size === second.size ? [] : proof }))
      holds.push({
        about: 'checkpoint',
        says: `It fits the checkpoint after event ${other.size} that somebody else holds.`,
      })
    else
      fails.push({
        about: 'checkpoint',
        says: `It does not fit the checkpoint after event ${other.size} that somebody else holds.`,
      })
  }
}

/** What somebody else held of this meeting, as far as it could be read. */
interface Held {
  readonly outcome: 'signed' | 'unknown-key'
  readonly checkpoint: Checkpoint
  readonly kid: string
  readonly consistency: readonly string[] | undefined
}

/**
 * Says what an event has to do with the person of a receipt: it names them, or it opens and closes gates of a feature
 * that one which names them is about.
 */
function createBelonging(handle: string, all: readonly (OpenedBody | undefined)[]) {
  const names = ({ event, isPlain }: OpenedBody): boolean => !isPlain && selectPeople(event).has(handle)
  const features = new Set(
    all.flatMap((one) =>
      one !== undefined && names(one) && 'feature' in one.event ? [one.event.feature] : [],
    ),
  )
  return (opened: OpenedBody | undefined): 'theirs' | 'around' | undefined => {
    if (opened === undefined) return undefined
    if (names(opened)) return 'theirs'
    return isAround(opened.event) && features.has(opened.event.feature) ? 'around' : undefined
  }
}

type AroundType = 'feature.enabled' | 'feature.disabled' | 'notice.askedAgain'
const AROUND: readonly string[] = [
  'feature.enabled',
  'feature.disabled',
  'notice.askedAgain',
] satisfies readonly AroundType[]
const isAround = (event: MeetingEvent): event is MeetingEvent & EventOf<AroundType> =>
  AROUND.includes(event.type)
