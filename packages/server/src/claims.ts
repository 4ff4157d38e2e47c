import type { ParticipantKind, Role } from '@askfirst/core'
import { type Identity, RESERVED_NAME } from '@askfirst/core/authority'
import * as v from 'valibot'

// takes: the claims of a verified token · gives: who its holder is
// never: takes a claim for what it is not checked to be

/** Whoever keeps records for the controller: reads, over HTTP, and is nobody in a meeting. */
export interface KeeperIdentity {
  readonly use: 'keeper'
  readonly meeting: string
  readonly keeper: string
  /** Milliseconds since 1970. */
  readonly expiresAt?: number | undefined
}

/**
 * Line breaks and other control characters would let one name pass for another in logs and records; half a character
 * is not what it was once a ledger has kept it.
 */
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(128), v.regex(/^[^\p{Cc}\p{Cs}]+$/u))
const NAME = '1 to 128 characters, none of them a control character'
const participant = v.pipe(name, v.regex(new RegExp(`^(?!${RESERVED_NAME.source})`)))
const features = v.pipe(v.array(name), v.minLength(1), v.maxLength(64))

export const ROLES = ['host', 'cohost', 'attendee'] as const satisfies readonly Role[]
export const KINDS = [
  'person',
  'room',
  'phone',
  'agent',
  'recorder',
] as const satisfies readonly ParticipantKind[]

export const claimsSchema = v.variant('use', [
  v.pipe(
    v.object({
      use: v.literal('person'),
      sub: participant,
      meeting: name,
      role: v.picklist(ROLES),
      // As `mintToken` has it: an app that says nothing speaks of a person.
      kind: v.optional(v.picklist(KINDS), 'person'),
      bridge: v.optional(name),
      name: v.optional(name),
    }),
    // Who relays for a phone must not be able to answer for anybody at a keyboard.
    v.forward(
      v.check(({ bridge, kind }) => bridge === undefined || kind === 'phone'),
      ['bridge'],
    ),
  ),
  v.object({ use: v.literal('gate'), sub: name, meeting: name, features }),
  v.object({ use: v.literal('processor'), sub: name, meeting: name, features }),
  v.object({ use: v.literal('app'), sub: name, meeting: name }),
  v.object({ use: v.literal('keeper'), sub: name, meeting: name }),
])
export type Claims = v.InferOutput<typeof claimsSchema>

/** What each claim has to be. */
const RULES: Readonly<Record<string, string>> = {
  use: 'one of person, gate, processor, app, keeper',
  sub: `${NAME}; "authority", "processor:…", "gate:…", "app:…", "keeper:…" and "erased:…" are not people`,
  meeting: NAME,
  role: `one of ${ROLES.join(', ')}`,
  kind: `one of ${KINDS.join(', ')}`,
  bridge: `beside the kind "phone" alone, and ${NAME}`,
  name: NAME,
  features: 'a list of 1 to 64 ids of features',
}

/** Which claim is wrong, and what it has to be. Its value is left out: others read a refusal too. */
export function tellClaim(issue: v.BaseIssue<unknown>) {
  const claim = String(issue.path?.[0]?.key ?? 'use')
  return { claim, isMissing: issue.input === undefined, rule: RULES[claim] ?? NAME }
}

export function toIdentity(
  claims: Claims,
  issuedAt: number | undefined,
  expiresAt: number,
): Identity | KeeperIdentity {
  const { sub, ...rest } = claims
  switch (rest.use) {
    case 'person':
      return { ...rest, participant: sub, issuedAt, expiresAt }
    case 'gate':
      return { ...rest, worker: sub, expiresAt }
    case 'processor':
      return { ...rest, processor: sub, expiresAt }
    case 'app':
      return { ...rest, app: sub, expiresAt }
    case 'keeper':
      return { ...rest, keeper: sub, expiresAt }
  }
}
