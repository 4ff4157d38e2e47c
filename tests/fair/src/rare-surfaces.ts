import { NO_ANSWERS, once, type Surface } from './surface.ts'

const OPENS_PREVIEW = '.askfirst-host .askfirst-button'
const TURNS_ON = '.askfirst-own .askfirst-actions > :first-child'
const ACCEPT = '[data-askfirst="accept"][data-state="armed"]'
const notice: Pick<Surface, 'part' | 'find' | 'under'> = {
  part: 'notice',
  find: { notice: '.askfirst-notice' },
  under: once,
}
const indicator: Pick<Surface, 'part' | 'find' | 'under'> = {
  part: 'indicator',
  find: { ...NO_ANSWERS, notice: '.askfirst-indicator' },
  under: once,
}
const choices: Pick<Surface, 'part' | 'find' | 'under'> = {
  part: 'choices',
  find: { ...NO_ANSWERS, notice: '.askfirst-modal' },
  under: once,
}
const tally: Pick<Surface, 'part' | 'find' | 'under'> = {
  part: 'tally',
  find: { ...NO_ANSWERS, notice: '.askfirst-tally' },
  under: once,
}
const preview: Pick<Surface, 'part' | 'find' | 'under'> = {
  part: 'host',
  find: { ...NO_ANSWERS, notice: '.askfirst-modal' },
  under: once,
}
const host: Pick<Surface, 'part' | 'find' | 'under'> = {
  part: 'host',
  find: { ...NO_ANSWERS, notice: '.askfirst-host' },
  under: once,
}

/** What people see while something is on its way, has failed or is over, and where there are many of them. */
export const rareSurfaces: Readonly<Record<string, Surface>> = {
  'notice, a yes that waits': {
    ...notice,
    state: 'stalled',
    holds: true,
    opens: ACCEPT,
    reads: /AI summary/,
    shows: '.askfirst-notice[data-state="waiting"]',
  },
  'notice, sending': {
    ...notice,
    state: 'shown, stalled',
    holds: true,
    opens: ACCEPT,
    reads: /Sending your answer/,
    shows: '.askfirst-notice[data-state="sending"]',
    without: { W06: 'a yes is on its way, and what is left to say is no' },
  },
  'notice, a yes that failed': {
    ...notice,
    state: 'shown, failing',
    holds: true,
    opens: ACCEPT,
    reads: /could not be saved/,
    shows: '.askfirst-notice .askfirst-progress[data-state="open"]:not(:empty)',
  },
  'notice, nearly over': {
    ...notice,
    state: 'ending',
    holds: true,
    reads: /time to answer is nearly over|you leave soon/,
    shows: '.askfirst-notes > strong',
    under: (policy) => policy === 'leaveMeOut' || policy === 'acceptOrLeave',
  },
  'sign, outdated page': {
    ...indicator,
    state: 'outdated',
    reads: /reload this page/,
    shows: '.askfirst-indicator li[data-state="outdated"]',
  },
  'sign, unknown AI': {
    ...indicator,
    state: 'unknown',
    reads: /AI is on that this page does not know/,
    shows: '.askfirst-indicator[data-state="off"]:not(:has(li))',
  },
  'sign, sending': {
    ...indicator,
    state: 'yes, stalled',
    holds: true,
    reads: /sending your yes/,
    shows: '.askfirst-indicator li[data-state="sending"]',
  },
  'sign, muted': {
    ...indicator,
    state: 'no, unconfirmed',
    holds: true,
    reads: /Your microphone is muted/,
    shows: '.askfirst-uplink[data-state="muted"] button',
  },
  'sign, unmuted by hand': {
    ...indicator,
    state: 'no, unconfirmed',
    holds: true,
    opens: '.askfirst-uplink[data-state="muted"] button',
    reads: /AI summary/,
    shows: '.askfirst-uplink[data-state="unmuted"]',
  },
  'my choices, outdated page': {
    ...choices,
    state: 'outdated',
    reads: /reload this page/,
    shows: '.askfirst-modal .askfirst-choice[data-state="outdated"]',
  },
  'my choices, erasing offered': {
    ...choices,
    state: 'taken back',
    reads: /Erase/,
    shows: '.askfirst-modal .askfirst-erase button',
  },
  'my choices, erasing asked': {
    ...choices,
    state: 'erasure asked',
    reads: /not confirmed yet/,
    shows: '.askfirst-modal .askfirst-erase li[data-state="open"]',
  },
  'my choices, erased': {
    ...choices,
    state: 'erased',
    reads: /Acme AI: erased/,
    shows: '.askfirst-modal .askfirst-erase li[data-state="done"]',
  },
  'my choices, with all that it says on a press': {
    ...choices,
    state: 'always no',
    opens: ['.askfirst-request button', '.askfirst-modal > .askfirst-details > summary'],
    reads: /within half a minute.*Always say no here.*somebody else’s microphone/s,
    shows:
      '.askfirst-modal:has([data-state="soon"]):has(.askfirst-switch[aria-checked="true"]) > .askfirst-details[open]',
    without: { D10: 'they switched their own no on themselves' },
  },
  'preview, turning on failed': {
    ...preview,
    state: 'before, failing',
    holds: true,
    opens: [OPENS_PREVIEW, `${TURNS_ON}[data-state="armed"]`],
    reads: /That did not work/,
    shows: '.askfirst-own .askfirst-progress:not(:empty)',
  },
  'preview, another host was first': {
    ...preview,
    state: 'before',
    opens: OPENS_PREVIEW,
    isOvertaken: true,
    reads: /Ana turned on AI summary/,
    shows: `${TURNS_ON}[aria-disabled="true"]`,
  },
  'host, asking again failed': {
    ...host,
    state: 'late, failing',
    holds: true,
    opens: '.askfirst-requests .askfirst-link',
    reads: /Ask again those who have not answered.*That did not work/s,
    shows: '.askfirst-requests .askfirst-progress:not(:empty)',
  },
  'host, somebody’s own run, asked again too soon': {
    ...host,
    state: 'own run',
    opens: '.askfirst-host li[data-state="on"] .askfirst-requests .askfirst-link',
    reads: /Let nobody have their own AI summary.*Turn off Ana’s own AI summary.*Too soon/s,
    shows: '.askfirst-requests .askfirst-progress:not(:empty)',
  },
  'tally by counts': {
    ...tally,
    state: 'asked',
    told: 'counts',
    reads: /\d included/,
    shows: '.askfirst-tally[data-disclosure="counts"] li',
  },
  'tally by outcome': {
    ...tally,
    state: 'asked',
    told: 'outcome',
    reads: /Not everyone is included/,
    shows: '.askfirst-tally[data-disclosure="outcome"] li',
  },
  'tally of very many': {
    ...tally,
    state: 'crowd',
    told: 'named',
    reads: /Cleo 2: no answer yet/,
    shows: '.askfirst-tally .askfirst-roster li',
  },
}
