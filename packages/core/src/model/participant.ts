// gives: kinds and roles of participants, and what each may

/** `host` and `cohost` turn features on and off; an attendee answers for themselves only. */
export type Role = 'host' | 'cohost' | 'attendee'

/** Who or what is behind an identity. Agents and recorders are never asked and never counted. */
export type ParticipantKind = 'person' | 'room' | 'phone' | 'agent' | 'recorder'

/** Where a connection is: asked but not present, or in the call. */
export type Place = 'lobby' | 'call'

/**
 * Who is behind a connection, as the token says: never as a message says.
 *
 * `person` decides for themselves, `gate` reads gates and reports what it enforced, `processor` also
 * acknowledges erasure, `app` reports who is in the call and what the app did to them, `authority` is the
 * meeting's single writer itself.
 */
export type Actor =
  | {
      readonly use: 'person'
      readonly participant: string
      readonly connection: string
      readonly role: Role
      readonly kind: ParticipantKind
      /** The bridge that relays for a phone: key presses only, and for required asks only. */
      readonly bridge?: string | undefined
      /** When the token was issued, milliseconds since 1970. */
      readonly issuedAt?: number | undefined
    }
  | { readonly use: 'processor'; readonly processor: string; readonly features: readonly string[] }
  | { readonly use: 'gate'; readonly worker: string; readonly features: readonly string[] }
  | { readonly use: 'app'; readonly app: string }
  | { readonly use: 'authority' }

/** An actor of one use. */
export type ActorOf<Use extends Actor['use']> = Extract<Actor, { readonly use: Use }>
/** Who decides for themselves. */
export type Person = ActorOf<'person'>

/** Name of an actor in the ledger: a participant, or what cannot be one. */
export function toActorName(actor: Actor): string {
  switch (actor.use) {
    case 'person':
      return actor.participant
    case 'processor':
      return `processor:${actor.processor}`
    case 'gate':
      return `gate:${actor.worker}`
    case 'app':
      return `app:${actor.app}`
    case 'authority':
      return 'authority'
  }
}

/** What the ledger calls what is no participant, and who is erased: nobody else has such a name. Without flags, as a part of others. */
export const RESERVED_NAME = /(?:authority$|(?:processor|gate|app|keeper|erased):)/

/** Hosts and cohosts alike. */
export const isHosting = (role: Role): boolean => role !== 'attendee'
export const isAskable = (kind: ParticipantKind): boolean => kind !== 'agent' && kind !== 'recorder'
