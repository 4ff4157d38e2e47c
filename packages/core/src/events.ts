import type { Method, NoticeRef } from './commands.ts'
import type { ParticipantKind, Place, Role } from './model/participant.ts'

// gives: the type of every fact, in past tense

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
      /** The breakout room; absent: the main one. */
      readonly room?: string | undefined
      readonly role: Role
      readonly kind: ParticipantKind
    }
  | {
      readonly type: 'participant.left'
      readonly participant: string
      /** The device that left; with `instead`, all of them leave, by themselves or since their time ran out. */
      readonly connection: string
      readonly instead?: { readonly feature: string; readonly activation: string } | undefined
    }
  | {
      readonly type: 'participant.lapsed'
      readonly participant: string
      readonly connection: string
      readonly cause: 'closed' | 'silent'
    }
  /** Put out of the call by a host or the app: every device, and every token from before. */
  | { readonly type: 'participant.removed'; readonly participant: string }
  /** Another role from now on; tokens from before name the old one and are over. */
  | { readonly type: 'role.changed'; readonly participant: string; readonly role: Role }
  | {
      readonly type: 'roster.reported'
      /** Who is in the call now and was not when it was last reported. */
      readonly joined: readonly RosterEntry[]
      readonly left: readonly string[]
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
      readonly cause: OffCause
    }
  /** Nobody may turn on a run of their own, until allowed again. */
  | { readonly type: 'feature.barred'; readonly feature: string }
  | { readonly type: 'feature.allowed'; readonly feature: string }
  | {
      readonly type: 'feature.offRequested'
      readonly feature: string
      readonly activation: string
      /** Absent: somebody who wants to stay unknown. */
      readonly participant?: string | undefined
    }
  | (OfFeature & {
      readonly type: 'notice.shown'
      readonly activation: string
      readonly notice: NoticeRef
      readonly visibleMs?: number | undefined
      /** What the person is in this meeting. */
      readonly kind: ParticipantKind
      /** The breakout room it was shown in, where the policy's scope is the room. */
      readonly room?: string | undefined
      /** Names of the processors that the notice named, where being shown lets them begin. */
      readonly processors?: readonly string[] | undefined
    })
  /** A time that the notice gave is over: the time to object, or the time to answer. */
  | (OfFeature & {
      readonly type: 'notice.lapsed'
      readonly activation: string
      readonly of: 'objection' | 'answer'
      /** Of the question, where nobody answered it in time. */
      readonly revision?: number | undefined
      /** Names of the processors that the notice named, where they may begin now. */
      readonly processors?: readonly string[] | undefined
    })
  | { readonly type: 'notice.askedAgain'; readonly feature: string; readonly activation: string }
  | (OfFeature &
      Evidence & {
        readonly type: 'consent.accepted'
        readonly activation: string
        readonly notice: NoticeRef
        /** What the person is in this meeting: a room's answer binds that room's devices only. */
        readonly kind: ParticipantKind
        /** The breakout room it holds in, where the policy's scope is the room. */
        readonly room?: string | undefined
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
  | (OfFeature & {
      readonly type: 'consent.deferred'
      readonly activation: string
      /** Of the question that was put off. */
      readonly revision: number
    })
  /** The person was away for too long: they are asked again when they are back. */
  | (OfFeature & { readonly type: 'consent.expired' })
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
  | (OfList & { readonly type: 'enforcement.confirmed' })
  | (OfList & {
      readonly type: 'enforcement.failed'
      /** Participants that the enforcer cannot keep out, or let in alone. */
      readonly uncovered: readonly string[]
      readonly why?: string | undefined
    })
  /** No word from the enforcer of what it was told to enforce. */
  | (OfList & { readonly type: 'enforcement.overdue' })

/** Which allow-list of which authority an enforcer speaks of: `epoch` grows within a `term`. */
interface OfList {
  readonly feature: string
  /** Name of the enforcer's token. */
  readonly enforcer: string
  readonly term: number
  readonly epoch: number
}

/** Somebody in the call, as whoever runs the call says. */
export interface RosterEntry {
  readonly participant: string
  readonly kind: ParticipantKind
}

/**
 * Why a run ended: a person turned it off, somebody said no where one no ends it for all, no host (or not the
 * owner) was there for too long, the owner left, hosts barred it, or it could not be enforced.
 */
export type OffCause = 'person' | 'declined' | 'hostless' | 'owner-left' | 'barred' | 'not-enforced'

/** The names of events, past tense. */
export type EventType = EventBody['type']
export type EventOf<Type extends EventType> = Extract<EventBody, { type: Type }>

/** An event as the ledger holds it. */
export type MeetingEvent = EventBody & {
  /** Place in the meeting's order, from 1 up without gaps. */
  readonly number: number
  /** The authority's wall clock, milliseconds since 1970. */
  readonly at: number
  /** Whose command caused it: a participant, `processor:<name>`, `gate:<name>`, `app:<name>`, or `authority`. */
  readonly by: string
  /** The bridge that relayed it for a phone. */
  readonly bridge?: string | undefined
  /** Id of that command. */
  readonly command: string
  /** The sender's wall clock, as claimed. */
  readonly clientAt?: number | undefined
}
