import type { FairFind, FairNoticeOptions, FairRow } from '@askfirst/testing/fair'
import { type PolicyName, policies, type State } from '../page/scene.ts'
import { type Cell, listCells } from './pairwise.ts'

// Every prefab in every state, under every policy, in every way to look at it.

interface Surface {
  readonly part: 'notice' | 'lobby' | 'indicator' | 'choices' | 'host' | 'tally' | 'take-home'
  readonly state: State
  readonly find: Partial<FairFind>
  /** What it says in English once it is in that state. */
  readonly reads: RegExp
  /** What is there, in every language, once it is in that state. */
  readonly shows: string
  /** Opened by a press of this first. */
  readonly opens?: string
  /** How many optional asks are beside the question. @default 1 */
  readonly optionalAsks?: number
  /** Under which policies there is one. @default all */
  readonly under?: (policy: PolicyName) => boolean
  readonly without?: Partial<Record<FairRow, string>>
}

const NO_ANSWERS = { accept: null, refuse: null, later: null, details: null, always: null } as const
const INCLUDED = /^(?!.*Not included).*Included: /s
const isToStay = (policy: PolicyName) => policies[policy].decline === 'exclude'
const OPENED = 'what the person opened themselves is the whole answer to that'

export const surfaces: Readonly<Record<string, Surface>> = {
  notice: {
    part: 'notice',
    state: 'asked',
    reads: /AI summary.*Leave|AI summary.*out/s,
    shows: '.askfirst-notice[data-state="open"] [data-askfirst="refuse"]',
    find: { notice: '.askfirst-notice' },
  },
  'two questions': {
    part: 'notice',
    state: 'two',
    reads: /1 more question/,
    shows: '.askfirst-notice[data-state="open"] [data-askfirst="refuse"]',
    find: { notice: '.askfirst-notice' },
    optionalAsks: 0,
  },
  lobby: {
    part: 'lobby',
    state: 'asked',
    reads: /AI summary.*Leave|AI summary.*out/s,
    shows: '.askfirst-lobby [data-askfirst="refuse"]',
    find: { notice: '.askfirst-lobby' },
  },
  'question in my choices': {
    part: 'choices',
    state: 'asked',
    reads: /AI summary/,
    shows: '.askfirst-choice[data-state="question"] [data-askfirst="accept"]',
    find: {
      notice: '.askfirst-choice:has([data-askfirst="accept"])',
      details: null,
      always: null,
    },
    // Where no yes is needed it is a question for seconds only.
    under: (policy) => policies[policy].basis === 'consent',
    without: {
      D20: 'the first layer stands below what became of it',
      D24: OPENED,
      D26: 'among everything else it is scrolled to, yes and no alike',
    },
  },
  preview: {
    part: 'host',
    state: 'before',
    reads: /Turn on AI summary\?/,
    shows: '.askfirst-modal .askfirst-own .askfirst-actions > :nth-child(2)',
    opens: '.askfirst-host .askfirst-button',
    find: {
      notice: '.askfirst-modal',
      accept: '.askfirst-own .askfirst-actions > :nth-child(1)',
      refuse: '.askfirst-own .askfirst-actions > :nth-child(2)',
      ...{ later: null, details: null, always: null },
    },
    // Where a no means leaving, or ends it for everybody, who turns it on cannot leave themselves out.
    under: isToStay,
    without: {
      D17: 'one press turns it on and answers, and the label says both',
      D20: 'the first layer stands in it within words about it',
    },
  },
  told: {
    part: 'notice',
    state: 'told',
    reads: /left out/i,
    shows: '.askfirst-notice[data-state="told"]',
    find: { ...NO_ANSWERS, notice: '.askfirst-notice' },
    under: isToStay,
  },
  'sign, nothing on': {
    part: 'indicator',
    state: 'before',
    reads: /No AI is on/,
    shows: '.askfirst-indicator[data-state="off"]:not(:has(li))',
    find: { ...NO_ANSWERS, notice: '.askfirst-indicator' },
  },
  'sign, included': {
    part: 'indicator',
    state: 'included',
    reads: INCLUDED,
    shows: '.askfirst-indicator[data-state="on"] li[data-state="included"]',
    find: { ...NO_ANSWERS, notice: '.askfirst-indicator' },
  },
  'sign, left out': {
    part: 'indicator',
    state: 'left-out',
    reads: /left out/i,
    shows: '.askfirst-indicator[data-state="off"] li[data-state="left-out"]',
    find: { ...NO_ANSWERS, notice: '.askfirst-indicator' },
    under: isToStay,
  },
  // These look the same under every policy that has them.
  'sign, put off': {
    part: 'indicator',
    state: 'put-off',
    reads: /not included/i,
    shows: '.askfirst-indicator li[data-state="later"]',
    find: { ...NO_ANSWERS, notice: '.askfirst-indicator' },
    under: (policy) => policy === 'leaveMeOut',
  },
  'sign, connection lost': {
    part: 'indicator',
    state: 'cut-off',
    reads: /not known.*no connection/i,
    shows: '.askfirst-indicator li[data-state="unknown"]',
    find: { ...NO_ANSWERS, notice: '.askfirst-indicator' },
    under: (policy) => policy === 'leaveMeOut',
  },
  'sign, no connection': {
    part: 'indicator',
    state: 'given-up',
    reads: /nothing of you.*no connection/i,
    shows: '.askfirst-indicator li[data-state="offline"]',
    find: { ...NO_ANSWERS, notice: '.askfirst-indicator' },
    under: (policy) => policy === 'leaveMeOut',
  },
  'my choices, included': {
    part: 'choices',
    state: 'included',
    reads: INCLUDED,
    shows: '.askfirst-modal .askfirst-choice[data-state="included"]',
    find: { ...NO_ANSWERS, notice: '.askfirst-modal' },
  },
  'my choices, left out': {
    part: 'choices',
    state: 'left-out',
    reads: /left out/i,
    shows: '.askfirst-modal .askfirst-choice[data-state="left-out"]',
    find: { ...NO_ANSWERS, notice: '.askfirst-modal' },
    under: isToStay,
  },
  host: {
    part: 'host',
    state: 'asked',
    reads: /Turn off AI summary/,
    shows: '.askfirst-host button[data-state="on"]',
    find: { ...NO_ANSWERS, notice: '.askfirst-host' },
  },
  'host, no connection': {
    part: 'host',
    state: 'cut-off',
    reads: /AI summary/,
    shows: '.askfirst-host',
    find: { ...NO_ANSWERS, notice: '.askfirst-host' },
    under: (policy) => policy === 'leaveMeOut',
  },
  'tally by names': {
    part: 'tally',
    state: 'asked',
    reads: /Ben: no answer yet/,
    shows: '.askfirst-tally li',
    find: { ...NO_ANSWERS, notice: '.askfirst-tally' },
    under: (policy) => policy === 'leaveMeOut',
  },
  'to take home': {
    part: 'take-home',
    state: 'included',
    reads: /receipt/,
    shows: '.take-home .askfirst-choice button',
    find: { ...NO_ANSWERS, notice: '.take-home' },
    under: (policy) => policy === 'leaveMeOut',
  },
}

