import { NO_ANSWERS, once, type Surface } from './surface.ts'

const forAll = (policy: string): boolean => policy === 'everyoneOrNobody'
const found = (notice: string): Pick<Surface, 'find' | 'under'> => ({
  find: { ...NO_ANSWERS, notice },
  under: once,
})

/** What people see who are in another place, of another kind, or beside others that are. */
export const otherSurfaces: Readonly<Record<string, Surface>> = {
  'notice, of a room': {
    part: 'notice',
    state: 'room',
    reads: /counts for everyone in this room/,
    shows: '.askfirst-notice[data-state="open"] [data-askfirst="refuse"]',
    find: { notice: '.askfirst-notice' },
    optionalAsks: 0,
    under: once,
  },
  'notice, of somebody’s own run': {
    part: 'notice',
    state: 'own run',
    reads: /Ana’s own AI summary/,
    shows: '.askfirst-notice[data-state="open"] [data-askfirst="refuse"]',
    find: { notice: '.askfirst-notice' },
    under: once,
  },
  'told of a standing no': {
    part: 'notice',
    state: 'always no',
    ...found('.askfirst-notice'),
    reads: /because you always say no here/,
    shows: '.askfirst-notice[data-state="told"]',
  },
  'sign, paused': {
    part: 'indicator',
    state: 'paused',
    ...found('.askfirst-indicator'),
    under: forAll,
    reads: /waits/i,
    shows: '.askfirst-indicator li[data-state="waiting"]',
  },
  'sign, others here': {
    part: 'indicator',
    state: 'included, others',
    ...found('.askfirst-indicator'),
    reads: /Hall camera/,
    shows: '.askfirst-indicator .askfirst-others-here:not(:empty)',
  },
  'my choices, nothing on': {
    part: 'choices',
    state: 'before',
    ...found('.askfirst-modal'),
    reads: /Off/,
    shows: '.askfirst-modal .askfirst-choice[data-state="off"]',
  },
  'host, nothing on': {
    part: 'host',
    state: 'before',
    ...found('.askfirst-host'),
    reads: /Turn on AI summary/,
    shows: '.askfirst-host button[data-state="off"]',
  },
  'host, paused': {
    part: 'host',
    state: 'paused',
    ...found('.askfirst-host'),
    under: forAll,
    reads: /AI summary/,
    shows: '.askfirst-host li[data-state="paused"]',
  },
  'host, requests': {
    part: 'host',
    state: 'requests',
    ...found('.askfirst-host'),
    reads: /Asking to turn it off: Cleo/,
    shows: '.askfirst-host button[data-state="on"]',
  },
  'lobby, answered': {
    part: 'lobby',
    state: 'included',
    ...found('.askfirst-told'),
    reads: /AI summary/,
    shows: '.askfirst-told .askfirst-link',
  },
  'lobby, others there': {
    part: 'lobby',
    state: 'others',
    ...found('.askfirst-lobby ~ p'),
    reads: /Hall camera/,
    shows: '.askfirst-lobby ~ p',
  },
  'lobby, no connection': {
    part: 'lobby',
    state: 'cut-off',
    ...found('p.askfirst'),
    reads: /connection/,
    shows: 'p.askfirst',
  },
  'a receipt not to be had': {
    part: 'take-home',
    state: 'nothing to take',
    ...found('.take-home'),
    opens: '.take-home button',
    reads: /Please try again|did not work|could not/i,
    shows: '.take-home [role="status"] p',
  },
  'a link of their own': {
    part: 'take-home',
    state: 'included',
    ...found('.take-home'),
    opens: '.take-home > :last-child button',
    reads: /This link is yours/,
    shows: '.take-home > :last-child a',
  },
}
