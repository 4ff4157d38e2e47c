// takes: nothing · gives: what the events of a meeting say, as plain values
// never: shares a line with the core: it is written from semantics.md, to be compared with

/** A yes, as it was given. */
export interface Yes {
  readonly run: string
  readonly revision: number
  readonly hash: string
  readonly kind: string
  readonly grants: readonly string[]
  /** Breakout rooms it was given in. */
  readonly rooms: readonly string[]
}

/** A notice, as it was shown. */
export interface ShownNotice {
  readonly run: string
  readonly revision: number
  readonly hash: string
  readonly kind: string
  readonly room: string
  /** Whether the time to object is over. */
  readonly waited: boolean
}

/** One person and one feature. */
export interface Word {
  readonly yes: Yes | undefined
  /** Said no since the last yes: a no lasts. */
  readonly no: false | 'declined' | 'withdrawn'
  readonly shown: ShownNotice | undefined
  /** Put off, or out of time, in that run. */
  readonly later:
    | { readonly run: string; readonly revision: number; readonly as: 'deferred' | 'unanswered' }
    | undefined
  /** Was away for too long after a yes. */
  readonly expired: boolean
  readonly decisions: number
  /** Who may hold something of this person, since it was last asked to be erased. */
  readonly holders: readonly string[]
  readonly duty:
    | { readonly request: number; readonly open: readonly string[]; readonly done: readonly string[] }
    | undefined
}

/** One device: where it is, and of which declarations its indicator speaks. */
export interface Device {
  readonly place: string
  /** What its token says. */
  readonly kind: string
  readonly room: string
  readonly shows: readonly string[]
}

export interface Someone {
  readonly role: string
  /** What they are in the call as; what they were last, where they are in none. */
  readonly kind: string
  /** A role given in the meeting: older tokens no longer count. */
  readonly given: string | undefined
  /** Went by leaving or being put out, not by being lost. */
  readonly left: boolean
  readonly devices: Readonly<Record<string, Device>>
  readonly words: Readonly<Record<string, Word>>
}

/** What an enforcer last said, of which list. */
export interface Enforced {
  readonly confirmed: boolean
  readonly term: number
  readonly epoch: number
}

/** By the name of an enforcer: what it has said of the end of a run, or not in time. */
export type Unclosed = Readonly<Record<string, 'silent' | 'overdue' | 'failed'>>

/** A run that is on. */
export interface Run {
  readonly run: string
  readonly revision: number
  readonly by: string
  readonly at: number
  /** Whether somebody was captured in it. */
  readonly begun: boolean
  readonly askedAgain: boolean
  /** Who asked for it to be turned off, and how many unknown. */
  readonly requests: readonly string[]
  readonly unknown: number
  readonly enforcers: Readonly<Record<string, Enforced>>
  /** Who made it pause for everybody, and when. */
  readonly pauses: readonly { readonly who: string; readonly at: number }[]
  readonly awaited: string | undefined
}

/** What the events of a meeting say, and nothing else. */
export interface Truth {
  readonly people: Readonly<Record<string, Someone>>
  readonly running: Readonly<Record<string, Run | undefined>>
  /** By feature: who has enforced a run that captured somebody, and has not said since it is over that it is closed. */
  readonly unclosed: Readonly<Record<string, Unclosed>>
  /** Ids of all runs so far, in order. */
  readonly runs: Readonly<Record<string, readonly string[]>>
  /** When the runs of an owner began. */
  readonly starts: Readonly<Record<string, readonly number[]>>
  /** Who is in the call as was said since the authority started; kind by name. */
  readonly roster: Readonly<Record<string, string>> | undefined
  /** Features of which hosts allow nobody a run of their own. */
  readonly forbidden: readonly string[]
  /** Number of the event with which the authority started. */
  readonly term: number
}

export const NO_TRUTH: Truth = {
  people: {},
  running: {},
  unclosed: {},
  runs: {},
  starts: {},
  roster: undefined,
  forbidden: [],
  term: 0,
}
export const NO_WORD: Word = {
  yes: undefined,
  no: false,
  shown: undefined,
  later: undefined,
  expired: false,
  decisions: 0,
  holders: [],
  duty: undefined,
}
export const NOBODY: Someone = {
  role: 'attendee',
  kind: 'person',
  given: undefined,
  left: true,
  devices: {},
  words: {},
}

export const wordOf = (truth: Truth, name: string, feature: string): Word =>
  truth.people[name]?.words[feature] ?? NO_WORD
