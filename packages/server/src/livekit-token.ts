import { AskFirstError, type ParticipantKind, type Role } from '@askfirst/core'
import { errors, jwtVerify } from 'jose'
import * as v from 'valibot'
import type { PersonToken } from './token-types.ts'

// The claims are LiveKit's, https://docs.livekit.io/home/get-started/authentication: an AccessToken of its server SDKs.

/** The API key and secret that the LiveKit tokens are signed with, and what its claims are here. */
export interface LiveKitTokenOptions {
  readonly apiKey: string
  readonly apiSecret: string
  /** @default host with the grant `roomAdmin`, attendee without */
  role?(claims: LiveKitClaims): Role
  /** @default as LiveKit says it: agents are agents, egress and hidden recorders recorders, SIP callers phones */
  kind?(claims: LiveKitClaims): ParticipantKind
}

const claimsSchema = v.looseObject({
  sub: v.pipe(v.string(), v.nonEmpty()),
  exp: v.number(),
  name: v.optional(v.string()),
  kind: v.optional(v.string()),
  metadata: v.optional(v.string()),
  attributes: v.optional(v.record(v.string(), v.string())),
  video: v.looseObject({
    room: v.pipe(v.string(), v.nonEmpty()),
    roomJoin: v.literal(true),
    roomAdmin: v.optional(v.boolean()),
    agent: v.optional(v.boolean()),
    recorder: v.optional(v.boolean()),
  }),
})

/** What a LiveKit token says, once it was verified. */
export type LiveKitClaims = v.InferOutput<typeof claimsSchema>

/**
 * Reads who somebody is off the LiveKit token that they join the call with, for `mintToken`.
 *
 * It is no token of the consent server: a LiveKit token that leaks answers for nobody.
 *
 * @throws Error where the token is not signed with the secret, has expired, or lets nobody into a room
 * @throws AskFirstError where key or secret is missing
 */
export async function fromLiveKitToken(token: string, options: LiveKitTokenOptions): Promise<PersonToken> {
  const { apiKey, apiSecret } = options
  if (!apiKey || !apiSecret) {
    throw new AskFirstError('livekit-keys', {
      what: `${apiKey ? 'apiSecret' : 'apiKey'} is missing.`,
      why: 'Anybody can write a token; only who has the secret can sign one.',
      fix: 'Pass the API key and secret of your LiveKit project: LIVEKIT_API_KEY and LIVEKIT_API_SECRET.',
    })
  }
  const { payload } = await jwtVerify(token, new TextEncoder().encode(apiSecret), {
    algorithms: ['HS256'],
    issuer: apiKey,
    requiredClaims: ['exp', 'sub'],
  }).catch((error: unknown) => {
    throw new Error(
      error instanceof errors.JWTExpired
        ? 'The LiveKit token has expired.'
        : 'That is not a LiveKit token of this API key and secret.',
    )
  })
  const read = v.safeParse(claimsSchema, payload)
  if (!read.success) throw new Error('The LiveKit token lets nobody into a room: it needs roomJoin and room.')
  const claims = read.output
  const { sub, exp, name, video } = claims
  return {
    meeting: video.room,
    participant: sub,
    role: options.role?.(claims) ?? (video.roomAdmin === true ? 'host' : 'attendee'),
    kind: options.kind?.(claims) ?? toKind(claims),
    ...(name !== undefined && name !== '' && { name }),
    // No longer than LiveKit's own.
    expiresInSeconds: Math.max(1, Math.min(3_600, Math.floor(exp - Date.now() / 1_000))),
  }
}

/** What is not known to be a person is a bot: never asked, never captured, and shown to everybody. */
function toKind({ kind, video }: LiveKitClaims): ParticipantKind {
  if (video.recorder === true || kind === 'egress') return 'recorder'
  if (video.agent === true) return 'agent'
  if (kind === 'sip') return 'phone'
  return kind === undefined || kind === '' || kind === 'standard' ? 'person' : 'agent'
}
