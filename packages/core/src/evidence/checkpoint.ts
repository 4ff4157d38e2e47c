import * as v from 'valibot'
import { verifySignature } from '../defaults/signature.ts'
import type { PublicKey, VerifySignature } from '../ports.ts'
import { fromText, join, toText, utf8 } from './bytes.ts'
import { toCanonical } from './canonical.ts'
import { type Hash, portableHash } from './merkle.ts'

// takes: where a meeting’s tree is · gives: that as a signed text, and what such a text says

/** What a checkpoint says: how the meeting's tree was when it had so many events. */
export interface Checkpoint {
  readonly v: 1
  /** Hash of the meeting's name: a checkpoint may be published where the name should not be. */
  readonly meeting: string
  readonly size: number
  /** Root of the tree, base64url. */
  readonly root: string
  /** The signer's wall clock, milliseconds since 1970. */
  readonly at: number
  /** The beginning of each leaf since the checkpoint before, base64url: they tell which event is not what it was. */
  readonly marks: string
  /** How many events are of a time when bodies named people: what they were before this, nothing shows. */
  readonly plain?: number | undefined
}

/** How long each mark is: it has to tell a changed event, and proves nothing, which the root does. */
const MARK_BYTES = 4
/** `typ` in the header of a signed checkpoint: nothing else that the key signs passes for one. */
export const CHECKPOINT_TYPE = 'askfirst-checkpoint'
/** The signature, Ed25519, by the name that most programs know it by. */
export const CHECKPOINT_ALGORITHM = 'EdDSA'

/** The name of a meeting as its checkpoints have it. Who guesses the name can tell that it is the one. */
export const toMeetingHash = (meeting: string, hash: Hash = portableHash): string =>
  toText(hash(utf8(`askfirst/meeting/1\n${meeting}`)))

/** The marks of these leaves, in one text. */
export const toMarks = (leaves: readonly Uint8Array[]): string =>
  toText(join(...leaves.map((leaf) => leaf.subarray(0, MARK_BYTES))))

/** The marks of a checkpoint, one a leaf. */
export function fromMarks(marks: string): readonly Uint8Array[] {
  const bytes = fromText(marks) ?? new Uint8Array()
  return Array.from({ length: Math.floor(bytes.length / MARK_BYTES) }, (_, at) =>
    bytes.subarray(at * MARK_BYTES, (at + 1) * MARK_BYTES),
  )
}

/** What is signed. */
export const toPayload = (checkpoint: Checkpoint): string => toCanonical(checkpoint)

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const checkpointSchema = v.object({
  v: v.literal(1),
  meeting: v.string(),
  size: count,
  root: v.pipe(
    v.string(),
    v.check((text) => fromText(text)?.length === 32),
  ),
  at: v.number(),
  marks: v.string(),
  plain: v.optional(count),
})

/** A checkpoint as far as it could be read. */
export type CheckpointReading =
  | { readonly outcome: 'signed'; readonly checkpoint: Checkpoint; readonly kid: string }
  /** Of a key that is not among those given: whether it is genuine cannot be known. */
  | { readonly outcome: 'unknown-key'; readonly checkpoint: Checkpoint; readonly kid: string }
  /** No checkpoint, or not what was signed. */
  | { readonly outcome: 'invalid' }

/** Public keys, as a JWK set (RFC 7517): those in use and those that were. */
export interface PublicKeys {
  readonly keys: readonly PublicKey[]
}

const headerSchema = v.object({
  typ: v.literal(CHECKPOINT_TYPE),
  alg: v.literal(CHECKPOINT_ALGORITHM),
  kid: v.string(),
})

/** Reads a checkpoint and checks its signature against public keys. */
export async function readCheckpoint(
  jws: string,
  keys: PublicKeys,
  verify: VerifySignature = verifySignature,
): Promise<CheckpointReading> {
  const [header = '', payload = '', signature = ''] = jws.split('.')
  const head = v.safeParse(headerSchema, parse(header))
  const read = v.safeParse(checkpointSchema, parse(payload))
  // One signature has one text: what libraries make of another is the same bytes.
  if (!head.success || !read.success || fromText(signature) === undefined) return { outcome: 'invalid' }
  const { kid } = head.output
  const checkpoint = read.output
  const known = keys.keys.filter((key) => key.kid === kid)
  if (known.length === 0) return { outcome: 'unknown-key', checkpoint, kid }
  for (const key of known) {
    if (await verify(jws, key, CHECKPOINT_ALGORITHM)) return { outcome: 'signed', checkpoint, kid }
  }
  return { outcome: 'invalid' }
}

function parse(part: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(fromText(part)))
  } catch {
    return undefined
  }
}
