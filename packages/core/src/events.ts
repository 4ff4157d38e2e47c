import type { Method, NoticeRef } from './commands.ts'
import type { ParticipantKind, Place, Role } from './model/participant.ts'

// A fact, past tense, ordered. What happened to a meeting, and nothing else, makes its state.

interface Evidence {
  readonly method: Method
  readonly armedMs?: number | undefined
  readonly visibleMs?: number | undefined
}

interface OfFeature {
  readonly participant: string
  readonly feature: string
}

/** What happened, by type, before it has its place and its time. */
export type EventBody =
  | { readonly type: 'authority.started' }
  | {
      readonly type: 'participant.joined'
      readonly participant: string
      readonly connection: string
      readonly place: Place
      readonly role: Role
      readonly kind: ParticipantKind
    }
  | {
      readonly type: 'participant.left'
      readonly participant: string
      /** The device that left; with `instead`, all of them leave. */
      readonly connection: string
      readonly instead?: { readonly feature: string; readonly activation: string } | undefined
    }
  | {
      readonly type: 'participant.lapsed'
      readonly participant: string
      readonly connection: string
      readonly cause: 'closed' | 'silent'
    }
  | {
      readonly type: 'indicator.shown'
      readonly participant: string
      readonly connection: string
      /** Hashes of the declarations that this page can show. */
      readonly knows: readonly string[]
    }
  | { readonly type: 'indicator.hidden'; readonly participant: string; readonly connection: string }
  | {
      readonly type: 'feature.enabled'
      readonly feature: string
      readonly activation: string
      readonly revision: number
    }
  | {
      readonly type: 'feature.disabled'
      readonly feature: string
      readonly activation: string
      /** Turned off by a person, or by the authority since no host was there for too long. */
      readonly cause: 'person' | 'hostless'
    }
  | (OfFeature & {
      readonly type: 'notice.shown'
      readonly activation: string
      readonly notice: NoticeRef
      readonly visibleMs?: number | undefined
    })
  | (OfFeature &
      Evidence & {
        readonly type: 'consent.accepted'
        readonly activation: string
        readonly notice: NoticeRef
        /** Every ask granted, required ones included. */
        readonly grants: readonly string[]
        /** Names of the processors that the notice named. */
        readonly processors: readonly string[]
        /** Number of this decision among the person's decisions on this feature. */
        readonly decision: number
      })
  | (OfFeature & Evidence & { readonly type: 'consent.declined'; readonly decision: number })
  | (OfFeature &
      Evidence & {
        readonly type: 'consent.withdrawn'
        readonly decision: number
        /** Only these optional asks; absent: the whole yes. */
        readonly asks?: readonly string[] | undefined
      })
  | (OfFeature & { readonly type: 'consent.deferred'; readonly activation: string })
  | (OfFeature & {
      readonly type: 'erasure.requested'
      readonly request: number
      readonly processors: readonly string[]
    })
  | (OfFeature & {
      readonly type: 'erasure.acknowledged'
      readonly request: number
      readonly processor: string
    })

/** The names of events, past tense. */
export type EventType = EventBody['type']
export type EventOf<Type extends EventType> = Extract<EventBody, { type: Type }>

/** An event as the ledger holds it. */
export type MeetingEvent = EventBody & {
  /** Place in the meeting's order, from 1 up without gaps. */
  readonly number: number
  /** The authority's wall clock, milliseconds since 1970. */
  readonly at: number
  /** Whose command caused it: a participant, `processor:<name>`, or `authority`. */
  readonly by: string
  /** Id of that command. */
  readonly command: string
  /** The sender's wall clock, as claimed. */
  readonly clientAt?: number | undefined
}
