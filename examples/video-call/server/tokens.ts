import { createSecretKey } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import * as v from 'valibot'
import type { Identity } from '../shared/identity.ts'

const claimsSchema = v.object({
  sub: v.pipe(v.string(), v.minLength(1)),
  meeting: v.pipe(v.string(), v.minLength(1)),
  name: v.string(),
  role: v.picklist(['host', 'attendee']),
  kind: v.picklist(['person', 'agent']),
})

/** The consent authority signs with the same secret: this tells a token of the call from one of its. */
const ISSUER = 'video-call'
const AUDIENCE = 'call'

/** Mints and verifies the signed tokens that say who somebody is. */
export interface Tokens {
  mint(identity: Identity): Promise<string>
  /** Resolves to nothing for a token that is expired, foreign or malformed. */
  verify(token: string): Promise<Identity | undefined>
}

/** Tokens signed with one shared secret (HS256), good for `lifetimeMs` (default 12 h). */
export function createTokens(secret: string, lifetimeMs = 12 * 60 * 60 * 1000): Tokens {
  const key = createSecretKey(Buffer.from(secret))
  return {
    mint: ({ participant, ...claims }) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(participant)
        .setIssuedAt()
        .setExpirationTime(new Date(Date.now() + lifetimeMs))
        .sign(key),
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, {
          ...{ algorithms: ['HS256'], issuer: ISSUER, audience: AUDIENCE },
          requiredClaims: ['exp'],
        })
        const claims = v.safeParse(claimsSchema, payload)
        if (!claims.success) return undefined
        const { sub, ...identity } = claims.output
        return { ...identity, participant: sub }
      } catch {
        return undefined
      }
    },
  }
}
