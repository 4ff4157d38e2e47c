import { leaveMeOut, type Policy } from '@askfirst/core'
import type { FairRow } from './rule-texts.ts'

// takes: the options that somebody named · gives: all of them, the others as they are by default

/**
 * Where things are in the page, as selectors. `null` says that there is none: rows about it are not checked, but for a
 * yes that waits for an answer and has no no beside it, which breaks D01. Where several match, the first visible one counts.
 * In Playwright each may be any selector of Playwright's (`role=button[name="Yes"]`); in a DOM it is CSS.
 */
export interface FairFind {
  /** The notice. @default the region, section or dialog around `[data-askfirst="accept"]` */
  readonly notice: string
  /** Yes, inside the notice. @default '[data-askfirst="accept"]' */
  readonly accept: string | null
  /** No, inside the notice. @default '[data-askfirst="refuse"]' */
  readonly refuse: string | null
  /** Puts it off, inside the notice. @default '[data-askfirst="later"]' */
  readonly later: string | null
  /** Opens everything there is to know, inside the notice. @default its button named "Details" */
  readonly details: string | null
  /** Always says no, somewhere in the page once details are open. @default a switch whose name has "always" */
  readonly always: string | null
  /** Closes the notice, inside it. @default its button named "Close", "Dismiss" or "×" */
  readonly close: string | null
  /** The lasting sign. @default '.askfirst-indicator' */
  readonly indicator: string | null
  /** There while the sign says that something is captured. @default '.askfirst-indicator[data-state="on"]' */
  readonly indicatorOn: string | null
  /** Takes back, inside the lasting sign. @default '[data-askfirst="withdraw"]' */
  readonly withdraw: string | null
  /** Asks for erasure, anywhere in the page. @default a button whose name has "erase" or "delete" */
  readonly erase: string | null
  /** Says yes again once it was taken back, anywhere in the page after one press on the sign. @default as `accept` */
  readonly again: string | null
  /** What the person types into meanwhile, outside the notice. @default the first text field of the page */
  readonly field: string | null
  /** What the notice must never cover: captions, mute, leave. @default '[data-askfirst-keep-clear]' */
  readonly keepClear: string | null
}

const WHOLE = ':is(dialog, [role="dialog"], [role="alertdialog"], [role="region"], section)'
const NAMED = (names: string): string => `role=button[name=/${names}/i]`

export const FIND: FairFind = {
  notice: `${WHOLE}:has([data-askfirst="accept"])`,
  accept: '[data-askfirst="accept"]',
  refuse: '[data-askfirst="refuse"]',
  later: '[data-askfirst="later"]',
  details: NAMED('^details'),
  always: 'role=switch[name=/always/i]',
  close: NAMED('^(close|dismiss|×|✕)'),
  indicator: '.askfirst-indicator',
  indicatorOn: '.askfirst-indicator[data-state="on"]',
  withdraw: '[data-askfirst="withdraw"]',
  erase: NAMED('erase|delete'),
  again: '[data-askfirst="accept"]',
  field: 'input[type="text"], input:not([type]), textarea, [contenteditable="true"]',
  keepClear: '[data-askfirst-keep-clear]',
}

/** What the first layer has to say. */
export type FairFact = 'who' | 'what' | 'whatFor' | 'byWhom' | 'howLong' | 'changeable'

/** What the app has of the person now, as its server would say. */
export interface FairState {
  readonly answer: 'none' | 'accepted' | 'refused'
  /** Whether anything of the person is captured. */
  readonly captured: boolean
}

/** What only the app can do. With it the rows that need acting are checked too. */
export interface FairActing {
  /** Opens the page as it is before anybody asks: the person in the call, at work. Called before each journey. */
  start(): Promise<void>
  /** Lets the question come up, as another person turning the feature on does. */
  ask(): Promise<void>
  /** What the app has of the person now. */
  state(): Promise<FairState>
  /** Off, and on again: what must not ask anew after a no. @default row D16 looks only whether it comes back by itself */
  askAgain?(): Promise<void>
  /** The call around the notice, in a form that compares: microphone, camera, chat. @default D23 is not checked */
  around?(): Promise<unknown>
  /** As `start`, for a guest without an account. @default D27 is not checked */
  startAsGuest?(): Promise<void>
  /** Fills the screen with something other than the notice. @default W10 is not checked in full screen */
  fullscreen?(): Promise<void>
}

/** What of a policy decides how rows are read. */
export type FairPolicy = Pick<Policy, 'basis' | 'decline' | 'unanswered'>

/** Options of both checks. */
export interface FairOptions {
  readonly find?: Partial<FairFind>
  /** How rows are read: what needs a yes, and what a no does. @default consent, exclude */
  readonly policy?: FairPolicy
  /** The language the notice has to be in. @default what its `lang` says */
  readonly lang?: string
  /** Names that are the same in every language: people, products, models. */
  readonly names?: readonly string[]
  /** What has to stand in the notice for each fact. @default in English patterns, in other languages nothing */
  readonly facts?: Partial<Record<FairFact, string | RegExp>>
  /** How many optional asks there are. @default not known, so not counted */
  readonly optionalAsks?: number
  /** Which answer comes first on every surface of the app. @default whichever does here */
  readonly order?: 'accept-first' | 'refuse-first'
  /** Rows that are left out, each with the reason. */
  readonly without?: Partial<Record<FairRow, string>>
}

/** Options of the check of a page in a browser. */
export interface FairNoticeOptions extends FairOptions {
  /** What the announcement has to name, in whatever case and punctuation. @default the name of the notice */
  readonly feature?: string
  /** The key that moves focus into the notice, as Playwright names it. @default 'F6' */
  readonly shortcut?: string
  /** Without it, rows that need acting are not checked. */
  readonly acting?: FairActing
}

/** The options with what they are by default. */
export interface Wanted extends FairNoticeOptions {
  readonly find: FairFind
  readonly policy: FairPolicy
  readonly shortcut: string
}

export const toWanted = (options: FairNoticeOptions): Wanted => ({
  ...options,
  find: { ...FIND, again: options.find?.accept ?? FIND.again, ...options.find },
  policy: options.policy ?? leaveMeOut,
  shortcut: options.shortcut ?? 'F6',
})
