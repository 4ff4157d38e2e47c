import { AskFirstError, type ParticipantKind, type Role } from '@askfirst/core'
import type { Identity } from '@askfirst/core/authority'
import { errors, jwtVerify, SignJWT } from 'jose'
import * as v from 'valibot'

/**
 * What tokens are signed with: HS256, one shared secret of at least 32 bytes.
 *
 * There is no rotation yet: a new secret makes every earlier token invalid at its next connection.
 */
export interface ConsentKeys {
  readonly secret: string | Uint8Array
}

/** One person, or one room, phone, agent or recorder, in one meeting. */
export interface PersonToken {
  readonly meeting: string
  /** Stable for one person in the meeting, on every device. */
  readonly participant: string
  readonly role: Role
  /** @default 'person' */
  readonly kind?: ParticipantKind
  /** Of a phone: the bridge that holds the token and relays the key presses. Every answer is then recorded as `dtmf`. */
  readonly bridge?: string
  /** Shown to hosts where a feature's disclosure is `named`, and never stored. */
  readonly name?: string
  /** @default 3600 */
  readonly expiresInSeconds?: number
}

/** An AI worker that reads gates. */
export interface GateToken {
  readonly meeting: string
  readonly worker: string
  readonly features: readonly { readonly id: string }[]
  /** @default 3600 */
  readonly expiresInSeconds?: number
}

/** An AI worker that reads gates and acknowledges erasure, for one processor that the notices name. */
export interface ProcessorToken {
  readonly meeting: string
  readonly processor: string
  readonly features: readonly { readonly id: string }[]
  /** @default 3600 */
  readonly expiresInSeconds?: number
}

/** The app's own server: says who is in the call, whom it put out of it, and what it enforced. */
export interface AppToken {
  readonly meeting: string
  /** Name in the ledger: `app:<name>`. @default 'server' */
  readonly app?: string
  /** @default 3600 */
  readonly expiresInSeconds?: number
}

const ISSUER = 'askfirst'
const ALGORITHM = 'HS256'
const SHORTEST_SECRET_BYTES = 32
const LONGEST_SECONDS = 86_400

/** Line breaks and other control characters would let one name pass for another in logs and records. */
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(128), v.regex(/^\P{Cc}+$/u))
/** The ledger uses these names for what is not a person. */
const participant = v.pipe(name, v.regex(/^(?!(?:authority|processor:.*|gate:.*|app:.*)$)/))
const features = v.pipe(v.array(name), v.minLength(1), v.maxLength(64))

const claimsSchema = v.variant('aud', [
  v.pipe(
    v.object({
      aud: v.literal('person'),
      sub: participant,
      meeting: name,
      role: v.picklist(['host', 'cohost', 'attendee']),
      kind: v.picklist(['person', 'room', 'phone', 'agent', 'recorder']),
      bridge: v.optional(name),
      name: v.optional(name),
    }),
    // Who relays for a phone must not be able to answer for anybody at a keyboard.
    v.check(({ bridge, kind }) => bridge === undefined || kind === 'phone'),
  ),
  v.object({ aud: v.literal('gate'), sub: name, meeting: name, features }),
  v.object({ aud: v.literal('processor'), sub: name, meeting: name, features }),
  v.object({ aud: v.literal('app'), sub: name, meeting: name }),
])
type Claims = v.InferOutput<typeof claimsSchema>

/** Signs and verifies tokens: the only thing that says who somebody is. */
export interface Tokens {
  mintPerson(token: PersonToken): Promise<string>
  mintGate(token: GateToken): Promise<string>
  mintProcessor(token: ProcessorToken): Promise<string>
  mintApp(token: AppToken): Promise<string>
  /** @throws an error whose message may be shown to who holds the token */
  verify(token: string): Promise<Identity>
}

