import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type KeyObject,
  type webcrypto,
} from 'node:crypto'
import { AskFirstError } from '@askfirst/core'
import { createRemoteJWKSet, type JWK, type JWTVerifyGetKey } from 'jose'
import { findOdd, tellWords } from './odd-word.ts'

// takes: keys as the app has them · gives: what signs, what verifies, and which of them is for a token
// never: signs with what only verifies, or takes a public key for a secret

/** Whom tokens have to be from, and for. */
export interface TokenScope {
  /** Claim `iss`. @default 'askfirst' */
  readonly issuer?: string
  /** Claim `aud`: give each consent server one of its own where several trust the same keys. @default 'askfirst' */
  readonly audience?: string
}

/** One shared secret of at least 32 bytes: HS256. Signs and verifies. */
export interface SecretKey {
  readonly secret: string | Uint8Array
}

/** A private key, in PKCS #8 PEM, as JWK or as key of `node:crypto`: ES256 on P-256, EdDSA on Ed25519. Signs and verifies. */
export interface PrivateKey {
  readonly privateKey: string | KeyObject | webcrypto.JsonWebKey
}

/** A public key, in SPKI PEM, as JWK or as key of `node:crypto`. Verifies what somebody else signs, and mints nothing. */
export interface PublicKey {
  readonly publicKey: string | KeyObject | webcrypto.JsonWebKey
}

/**
 * The public keys of whoever signs, fetched from their address and kept for ten minutes: new ones are found by
 * themselves. Verifies, and mints nothing.
 */
export interface RemoteKeys extends Required<TokenScope> {
  /** `https:`, or `http:` on this machine. */
  readonly jwksUrl: string | URL
  /** @default ['ES256', 'EdDSA'] */
  readonly algorithms?: readonly ('ES256' | 'EdDSA' | 'RS256')[]
}

type LocalKey = SecretKey | PrivateKey | PublicKey

/** What tokens are signed and verified with. */
export type ConsentKeys =
  | (LocalKey &
      TokenScope & {
        /** Keys of before, that verify until their last token is over. @default none */
        readonly previous?: readonly LocalKey[]
      })
  | RemoteKeys

/** As `jose` takes it. */
type TokenKey = webcrypto.CryptoKey | KeyObject

/** A key with the one algorithm that it is for. */
interface BoundKey {
  readonly id: string
  /** As a token's header may call it. */
  readonly algorithms: readonly string[]
  readonly verifies: TokenKey
  readonly signs?: TokenKey
}

/** Keys ready for use. */
export interface KeyRing extends Required<TokenScope> {
  readonly algorithms: readonly string[]
  /** What signed it, in words for who holds a token. */
  readonly name: string
  /** Undefined where these keys only verify. */
  readonly signer: { readonly key: TokenKey; readonly algorithm: string; readonly id: string } | undefined
  /** The keys that a token with this header may be signed with; a function fetches them. */
  candidates(header: {
    readonly alg?: string
    readonly kid?: string
  }): readonly (TokenKey | JWTVerifyGetKey)[]
}

const SHORTEST_SECRET_BYTES = 32
const JWKS_KEPT_MS = 600_000
/** At most one look at the address in this time, whatever key ids are asked for. */
const JWKS_COOLDOWN_MS = 10_000
const JWKS_TIMEOUT_MS = 5_000

const KINDS = ['secret', 'privateKey', 'publicKey', 'jwksUrl'] as const
const WORDS = [...KINDS, 'issuer', 'audience', 'previous', 'algorithms']

