import type { Method } from '../commands.ts'
import type { EventType } from '../events.ts'
import type { ParticipantKind } from '../model/participant.ts'

// gives: the types of what a record holds
// never: an empty field: what nobody said is not there

/** Who decides what the meeting's data is for, as the app says. */
export interface Controller {
  readonly name: string
  /** Somebody who answers for it: a person, or an office. */
  readonly contact?: string
  readonly email?: string
  readonly phone?: string
  /** Lines of the address by their names, such as `streetAddress` and `addressCountry` of schema.org. */
  readonly address?: Readonly<Record<string, string>>
  readonly url?: string
}

/** What only the app knows of a meeting: no event has it. */
export interface RecordFacts {
  /** Whose call it is, or what it runs on. */
  readonly provider?: string
  /** How sure the app is who the person is. */
  readonly assurance?: 'guest' | 'lobby' | 'sso'
  /** Where the meeting is under whose law, such as `DE` or `US-CA`. */
  readonly jurisdiction?: readonly string[]
  readonly controllers?: readonly Controller[]
  /** Where the privacy policy is. */
  readonly policyUrl?: string
  /** How somebody takes it back, in words. @default 'in the call, from the indicator' */
  readonly withdrawal?: string
}

/** One ask as it was declared. */
export interface RecordedAsk {
  readonly id: string
  readonly purpose: string
  /** What the W3C Data Privacy Vocabulary calls it. */
  readonly dpv: readonly string[]
  readonly data: readonly string[]
  readonly required: boolean
}

/** A feature in one revision, as the person met it. Without `asks`, nobody has its declaration any more. */
export interface RecordedFeature {
  /** As it ran; a run of one's own names its owner by a pseudonym. */
  readonly id: string
  readonly revision: number
  /** Texts that the person was shown, or answered. */
  readonly notices: readonly { readonly hash: string; readonly lang: string }[]
  readonly basis?: 'consent' | 'objection' | 'notice'
  readonly asks?: readonly RecordedAsk[]
  readonly processors?: readonly {
    readonly name: string
    readonly model?: string | undefined
    readonly region?: string | undefined
  }[]
  readonly retention?: { readonly days: number }
}

/** One event, as far as it is about the person. */
export interface RecordedEvent {
  /** Place in the meeting's order, from 1. */
  readonly seq: number
  readonly type: EventType
  /** The authority's clock, RFC 3339. */
  readonly at: string
  /** The subject's own id, somebody else's pseudonym, or `authority`, `app:…`, `gate:…`, `processor:…`. */
  readonly by: string
  readonly feature?: string
  readonly activation?: string
  readonly revision?: number
  readonly notice?: { readonly revision: number; readonly hash: string; readonly lang: string }
  readonly grants?: readonly string[]
  /** Optional asks that were withdrawn; absent: the whole yes. */
  readonly asks?: readonly string[]
  readonly method?: Method
  readonly decision?: number
  readonly kind?: ParticipantKind
  readonly role?: string
  readonly place?: string
  readonly room?: string
  readonly cause?: string
  readonly of?: string
  readonly instead?: string
  readonly processors?: readonly string[]
  readonly processor?: string
  readonly request?: number
  readonly bridge?: string
  /** The device's clock, as it claims; RFC 3339. */
  readonly clientAt?: string
  readonly armedMs?: number
  readonly visibleMs?: number
  /** Its leaf in the meeting's tree, base64url, and the place of that: one less than `seq`. */
  readonly leaf?: string
  readonly index?: number
}

/** What an enforcer said of a feature's allow-list, after something of the person's changed. */
export interface RecordedEnforcement {
  readonly feature: string
  readonly action: 'confirmed' | 'failed' | 'overdue'
  readonly seq: number
  readonly at: string
  readonly by: string
  readonly term: number
  readonly epoch: number
  /** Where it failed: whether the person is among those it cannot keep out. */
  readonly uncovered?: boolean
}

/** What one processor was asked to erase. Without `doneAt` it has not said that it did. */
export interface RecordedErasure {
  readonly feature: string
  readonly request: number
  readonly processor: string
  readonly requestedAt: string
  readonly doneAt?: string
}

/** The evidence for one person in one meeting. */
export interface ConsentRecord {
  readonly v: 1
  /** The same each time it is made. */
  readonly recordId: string
  readonly meeting: { readonly id: string; readonly startedAt: string; readonly provider?: string }
  readonly subject: {
    /** A pseudonym: only who has the key can tell whose. */
    readonly id: string
    readonly kind?: ParticipantKind
    readonly assurance?: 'guest' | 'lobby' | 'sso'
  }
  readonly jurisdiction?: readonly string[]
  readonly controllers?: readonly Controller[]
  readonly policyUrl?: string
  readonly withdrawal: string
  readonly features: readonly RecordedFeature[]
  readonly events: readonly RecordedEvent[]
  readonly enforced: readonly RecordedEnforcement[]
  readonly erasure: readonly RecordedErasure[]
  /** The latest signed statement of the meeting's tree, a JWS. */
  readonly checkpoint?: string
}