export const axes = {
  surface: Object.keys(surfaces),
  policy: Object.keys(policies),
  look: ['light', 'dark', 'forced colours'],
  language: ['en', 'en-XA', 'ar'],
  room: ['wide', '200 % text', '320 × 256'],
  motion: ['any', 'reduced'],
} as const
export type Axis = keyof typeof axes
export type FairCell = Cell<Axis>

export const surfaceOf = ({ surface }: FairCell): Surface => {
  const found = surfaces[surface]
  if (found === undefined) throw new Error(`no surface ${surface}`)
  return found
}
export const listFairCells = (): FairCell[] =>
  listCells<Axis>(axes, (cell) => surfaceOf(cell).under?.(cell.policy as PolicyName) !== false)

export const nameCell = (cell: FairCell): string => Object.values(cell).join(' · ')

/** What is written the same in every language; durations are Intl's, which knows no pseudo-locale. */
const NAMES = [
  'Acme AI',
  'acme-large-3',
  ...['Ana', 'Ben', 'Cleo', 'Dora', 'Ed', 'Fay', 'Gus'],
  'EU',
  'F6',
  'Esc',
  'AI',
  'seconds',
  'minutes',
  'days',
  'and',
]

export function optionsOf(cell: FairCell): FairNoticeOptions {
  const { find, optionalAsks = 1, without } = surfaceOf(cell)
  const policy = policies[cell.policy as PolicyName]
  const isRefusable = find.accept !== null
  return {
    find,
    policy,
    lang: cell.language,
    names: NAMES,
    order: 'accept-first',
    ...(isRefusable && { optionalAsks }),
    without: { ...(cell.room === '200 % text' && { D26: 'it is about text of its usual size' }), ...without },
  }
}

/** The address of a cell, at the page's. */
export function toQuery(cell: FairCell, state: State = surfaceOf(cell).state): string {
  const { part } = surfaceOf(cell)
  const text = cell.room === '200 % text' ? 'large' : 'normal'
  // Nobody is included before the time to object is over: the meeting runs ahead to it.
  const pace = state === 'included' && cell.policy === 'objection' ? '8' : '1'
  return `?${new URLSearchParams({ part, state, policy: cell.policy, lang: cell.language, text, pace })}`
}

export function contextOf(cell: FairCell) {
  return {
    viewport: cell.room === '320 × 256' ? { width: 320, height: 256 } : { width: 1100, height: 720 },
    colorScheme: cell.look === 'dark' ? ('dark' as const) : ('light' as const),
    forcedColors: cell.look === 'forced colours' ? ('active' as const) : ('none' as const),
    reducedMotion: cell.motion === 'reduced' ? ('reduce' as const) : ('no-preference' as const),
  }
}
