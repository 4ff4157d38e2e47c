import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import type { MeetingEvent } from '../../src/events.ts'
import {
  CHECKPOINT_ALGORITHM,
  CHECKPOINT_TYPE,
  createMerkleTree,
  type MeetingEvidence,
  type PersonKey,
  toBody,
  toHandle,
  toLeafHash,
  toMarks,
  toMeetingHash,
  toPayload,
} from '../../src/evidence.ts'

/** Random bytes of the platform. */
export const randomBytes = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))

/** A key that signs, by its id. */
export async function createKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair(CHECKPOINT_ALGORITHM, {
    crv: 'Ed25519',
    extractable: true,
  })
  const { kty = '', crv = '', x = '' } = await exportJWK(publicKey)
  const sign = (payload: string): Promise<string> =>
    new CompactSign(new TextEncoder().encode(payload))
      .setProtectedHeader({ alg: CHECKPOINT_ALGORITHM, kid, typ: CHECKPOINT_TYPE })
      .sign(privateKey)
  return { kid, public: { kty, crv, x, kid }, sign }
}
export type Key = Awaited<ReturnType<typeof createKey>>

/** The people of a meeting as they are met. */
export function createPeople() {
  const people = new Map<string, PersonKey>()
  const personOf = (participant: string): PersonKey => {
    const known = people.get(participant)
    if (known !== undefined) return known
    const key = randomBytes(32)
    const person = { handle: toHandle(key, participant), participant, key }
    people.set(participant, person)
    return person
  }
  return { people, personOf }
}

/** A meeting as a ledger keeps it: each batch with its checkpoint. */
export async function seal(
  meeting: string,
  batches: readonly (readonly MeetingEvent[])[],
  key: Key,
): Promise<MeetingEvidence> {
  const { people, personOf } = createPeople()
  const events: MeetingEvidence['events'][number][] = []
  const checkpoints: MeetingEvidence['checkpoints'][number][] = []
  for (const batch of batches) {
    for (const event of batch) {
      const body = toBody(event, personOf, randomBytes)
      events.push({ number: event.number, at: event.at, body, leaf: toLeafHash(body) })
    }
    const leaves = events.map(({ leaf }) => leaf)
    checkpoints.push({
      size: events.length,
      jws: await signTree(meeting, leaves, leaves.slice(-batch.length), key),
    })
  }
  return { meeting, events, people: [...people.values()], checkpoints }
}

/** What a ledger signs of a tree. */
export const signTree = (
  meeting: string,
  leaves: readonly Uint8Array[],
  marked: readonly Uint8Array[],
  key: Key,
): Promise<string> =>
  key.sign(
    toPayload({
      v: 1,
      meeting: toMeetingHash(meeting),
      size: leaves.length,
      root: Buffer.from(createMerkleTree(leaves).root(leaves.length)).toString('base64url'),
      at: 1_795_000_000_000,
      marks: toMarks(marked),
    }),
  )