/** @throws AskFirstError where a key is missing, weak, or of a kind that is not taken */
export function createKeyRing(given: ConsentKeys | undefined): KeyRing {
  const signed = 'Whoever connects says who they are with a token that is signed.'
  // Not a word of what is there instead: it may be the secret itself.
  if (typeof given !== 'object' || given === null) {
    throw wrongKeys(`keys is ${given ? `a ${typeof given}` : 'missing'}.`, signed)
  }
  const keys: ConsentKeys = given
  const odd = findOdd(keys, WORDS)
  if (odd !== undefined) {
    throw new AskFirstError('keys', {
      what: `keys has "${odd}", which is none of its words.`,
      why: 'Where issuer or audience is not read, tokens of other servers count, and those for this one do not.',
      fix: tellWords(odd, WORDS),
    })
  }
  const issuer = scopeOf(keys, 'issuer')
  const audience = scopeOf(keys, 'audience')
  const kinds = KINDS.filter((kind) => kind in keys)
  if (kinds.length !== 1) {
    throw wrongKeys(
      `keys has ${kinds.join(' and ') || 'none in it'}.`,
      kinds.length === 0 ? signed : 'Each says who signs, and only one can.',
    )
  }
  if ('jwksUrl' in keys) return createRemoteRing(keys, issuer, audience)
  const { previous = [] } = keys
  if (!Array.isArray(previous) || previous.some((key) => typeof key !== 'object' || key === null)) {
    throw wrongKeys('keys.previous is no array of keys.', 'They verify tokens that are not over yet.')
  }
  const newest = bind(keys)
  const all = [newest, ...previous.map(bind)]
  return {
    issuer,
    audience,
    algorithms: [...new Set(all.flatMap((key) => key.algorithms))],
    name: 'secret' in keys ? 'the secret of this server' : 'a key of this server',
    signer: newest.signs && { key: newest.signs, algorithm: newest.algorithms[0] ?? '', id: newest.id },
    candidates: ({ alg = '', kid }) =>
      all
        .filter((key) => key.algorithms.includes(alg) && (kid === undefined || kid === key.id))
        .map((key) => key.verifies),
  }
}

function createRemoteRing(
  { jwksUrl, algorithms = ['ES256', 'EdDSA'] }: RemoteKeys,
  issuer: string,
  audience: string,
): KeyRing {
  const url = URL.parse(jwksUrl)
  const isLocal = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url === null || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal))) {
    throw new AskFirstError('keys-jwks', {
      what: `keys.jwksUrl is ${JSON.stringify(String(jwksUrl))}.`,
      why: 'Whoever can change what is fetched from it can answer for everybody.',
      fix: "Use an https: address, such as 'https://id.example/.well-known/jwks.json'.",
    })
  }
  const taken: readonly unknown[] = ['ES256', 'EdDSA', 'RS256']
  if (
    !Array.isArray(algorithms) ||
    algorithms.length === 0 ||
    !algorithms.every((one) => taken.includes(one))
  ) {
    throw wrongKeys(
      `keys.algorithms is ${JSON.stringify(algorithms)}.`,
      'Only what is signed with a private key can be verified with what is public.',
    )
  }
  const fetched = createRemoteJWKSet(url, {
    cacheMaxAge: JWKS_KEPT_MS,
    cooldownDuration: JWKS_COOLDOWN_MS,
    timeoutDuration: JWKS_TIMEOUT_MS,
  })
  return {
    issuer,
    audience,
    algorithms: algorithms.flatMap((one) => (one === 'EdDSA' ? ['EdDSA', 'Ed25519'] : [one])),
    name: `a key of ${url.host}`,
    signer: undefined,
    candidates: () => [fetched],
  }
}

