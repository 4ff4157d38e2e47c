/** `host` and `cohost` turn features on and off; an attendee answers for themselves only. */
export type Role = 'host' | 'cohost' | 'attendee'

/** Who or what is behind an identity. Agents and recorders are never asked and never counted. */
export type ParticipantKind = 'person' | 'room' | 'phone' | 'agent' | 'recorder'

/** Where a connection is: asked but not present, or in the call. */
export type Place = 'lobby' | 'call'

/**
 * Who is behind a connection, as the token says: never as a message says.
 *
 * `person` decides for themselves, `processor` reads gates and acknowledges erasure, `authority` is the
 * meeting's single writer itself.
 */
export type Actor =
  | {
      readonly use: 'person'
      readonly participant: string
      readonly connection: string
      readonly role: Role
      readonly kind: ParticipantKind
    }
  | { readonly use: 'processor'; readonly processor: string; readonly features: readonly string[] }
  | { readonly use: 'authority' }

export const isHost = (role: Role): boolean => role !== 'attendee'
export const isAskable = (kind: ParticipantKind): boolean => kind !== 'agent' && kind !== 'recorder'
