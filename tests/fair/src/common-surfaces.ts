import { policies } from '../page/declared.ts'
import { isToStay, NO_ANSWERS, once, type Surface } from './surface.ts'

const INCLUDED = /^(?!.*Not included).*Included: /s
const OPENED = 'what the person opened themselves is the whole answer to that'

/** What people see on most days. */
export const commonSurfaces: Readonly<Record<string, Surface>> = {
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
    reads: /AI summary.*Do not join|AI summary.*out/s,
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
    under: once,
  },
  'sign, connection lost': {
    part: 'indicator',
    state: 'cut-off',
    reads: /not known.*no connection/i,
    shows: '.askfirst-indicator li[data-state="unknown"]',
    find: { ...NO_ANSWERS, notice: '.askfirst-indicator' },
    under: once,
  },
  'sign, no connection': {
    part: 'indicator',
    state: 'given-up',
    reads: /nothing of you.*no connection/i,
    shows: '.askfirst-indicator li[data-state="offline"]',
    find: { ...NO_ANSWERS, notice: '.askfirst-indicator' },
    under: once,
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
    under: once,
  },
  'tally by names': {
    part: 'tally',
    state: 'asked',
    reads: /Ben: no answer yet/,
    told: 'named',
    shows: '.askfirst-tally li',
    find: { ...NO_ANSWERS, notice: '.askfirst-tally' },
    under: once,
  },
  'to take home': {
    part: 'take-home',
    state: 'included',
    reads: /receipt/,
    shows: '.take-home .askfirst-choice button',
    find: { ...NO_ANSWERS, notice: '.take-home' },
    under: once,
  },
  'taken home': {
    part: 'take-home',
    state: 'included',
    reads: /Read or print it/,
    opens: '.take-home button',
    shows: '.take-home a[download]',
    find: { ...NO_ANSWERS, notice: '.take-home' },
    under: once,
  },
}
