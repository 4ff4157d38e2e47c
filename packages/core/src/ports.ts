import type { MeetingEvent } from './events.ts'
import type { DataKind } from './model/feature.ts'
import type { ParticipantKind } from './model/participant.ts'
import type { AllowList } from './protocol/gate-messages.ts'

// gives: the types of all that the core asks of its world: clock, ids, ledger, transport, presence, enforcers

/** Stops what was started. Calling it twice does nothing more. */
export type Undo = () => void

/** Wall time for records, monotonic time for what is due. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Milliseconds from some start; never goes back. */
  monotonic(): number
  /** Calls once after `delayMs`. */
  after(delayMs: number, call: () => void): Undo
}

/** SHA-256 of UTF-8 text, as lower-case hex. */
export type Digest = (text: string) => Promise<string>

/** A new id that nobody can guess. */
export type Ids = () => string

/** A number from 0 up to, and not including, 1. */
export type Random = () => number

/** The append-only store of a meeting's events. */
export interface Ledger {
  /**
   * How long after an append was sent nobody else can write the meeting, in milliseconds. Each append renews it.
   *
   * @default nothing keeps another writer out: whoever appends later wins
   */
  readonly leaseMs?: number | undefined
  /** All events of the meeting in order; none for a meeting never seen. */
  read(meeting: string): Promise<readonly MeetingEvent[]>
  /**
   * Appends after event number `after`; resolves once durable.
   *
   * Appending nothing is asked for too: whether somebody else has written since.
   *
   * @throws if anything kept the events from being durable, or another writer appended first
   */
  append(meeting: string, after: number, events: readonly MeetingEvent[]): Promise<void>
  /** Gives the meeting up, so that another server need not wait for the end of the lease. */
  release?(meeting: string): Promise<void>
  /** Lets go of files and connections; nothing is read or appended after it. */
  close?(): Promise<void>
}

/** One end of an ordered, reliable text connection. */
export interface Link {
  /** Sends one message. What is sent before `onOpen` or after the end may be lost. */
  send(text: string): void
  /** Lets go of what it was sent, where it gathers messages to send them together. @default it gathers none */
  flush?(): void
  /** Ends the connection; `onClose` is called for it too. */
  close(): void
}

/** What the end of a `Link` that opened it hears. */
export interface LinkListener {
  /** Messages may be sent from now on. */
  onOpen(): void
  /** One whole message, in the order they were sent. */
  onMessage(text: string): void
  /** Once, whether it was opened or not. */
  onClose(): void
}

/** Opens connections to the authority. */
export interface Transport {
  /** Starts one connection. It does not try again: who calls it does. */
  connect(listener: LinkListener): Link
}

/** Somebody or something in the call, as the call has it. */
export interface Peer {
  /** The participant's name at the authority: of the join token, never one that a page says of itself. */
  readonly id: string
  readonly kind: ParticipantKind
}

/** Who is in the call. What a call SDK lets pages write is a hint; what its server says is a roster. */
export interface Presence {
  /** Everybody in the call right now, each once, whatever their devices. What was handed out never changes. */
  peers(): readonly Peer[]
  /** Hears of each change, once `peers` says so. */
  onChange(
    listener: (change: { readonly before: readonly Peer[]; readonly after: readonly Peer[] }) => void,
  ): Undo
  /** Leaves the call itself, for a policy under which no means leaving. */
  leave(): Promise<void>
}

/** What an enforcer has made so, by the time it answers. */
export interface Enforced {
  readonly feature: string
  /** Of the list that it holds now: a newer one than it was given, where that was an older one. */
  readonly term: number
  readonly epoch: number
  /**
   * `enforced` the list, for everybody · `stopped` the feature captures nobody · `unconfirmed` nobody knows:
   * the control failed, or does not say.
   */
  readonly effective: 'enforced' | 'stopped' | 'unconfirmed'
  /** Whom it cannot hold back. With anybody in it the feature is `stopped`. */
  readonly uncovered: readonly string[]
  /** What went wrong, in words for the operator: no names of people, no secrets. */
  readonly why?: string
}

/** Where media is held back. `several` for a composition. */
export type EnforcementPoint = 'ingress' | 'sfu' | 'vendor-feature' | 'sender' | 'several'

/** Applies gates to the media of a call. Closed until its first list; whom a list does not name is closed. */
export interface Enforcer {
  readonly point: EnforcementPoint
  /**
   * Ids of the features that it holds back, each with every run of somebody's own, or of one such run: it is given no
   * other's lists. @default every one it is given
   */
  readonly features?: readonly string[]
  /** `all-or-nothing` can only be on for everybody: it is given lists that name everybody present, or nobody. */
  readonly granularity: 'participant' | 'all-or-nothing'
  /**
   * Makes the whole list so, then answers.
   *
   * An older list (by `term`, then `epoch`) changes nothing. One as new as the list at hand is applied, in the
   * order of calls: it may be repeated, or narrowed because somebody came. A call does not wait for the one before.
   *
   * A list of a feature that it does not hold back is `unconfirmed`.
   *
   * @throws where the control fails; it counts as `unconfirmed`
   */
  apply(list: AllowList): Promise<Enforced>
}

/** Sound, pictures or text of one source that may not be used any more. */
export interface IngressRevocation {
  /** Undefined for what is mixed or of nobody in particular. */
  readonly participant: string | undefined
  readonly data: DataKind
}

/** The enforcer in front of an AI's own ears: what it does not admit is dropped before anything is kept of it. */
export interface IngressGate extends Enforcer {
  /**
   * Whether a frame may pass, right now.
   *
   * @param participant whose it is; undefined where it is mixed or unknown, which needs everybody's yes
   */
  admit(participant: string | undefined, data: DataKind): boolean
  /** Hears of every source that is admitted no more, after `admit` says so: discard what is buffered of it. */
  onRevoke(listener: (revocation: IngressRevocation) => void): Undo
}

/** Keeps texts on this device over a reload, or the end, of the page. Tabs share it. */
export interface Keep {
  /** Everything kept, in any order. */
  load(): readonly string[]
  /** Keeps a text under its id, over what was there. */
  save(id: string, text: string): void
  /** Forgets one text; nothing happens where there is none. */
  remove(id: string): void
  /** Hears that another tab has changed what is kept. */
  onChange?(listener: () => void): Undo
}

/** The public half of a key that checkpoints are signed with, as a JWK (RFC 8037). */
export interface PublicKey {
  readonly kty: string
  readonly crv?: string
  readonly x?: string
  /** The id that checkpoints name it by. */
  readonly kid?: string
}

/** Whether a compact JWS was signed with this key, by this algorithm and no other. */
export type VerifySignature = (jws: string, key: PublicKey, algorithm: string) => Promise<boolean>
