import type { Role } from '../model/participant.ts'
import type { Send, Session } from './session.ts'

// takes: one device’s session · gives: what its guest may do with it: follow, answer, fall silent, leave

/** The updates of one device of a person; they go on where a lost connection comes back in time. */
export interface PersonSession {
  readonly id: string
  /** Number of the latest update. */
  number(): number
  /** Says what is due to whoever has everything up to the latest `number`, and a snapshot to anybody else. */
  resync(number: number): void
  /** Another role, by a newer token: what a host is told begins or ends. */
  become(role: Role): void
  /** The link is gone; what has been said over it is known for a while in case it comes back. */
  detach(): void
}

/** What a listener asks of its audience. */
export interface Inside {
  resync(session: Session, number: number): void
  become(session: Session, role: Role): void
  detach(session: Session): void
}

/** One object with its methods: closures for each of thousands are not small. */
export class Listener implements PersonSession {
  readonly #session: Session
  readonly #send: Send
  readonly #inside: Inside

  constructor(session: Session, send: Send, inside: Inside) {
    this.#session = session
    this.#send = send
    this.#inside = inside
  }

  get id(): string {
    return this.#session.id
  }
  number(): number {
    return this.#session.number
  }
  resync(number: number): void {
    this.#inside.resync(this.#session, number)
  }
  become(role: Role): void {
    this.#inside.become(this.#session, role)
  }
  detach(): void {
    // Another link may have taken it over.
    if (this.#session.send === this.#send) this.#inside.detach(this.#session)
  }
}
