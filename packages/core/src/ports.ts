import type { MeetingEvent } from './events.ts'

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
  /** All events of the meeting in order; none for a meeting never seen. */
  read(meeting: string): Promise<readonly MeetingEvent[]>
  /**
   * Appends after event number `after`; resolves once durable.
   *
   * @throws if anything kept the events from being durable, or another writer appended first
   */
  append(meeting: string, after: number, events: readonly MeetingEvent[]): Promise<void>
  /** Lets go of files and connections; nothing is read or appended after it. */
  close?(): Promise<void>
}

/** One end of an ordered, reliable text connection. */
export interface Link {
  /** Sends one message. What is sent before `onOpen` or after the end may be lost. */
  send(text: string): void
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

/** What Ask First uses of a call SDK on the client. Adapters add enforcement. */
export interface Presence {
  /** Leaves the call itself, for a policy under which no means leaving. */
  leave(): Promise<void>
}

/** Keeps what was not acknowledged over a reload, or the end, of the page. Tabs share it. */
export interface Keep {
  /** Everything kept, in any order. */
  load(): readonly string[]
  /** Keeps a text under its id, over what was there. */
  save(id: string, text: string): void
  /** Forgets one text; nothing happens where there is none. */
  remove(id: string): void
}
