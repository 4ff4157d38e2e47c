import type { ParticipantKind, Role } from '@askfirst/core'

// What an app says when it has a token minted. Whom a token is for is in it, and nowhere else.

interface MintedToken {
  /** The one meeting that it is good for. */
  readonly meeting: string
  /** From 1 to 86,400: a client renews it by itself, on the same connection. @default 3600 */
  readonly expiresInSeconds?: number
}

/** One person, or one room, phone, agent or recorder, in one meeting. */
export interface PersonToken extends MintedToken {
  /** Stable for one person in the meeting, on every device. */
  readonly participant: string
  readonly role: Role
  /** @default 'person' */
  readonly kind?: ParticipantKind
  /** Of a phone: the bridge that holds the token and relays the key presses. Every answer is then recorded as `dtmf`. */
  readonly bridge?: string
  /** Shown to hosts where a feature's disclosure is `named`, and never stored. */
  readonly name?: string
}

/** An AI worker that reads gates. */
export interface GateToken extends MintedToken {
  readonly worker: string
  readonly features: readonly { readonly id: string }[]
}

/** An AI worker that reads gates and acknowledges erasure, for one processor that the notices name. */
export interface ProcessorToken extends MintedToken {
  readonly processor: string
  readonly features: readonly { readonly id: string }[]
}

/** The app's own server: says who is in the call, whom it put out of it, and what it enforced. */
export interface AppToken extends MintedToken {
  /** Name in the ledger: `app:<name>`. @default 'server' */
  readonly app?: string
}

/** Whoever keeps records for the controller, and may end links. Never for a host: it reads every answer by name. */
export interface KeeperToken extends MintedToken {
  readonly keeper: string
}
