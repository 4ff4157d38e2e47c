import type { CommandType } from '../commands.ts'
import type { Catalogue } from '../model/catalogue.ts'
import type { Place } from '../model/participant.ts'
import type { PersonView } from '../project.ts'
import type { ConnectionStatus } from '../protocol/connection.ts'

// gives: what a client knows, with what is on its way

/** A command on its way: sent, or waiting to be sent again. */
export interface PendingCommand {
  readonly id: string
  readonly type: CommandType
  readonly feature?: string | undefined
  /** Of a withdrawal that takes back some optional asks only. */
  readonly asks?: readonly string[] | undefined
}

/**
 * The uplink that this device shares between people and AI.
 *
 * `open` nothing is done to it · `muted` a no was not confirmed within `stopConfirmMs`, and may still be to be
 * enforced · `unmuted` the same, and the person has unmuted by hand: it is not muted again for this no
 */
export type UplinkState = 'open' | 'muted' | 'unmuted'

/**
 * Whether this device answers each new question of the app with a no.
 *
 * `off` the person is asked · `on` kept on this device, for every tab · `page` on, and this device keeps nothing:
 * it ends with the page
 */
export type StandingNo = 'off' | 'on' | 'page'

/** What the standing no of this page said. */
export interface StoodAnswer {
  /** The run it said it to. */
  readonly activation: string
  /** The person's latest decision that it had seen. */
  readonly decision: number
  /** Whether it ended the run for everybody. */
  readonly ends: boolean
}

/** What a client knows. Read it through `viewFeature`; the authority's view is never changed here. */
export interface ClientState {
  readonly connection: ConnectionStatus
  /** Why the authority did not let this client in when it last tried; it may still hear a no. */
  readonly refusal?: { readonly code: string; readonly message: string } | undefined
  readonly catalogue: Catalogue
  /**
   * How this person stands while the connection is lost: `offline`, all closed, once the authority has given this device
   * up, where it was their only one; `unknown` until then, and with another device of theirs.
   */
  readonly unheard: 'unknown' | 'offline'
  /** The last view the authority sent; kept, but not current, while the connection is lost. */
  readonly view: PersonView | undefined
  readonly pending: readonly PendingCommand[]
  /** Whether this device shows the indicator: while it does not, its gates are closed. */
  readonly indicator: 'hidden' | 'shown'
  /** Where the app said this device is. */
  readonly place: 'out' | Place
  /** The breakout room the app said it is in; empty: the main one. */
  readonly room: string
  /** What this client does to an uplink that it was given; `open` without one. */
  readonly uplink: UplinkState
  /** Whether this device answers each new question of the app with a no. */
  readonly standingNo: StandingNo
  /** By feature: the latest run that the standing no of this page has answered. */
  readonly stood: Readonly<Record<string, StoodAnswer>>
}
