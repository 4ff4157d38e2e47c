import { AskFirstError } from '@askfirst/core'
import type { Identity } from '@askfirst/core/authority'
import { errors, type JWTVerifyGetKey, jwtVerify, SignJWT } from 'jose'
import * as v from 'valibot'
import { type Claims, claimsSchema, type KeeperIdentity, tellClaim, toIdentity } from './claims.ts'
import { type ConsentKeys, createKeyRing, type KeyRing } from './keys.ts'
import type { AppToken, GateToken, KeeperToken, PersonToken, ProcessorToken } from './token-types.ts'

// takes: keys, and who somebody is, or a token · gives: a token, or who holds it
// never: believes a claim that is not signed, checked and in time

/** Signs and verifies tokens: the only thing that says who somebody is. */
export interface Tokens {
  mintPerson(token: PersonToken): Promise<string>
  mintGate(token: GateToken): Promise<string>
  mintProcessor(token: ProcessorToken): Promise<string>
  mintApp(token: AppToken): Promise<string>
  mintKeeper(token: KeeperToken): Promise<string>
  /** @throws AskFirstError where these keys only verify */
  assertSigns(): void
  /**
   * Undefined where the keys cannot be fetched right now.
   *
   * @throws an error whose message may be shown to who holds the token
   */
  verify(token: string): Promise<Identity | KeeperIdentity | undefined>
}

/** What the claim `sub` is called where a token is minted. */
const SUBJECTS = {
  person: 'participant',
  gate: 'worker',
  processor: 'processor',
  app: 'app',
  keeper: 'keeper',
} as const satisfies Record<Claims['use'], string>
const LONGEST_SECONDS = 86_400
/** How far ahead the clock of whoever signs may be. A token from the future would outlive a removal. */
const AHEAD_SECONDS = 5
const FAULT_EVERY_MS = 10_000

/**
 * @param onFault hears why keys could not be fetched
 * @throws AskFirstError where the keys cannot be right
 */
export function createTokens(keys: ConsentKeys, onFault: (error: unknown) => void = () => {}): Tokens {
  const ring = createKeyRing(keys)
  let faultAt = Number.NEGATIVE_INFINITY

  function findSigner() {
    if (ring.signer !== undefined) return ring.signer
    throw new AskFirstError('keys-verify-only', {
      what: 'A token was to be minted, and these keys only verify.',
      why: 'Whoever has the private key signs; here is only what is public.',
      fix: 'Have your identity provider mint it, or give this server a { privateKey } or a { secret }.',
    })
  }

  async function sign(claims: Claims, expiresInSeconds = 3600): Promise<string> {
    const signer = findSigner()
    const checked = v.safeParse(claimsSchema, claims)
    if (!checked.success) {
      const [issue] = checked.issues
      const { claim, rule } = tellClaim(issue)
      throw new AskFirstError('token-claims', {
        what: `Token of a ${claims.use}: ${claim === 'sub' ? SUBJECTS[claims.use] : claim} is ${tellValue(issue)}.`,
        why: `It has to be ${rule}.`,
        fix: 'Pass the id your app knows the person, worker or meeting by, and a role and kind that exist.',
      })
    }
    if (!Number.isInteger(expiresInSeconds) || expiresInSeconds < 1 || expiresInSeconds > LONGEST_SECONDS) {
      throw new AskFirstError('token-expiry', {
        what: `expiresInSeconds is ${expiresInSeconds}.`,
        why: 'A token cannot be taken back, so it has to end soon.',
        fix: `Use whole seconds from 1 to ${LONGEST_SECONDS}, and let the client fetch a new one: token: () => fetch(…).`,
      })
    }
    const { sub, ...rest } = checked.output
    const issuedAt = Date.now()
    return (
      new SignJWT(rest)
        .setProtectedHeader({ alg: signer.algorithm, typ: 'JWT', kid: signer.id })
        .setIssuer(ring.issuer)
        .setAudience(ring.audience)
        .setSubject(sub)
        // To the millisecond, which a JWT may: a role may change twice in a second.
        .setIssuedAt(issuedAt / 1_000)
        .setExpirationTime(Math.floor(issuedAt / 1_000) + expiresInSeconds)
        .sign(signer.key)
    )
  }

  return {
    async mintPerson({ meeting, participant: sub, role, kind = 'person', bridge, name, expiresInSeconds }) {
      if (bridge !== undefined && kind !== 'phone') {
        throw new AskFirstError('token-bridge', {
          what: `A token of kind "${kind}" names the bridge "${bridge}".`,
          why: 'A bridge relays the key presses of a phone, and answers for nobody else.',
          fix: "Mint it with kind: 'phone', or leave bridge out.",
        })
      }
      return sign({ use: 'person', sub, meeting, role, kind, bridge, name }, expiresInSeconds)
    },
    mintGate: ({ meeting, worker: sub, features, expiresInSeconds }) =>
      sign({ use: 'gate', sub, meeting, features: features.map(({ id }) => id) }, expiresInSeconds),
    mintProcessor: ({ meeting, processor: sub, features, expiresInSeconds }) =>
      sign({ use: 'processor', sub, meeting, features: features.map(({ id }) => id) }, expiresInSeconds),
    mintApp: ({ meeting, app: sub = 'server', expiresInSeconds }) =>
      sign({ use: 'app', sub, meeting }, expiresInSeconds),
    mintKeeper: ({ meeting, keeper: sub, expiresInSeconds }) =>
      sign({ use: 'keeper', sub, meeting }, expiresInSeconds),
    assertSigns: findSigner,
    async verify(token) {
      const payload = await tryKeys(ring, token).catch((error: unknown) => {
        if (!isOfToken(error)) {
          // Whoever sends tokens of unknown keys must not fill the log.
          if (performance.now() - faultAt >= FAULT_EVERY_MS) {
            faultAt = performance.now()
            onFault(error)
          }
          return undefined
        }
        throw new Error(toRefusal(error, ring))
      })
      if (payload === undefined) return undefined
      const { iat, exp = 0 } = payload
      const now = Date.now() / 1_000
      if (iat !== undefined && iat > now + AHEAD_SECONDS) {
        throw new Error('The token is from the future; whoever signs it has to set their clock.')
      }
      if (exp > now + LONGEST_SECONDS + AHEAD_SECONDS) {
        throw new Error('The token is good for more than a day; ask your server for one that ends sooner.')
      }
      const claims = v.safeParse(claimsSchema, payload)
      if (!claims.success) {
        const { claim, isMissing, rule } = tellClaim(claims.issues[0])
        throw new Error(
          `The claim "${claim}" is ${isMissing ? 'missing' : 'not allowed'}: it has to be ${rule}; mint the token anew.`,
        )
      }
      return toIdentity(claims.output, iat === undefined ? undefined : Math.round(iat * 1_000), exp * 1_000)
    },
  }
}

