import { type Actor, type ParticipantKind, type Role, toActorName } from '../model/participant.ts'

// takes: what a token said · gives: who speaks, for which meeting, and as what

/** When a token is over, milliseconds since 1970: the connection ends with it unless it was renewed. */
interface Expiring {
  readonly expiresAt?: number | undefined
}

/** What a verified token says. */
export type Identity = Expiring &
  (
    | {
        readonly use: 'person'
        readonly meeting: string
        readonly participant: string
        readonly role: Role
        readonly kind: ParticipantKind
        readonly name?: string | undefined
        /** Milliseconds since 1970; without it the token is over once its person was removed or given a role. */
        readonly issuedAt?: number | undefined
        /** The bridge that relays key presses for a phone: every answer is recorded as `dtmf`. Only with kind `phone`. */
        readonly bridge?: string | undefined
      }
    | {
        readonly use: 'gate'
        readonly meeting: string
        readonly worker: string
        readonly features: readonly string[]
      }
    | {
        readonly use: 'processor'
        readonly meeting: string
        readonly processor: string
        readonly features: readonly string[]
      }
    /** The app's own server: says who is in the call, whom it put out of it, and what it enforced. */
    | { readonly use: 'app'; readonly meeting: string; readonly app: string }
  )

export type PersonIdentity = Extract<Identity, { use: 'person' }>
export type WorkerIdentity = Exclude<Identity, { use: 'person' }>

export function toWorker(identity: WorkerIdentity): Exclude<Actor, { use: 'person' | 'authority' }> {
  switch (identity.use) {
    case 'processor':
      return { use: 'processor', processor: identity.processor, features: identity.features }
    case 'gate':
      return { use: 'gate', worker: identity.worker, features: identity.features }
    case 'app':
      return { use: 'app', app: identity.app }
  }
}

/** Names whoever holds a token, over all their connections. */
export const toHolderKey = (identity: Identity): string =>
  JSON.stringify([identity.meeting, toHolderName(identity)])

/** The same for tokens that are over. */
export const toCutKey = (identity: Identity): string => `cut ${toHolderKey(identity)}`

const toHolderName = (identity: Identity): string =>
  identity.use === 'person' ? identity.participant : toActorName(toWorker(identity))

/** Whether a newer token is of the same holder: a role may be another one, what makes them who they are may not. */
export function isSameHolder(one: Identity, other: Identity): boolean {
  if (toHolderKey(one) !== toHolderKey(other)) return false
  if (one.use === 'person')
    return other.use === 'person' && one.kind === other.kind && one.bridge === other.bridge
  // Lists of other features would have to be told anew: that is what connecting is for.
  return toFeatures(one) === toFeatures(other)
}

const toFeatures = (identity: Identity): string =>
  'features' in identity ? JSON.stringify([...identity.features].sort()) : ''