function bind(key: LocalKey): BoundKey {
  if ('privateKey' in key) return bindPrivate(key.privateKey)
  if ('publicKey' in key) return bindPublic(key.publicKey, toKey(key.publicKey, 'publicKey', createPublicKey))
  // What an environment variable that is not set comes to.
  const secret = key.secret ?? ''
  const bytes = typeof secret === 'string' ? new TextEncoder().encode(secret) : Uint8Array.from(secret)
  if (typeof secret === 'string' && secret.includes('-----BEGIN ')) {
    throw wrongKeys(
      'keys.secret is a key in PEM.',
      'Signed with it as a text, anybody who has the public half could sign too.',
    )
  }
  if (bytes.length < SHORTEST_SECRET_BYTES) {
    throw new AskFirstError('keys-secret', {
      what: `keys.secret ${bytes.length === 0 ? 'is empty' : `has ${bytes.length} bytes`}.`,
      why: `Whoever guesses it can answer for everybody; HS256 asks for at least ${SHORTEST_SECRET_BYTES}.`,
      fix: `${bytes.length === 0 ? 'See that the variable or file that it comes from is there. ' : ''}Make one with: openssl rand -base64 48`,
    })
  }
  // Made here: of bytes `jose` makes one anew with each token.
  const made = createSecretKey(bytes).toCryptoKey({ name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ])
  return { id: toId(bytes), algorithms: ['HS256'], verifies: made, signs: made }
}

function bindPrivate(input: PrivateKey['privateKey']): BoundKey {
  const signs = toKey(input, 'privateKey', createPrivateKey)
  if (signs.type !== 'private')
    throw wrongKeys(`keys.privateKey is a ${signs.type} key.`, 'Nothing can be signed with it.')
  return { ...bindPublic(input, createPublicKey(signs.export({ type: 'pkcs8', format: 'pem' }))), signs }
}

function bindPublic(input: PrivateKey['privateKey'], verifies: KeyObject): BoundKey {
  if (verifies.type !== 'public')
    throw wrongKeys(`keys.publicKey is a ${verifies.type} key.`, 'It has to be one that may be known.')
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = verifies
  const isEs256 = type === 'ec' && details?.namedCurve === 'prime256v1'
  if (!isEs256 && type !== 'ed25519') {
    throw wrongKeys(
      `The key is of type ${type}${details?.namedCurve === undefined ? '' : ` on ${details.namedCurve}`}.`,
      'Tokens are signed with ES256 (a key on P-256) or EdDSA (an Ed25519 key).',
    )
  }
  const named =
    typeof input === 'object' && 'kid' in input && typeof input.kid === 'string' ? input.kid : undefined
  return {
    id: named ?? toId(verifies.export({ type: 'spki', format: 'der' })),
    algorithms: isEs256 ? ['ES256'] : ['EdDSA', 'Ed25519'],
    verifies,
  }
}

function toKey(
  input: PrivateKey['privateKey'],
  name: 'privateKey' | 'publicKey',
  create: (key: string | { key: JWK; format: 'jwk' }) => KeyObject,
): KeyObject {
  if (typeof input === 'object' && input !== null && 'type' in input && 'export' in input)
    return input as KeyObject
  try {
    return create(typeof input === 'string' ? input : { key: input as JWK, format: 'jwk' })
  } catch {
    // Not the words of OpenSSL: they may quote what they could not read.
    throw wrongKeys(
      `keys.${name} ${input ? 'cannot be read' : 'is empty'}.`,
      'It has to be a key in PEM (with its BEGIN and END lines), a JWK, or a key of node:crypto.',
    )
  }
}

function scopeOf(keys: ConsentKeys, of: 'issuer' | 'audience'): string {
  const value = keys[of] ?? ('jwksUrl' in keys ? '' : 'askfirst')
  if (typeof value === 'string' && value !== '') return value
  throw wrongKeys(
    `keys.${of} is ${JSON.stringify(value)}.`,
    'Whoever signs does so for other servers too: a token has to say that it is from them, and for this one.',
  )
}

const wrongKeys = (what: string, why: string): AskFirstError =>
  new AskFirstError('keys', {
    what,
    why,
    fix: 'Pass one of { secret }, { privateKey }, { publicKey } and { jwksUrl, issuer, audience }.',
  })

const toId = (bytes: Uint8Array): string =>
  createHash('sha256').update('askfirst key\n').update(bytes).digest('base64url').slice(0, 16)
