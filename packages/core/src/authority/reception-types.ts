import type { SentCommand } from '../commands.ts'
import type { Person } from '../model/participant.ts'
import type { Clock, Ids, Link } from '../ports.ts'
import type { Refusal } from '../protocol/server-messages.ts'
import type { Rejection, RejectionCode } from '../rejection.ts'
import type { Authority } from './authority-types.ts'
import type { Identity } from './identity.ts'
import type { ReceptionLimits } from './limits.ts'

// gives: the types of what a reception is made with, and of what it does: apart from how it does it

/** Who verifies tokens, where meetings are, and how long silence is borne. */
export interface ReceptionOptions {
  /**
   * Verifies a token, of a hello or of a renewal. Undefined where nobody can tell right now: the link is ended
   * without a word against the token, and its client tries again.
   *
   * @throws an error whose message may be shown to who holds the token
   */
  authenticate(token: string, at: 'hello' | 'renewal'): Promise<Identity | undefined>
  /** The authority of a meeting, opened if it is not. */
  authority(meeting: string): Promise<Authority>
  /**
   * Asked before a command of a person that may open something; never about one that may only close. What it says
   * after the person said no, or went, does not count any more.
   *
   * @default there is nothing against any
   */
  readonly ask?: ((wish: PersonWish) => Promise<Rejection | undefined>) | undefined
  readonly clock: Clock
  readonly ids: Ids
  /** Silence of a person's device after which it is unreachable. @default 10_000 */
  readonly unreachableAfterMs?: number | undefined
  /** Silence after which an AI worker closes everything by itself. @default 3_000 */
  readonly gateLeaseMs?: number | undefined
  readonly limits?: Partial<ReceptionLimits> | undefined
  readonly watch?: ReceptionWatch | undefined
  /** What a message, or what came of one, has thrown: its link is ended, and no other. */
  onFault?(error: unknown): void
}

/** What a person asks for, before it counts. */
export interface PersonWish {
  readonly meeting: string
  readonly actor: Person
  readonly command: SentCommand
}

/** Hears what comes and goes, for figures and logs. None of it may throw. */
export interface ReceptionWatch {
  /** Somebody was let in. */
  onCame(identity: Identity): void
  /** Who was let in is gone. */
  onGone(identity: Identity, cause: EndCause): void
  /** A hello, a token or a renewal was refused. */
  onRefused(code: Refusal['code']): void
  /** A command was answered. */
  onReply(type: SentCommand['type'] | 'malformed', outcome: 'ok' | RejectionCode): void
  /** A link asked for more than a limit gives. */
  onLimit(limit: keyof ReceptionLimits): void
}

/** Why a link ended: it closed, was silent, its token was over, or it asked for more than it may. */
export type EndCause = 'closed' | 'silent' | 'expired' | 'limit'

/** What the transport calls for one link. */
export interface LinkEnd {
  /** One whole message came in. */
  onMessage(text: string): void
  /** The link has ended. */
  onClose(): void
}

/** Where the links of any transport come in. */
export interface Reception {
  /** Takes a link; nothing is told over it before a valid hello, for which it has `limits.helloWithinMs`. */
  accept(link: Link): LinkEnd
}