/** Verifies with the key that the token names, or with each that it may be of. */
async function tryKeys(ring: KeyRing, token: string) {
  const expected = {
    algorithms: [...ring.algorithms],
    issuer: ring.issuer,
    audience: ring.audience,
    requiredClaims: ['sub', 'exp'],
  }
  let tried = 0
  let isLast = false
  // Asked by jose once it has read the header: to read it before would be to read it twice.
  const next: JWTVerifyGetKey = (header, jws) => {
    const keys = ring.candidates(header)
    const key = keys[tried]
    tried += 1
    isLast = tried >= keys.length
    if (key === undefined) throw new errors.JWSSignatureVerificationFailed()
    return typeof key === 'function' ? key(header, jws) : key
  }
  for (;;) {
    try {
      return (await jwtVerify(token, next, expected)).payload
    } catch (error) {
      if (isLast || !(error instanceof errors.JWSSignatureVerificationFailed)) throw error
    }
  }
}

/** What is there in place of what has to be: for whoever mints alone. */
function tellValue({ input, received }: v.BaseIssue<unknown>): string {
  if (input === undefined) return 'missing'
  if (Array.isArray(input)) return `a list of ${input.length}`
  return typeof input === 'string' ? JSON.stringify(input) : received
}

/** Whether it is the token that is wrong, and not what it is verified with. */
const isOfToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  // A key that nobody knows may have been made a moment ago: the next look finds it.
  !['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JWKS_NO_MATCHING_KEY', 'ERR_JOSE_GENERIC'].includes(
    error.code,
  )

/** What to do about it, in words that say nothing of the keys. */
function toRefusal(error: unknown, { algorithms, name }: KeyRing): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired; ask your server for a new one.'
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return `The token is not signed with ${algorithms.join(' or ')}; mint it with mintToken.`
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return `The token was not signed with ${name}; mint it where keys are the same.`
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `The claim "${error.claim}" is not what this server mints; mint the token with mintToken.`
  }
  return 'That is not a token of this server; mint it with mintToken.'
}