/** @throws AskFirstError where the secret is too short */
export function createTokens(keys: ConsentKeys): Tokens {
  // What an environment variable that is not set comes to.
  const secret = keys?.secret ?? ''
  const key = typeof secret === 'string' ? new TextEncoder().encode(secret) : Uint8Array.from(secret)
  if (key.length < SHORTEST_SECRET_BYTES) {
    throw new AskFirstError('keys-secret', {
      what: `keys.secret has ${key.length} bytes.`,
      why: `Whoever guesses it can answer for everybody; ${ALGORITHM} asks for at least ${SHORTEST_SECRET_BYTES}.`,
      fix: 'Make one with: openssl rand -base64 48',
    })
  }

  async function sign(claims: Claims, expiresInSeconds = 3600): Promise<string> {
    const checked = v.safeParse(claimsSchema, claims)
    if (!checked.success) {
      const [issue] = checked.issues
      throw new AskFirstError('token-claims', {
        what: `Token of a ${claims.aud}: ${v.getDotPath(issue) ?? 'it'} is ${issue.received}.`,
        why: 'These names end up in records: 1 to 128 characters, no control characters; "authority", "processor:…", "gate:…" and "app:…" are not people.',
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
    const { aud, sub, ...rest } = checked.output
    const issuedAt = Date.now()
    return (
      new SignJWT(rest)
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setIssuer(ISSUER)
        .setAudience(aud)
        .setSubject(sub)
        // To the millisecond, which a JWT may: a role may change twice in a second.
        .setIssuedAt(issuedAt / 1_000)
        .setExpirationTime(Math.floor(issuedAt / 1_000) + expiresInSeconds)
        .sign(key)
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
      return sign({ aud: 'person', sub, meeting, role, kind, bridge, name }, expiresInSeconds)
    },
    mintGate: ({ meeting, worker: sub, features, expiresInSeconds }) =>
      sign({ aud: 'gate', sub, meeting, features: features.map(({ id }) => id) }, expiresInSeconds),
    mintProcessor: ({ meeting, processor: sub, features, expiresInSeconds }) =>
      sign({ aud: 'processor', sub, meeting, features: features.map(({ id }) => id) }, expiresInSeconds),
    mintApp: ({ meeting, app: sub = 'server', expiresInSeconds }) =>
      sign({ aud: 'app', sub, meeting }, expiresInSeconds),
    async verify(token) {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: ['person', 'gate', 'processor', 'app'],
        requiredClaims: ['sub', 'exp'],
      }).catch((error: unknown) => {
        throw new Error(toRefusal(error))
      })
      const claims = v.safeParse(claimsSchema, payload)
      if (!claims.success)
        throw new Error('The token lacks a claim, or has one that is not allowed; mint it anew.')
      return toIdentity(claims.output, payload.iat)
    },
  }
}

function toIdentity(claims: Claims, issuedAtSeconds: number | undefined): Identity {
  switch (claims.aud) {
    case 'person': {
      const { aud: use, sub: participant, ...rest } = claims
      const issuedAt = issuedAtSeconds === undefined ? undefined : Math.round(issuedAtSeconds * 1_000)
      return { use, participant, ...rest, issuedAt }
    }
    case 'gate': {
      const { aud: use, sub: worker, ...rest } = claims
      return { use, worker, ...rest }
    }
    case 'processor': {
      const { aud: use, sub: processor, ...rest } = claims
      return { use, processor, ...rest }
    }
    case 'app': {
      const { aud: use, sub: app, ...rest } = claims
      return { use, app, ...rest }
    }
  }
}

/** What to do about it, in words that say nothing of the secret. */
function toRefusal(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired; ask your server for a new one.'
  if (error instanceof errors.JOSEAlgNotAllowed)
    return `The token is not signed with ${ALGORITHM}; mint it with mintToken.`
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return 'The token was not signed with the secret of this server; mint it where keys are the same.'
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `The claim "${error.claim}" is not what this server mints; mint the token with mintToken.`
  }
  return 'That is not a token of this server; mint it with mintToken.'
}
