import { createPrivateKey, generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto'
import { AskFirstError } from '@askfirst/core'
import {
  CHECKPOINT_ALGORITHM,
  CHECKPOINT_TYPE,
  type Checkpoint,
  type PublicKeys,
  toPayload,
} from '@askfirst/core/evidence'
import * as v from 'valibot'
import { toErrorText } from '../error-text.ts'

/** An Ed25519 key as a JWK (RFC 8037), with an id. */
export interface SigningKey {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
  /** The private half. A key without it signs nothing: what it signed can be checked still. */
  readonly d?: string
  /** What checkpoints name it by. */
  readonly kid: string
}

const signingKeySchema = v.object({
  kty: v.literal('OKP'),
  crv: v.literal('Ed25519'),
  x: v.string(),
  d: v.exactOptional(v.string()),
  kid: v.pipe(v.string(), v.nonEmpty()),
})
export const signingKeysSchema = v.pipe(v.array(signingKeySchema), v.nonEmpty())

/** Makes a key. Its id is its thumbprint (RFC 7638): the same key has the same id wherever it is. */
export function createSigningKey(): SigningKey {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const kid = hash('sha256', `{"crv":"Ed25519","kty":"OKP","x":"${x}"}`, 'base64url')
  return { kty: 'OKP', crv: 'Ed25519', x, d, kid }
}

/** The halves that everybody may have. */
export const toPublicKeys = (keys: readonly SigningKey[]): PublicKeys => ({
  keys: keys.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid, alg: CHECKPOINT_ALGORITHM, use: 'sig' })),
})

/** Signs what a meeting's tree is. */
export type Signer = (checkpoint: Checkpoint) => string

/**
 * Signs with the first of the keys, which needs its private half.
 *
 * @throws AskFirstError where it cannot
 */
export function createSigner(keys: readonly SigningKey[]): Signer {
  const read = v.safeParse(signingKeysSchema, keys)
  const [first] = read.success ? read.output : []
  if (first?.d === undefined) {
    throw new AskFirstError('signing-keys', {
      what: read.success
        ? `The first signing key (${first?.kid}) has no private half.`
        : `signing is no list of keys${where(read.issues[0])}.`,
      why: 'The first one signs; the others are there to check what was signed before.',
      fix: 'Pass the keys of the file that askfirst keys new wrote.',
    })
  }
  const twice = keys.find(({ kid }, at) => keys.findIndex((other) => other.kid === kid) !== at)
  if (twice !== undefined) {
    throw new AskFirstError('signing-keys', {
      what: `Two signing keys have the id ${twice.kid}.`,
      why: 'A checkpoint names its key by the id.',
      fix: 'Give each key an id of its own, as askfirst keys new does.',
    })
  }
  const key = toPrivateKey(first)
  const header = encode(JSON.stringify({ alg: CHECKPOINT_ALGORITHM, kid: first.kid, typ: CHECKPOINT_TYPE }))
  return (checkpoint) => {
    const signed = `${header}.${encode(toPayload(checkpoint))}`
    return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`
  }
}

function toPrivateKey(key: SigningKey): KeyObject {
  try {
    return createPrivateKey({ key: { ...key }, format: 'jwk' })
  } catch (error) {
    throw new AskFirstError('signing-keys', {
      what: `The signing key ${key.kid} is no Ed25519 key (${toErrorText(error)}).`,
      why: 'Checkpoints are signed with it.',
      fix: 'Make one with: askfirst keys new',
    })
  }
}

const encode = (text: string): string => Buffer.from(text).toString('base64url')
const where = (issue: v.BaseIssue<unknown> | undefined): string => {
  const path = issue === undefined ? null : v.getDotPath(issue)
  return path === null ? '' : ` (at "${path}")`
}
