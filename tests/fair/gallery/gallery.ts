import { leaveMeOut, type Policy } from '@askfirst/core'
import type { FairNoticeOptions, FairRow } from '@askfirst/testing/fair'

/** One way to be unfair, or to shut people out, and the one row that it breaks; or that cannot be told there. */
export interface Exhibit {
  readonly row: FairRow
  readonly what: string
  /** Nothing is broken, and this is why the row is not taken for held either. */
  readonly unchecked?: RegExp
  /** Styles that are added to the fair page. */
  readonly css?: string
  /** Markup that stands in place of other markup. */
  readonly html?: readonly (readonly [from: string, to: string])[]
  /** A script that is added. */
  readonly js?: string
  readonly options?: Partial<FairNoticeOptions>
}

const leaves = (afterMs: number): Policy => ({
  ...leaveMeOut,
  // biome-ignore lint/suspicious/noThenProperty: the policy's own word; nobody awaits a policy
  unanswered: { afterMs, then: 'exclude' },
})
const NO = '<button type="button" id="no">Leave me out</button>'
const YES = '<button type="button" id="yes">Include me</button>'
const QUIET = '<div class="quiet" id="quiet">'
const saysNo = (label: string): NonNullable<Exhibit['html']> => [[NO, NO.replace('Leave me out', label)]]

export const gallery: readonly Exhibit[] = [
  { row: 'D01', what: 'the no is not there before "Details" is opened', css: '#no { display: none }' },
  {
    row: 'D01',
    what: 'the no is further down than the notice shows',
    css: '.answers { position: static; grid-template-columns: 1fr; gap: 600px } #notice { max-height: 460px }',
    options: { without: { D09: 'the two rows of one column', D26: 'follows from it' } },
  },
  {
    row: 'D02',
    what: 'the no is a link',
    html: [[NO, '<a class="button" role="button" href="#" id="no">Leave me out</a>']],
    css: '.answers .button { display: grid; align-content: center; min-height: 44px }',
  },
  { row: 'D03', what: 'the yes is larger', css: '.answers { grid-template-columns: 2fr 1fr }' },
  { row: 'D04', what: 'the no is set in thin letters', css: '#no { font-weight: 400 }' },
  {
    row: 'D05',
    what: 'the yes is filled, the no is an outline',
    css: '#yes { background: #064; color: #fff } #no { background: #fff }',
  },
  {
    row: 'D05',
    what: 'the yes shines in many colours',
    css: '#yes { background-image: linear-gradient(90deg, #ffd000, #ff6a00) }',
  },
  {
    row: 'D05',
    what: 'what the no stands in is half transparent',
    html: [[NO, `<div style="display: grid; opacity: 0.7">${NO}</div>`]],
  },
  {
    row: 'D05',
    what: 'a filter makes the no pale',
    css: '#no { filter: opacity(0.25) }',
    options: { without: { D06: 'follows from it' } },
  },
  { row: 'D05', what: 'a filter makes the no grey', css: '#no { filter: grayscale(1) contrast(0.6) }' },
  { row: 'D05', what: 'the yes has a red edge to its left', css: '#yes { border-left: 12px solid #d00000 }' },
  { row: 'D05', what: 'an orange line runs around the yes', css: '#yes { outline: 6px solid #ff8c00 }' },
  {
    row: 'D05',
    what: 'both stand on a picture',
    unchecked: /fills cannot be compared: .*"Include me" stands on an image/,
    css: '.answers button { background-image: linear-gradient(#eef0f2, #dde0e4) }',
  },
  {
    row: 'D06',
    what: 'the panel is a picture',
    unchecked: /contrast cannot be read: .*"Include me" stands on an image/,
    css: '.answers button { background-color: transparent } .answers { background: linear-gradient(#fff, #eee) }',
  },
  { row: 'D06', what: 'both answers are all but transparent', css: '.answers { opacity: 0.25 }' },
  {
    row: 'D06',
    what: 'both answers have an edge that fades below',
    css: '.answers button { border-bottom-color: #ddd }',
  },
  { row: 'D06', what: 'both labels are grey on grey', css: '.answers button { color: #8a8d90 }' },
  {
    row: 'D07',
    what: 'the no asks whether one is sure',
    js: `const sure = Object.assign(document.createElement('button'), { textContent: 'Yes, I am sure', type: 'button' })
      actions.no = () => { document.getElementById('lead').append(sure) }
      sure.addEventListener('click', () => answer('refused'))`,
  },
  {
    row: 'D08',
    what: 'the yes is offered twice',
    html: [['<p id="lead">', '<button type="button">Accept and go on</button><p id="lead">']],
  },
  { row: 'D09', what: 'the no touches the yes', css: '.answers { gap: 2px }' },
  {
    row: 'D09',
    what: 'the no is part of a sentence',
    html: [[NO, `<p style="display: grid; margin: 0">${NO}</p>`]],
  },
  {
    row: 'D10',
    what: 'training is on from the start',
    html: [['id="train"', 'id="train" checked']],
  },
  {
    row: 'D11',
    what: '"Allow all" without a "Refuse all"',
    html: [[QUIET, `${QUIET}<button type="button">Allow all</button>`]],
  },
  {
    row: 'D12',
    what: 'it captures while it asks',
    js: `hooks.asked = () => { captured = true; showSign() }`,
  },
  {
    row: 'D13',
    what: 'half a minute of silence is a yes',
    js: `hooks.asked = () => setTimeout(() => answer('accepted'), 30_000)`,
  },
  { row: 'D13', what: 'scrolling is a yes', js: `addEventListener('scroll', () => answer('accepted'))` },
  {
    row: 'D13',
    what: 'looking at another tab is a yes',
    js: `document.addEventListener('visibilitychange', () => answer('accepted'))`,
  },
  {
    row: 'D14',
    what: 'Esc is a yes',
    js: `addEventListener('keydown', ({ key }) => key === 'Escape' && !$('all').open && answer('accepted'))`,
  },
  {
    row: 'D14',
    what: 'a click beside it is a yes',
    js: `addEventListener('click', ({ target, isTrusted }) => isTrusted && target.closest('section, button, label, dialog') === null && !$('notice').hidden && answer('accepted'))`,
  },
  {
    row: 'D14',
    what: 'going away is a yes',
    js: `addEventListener('pagehide', () => kept() === 'none' && !$('notice').hidden && localStorage.setItem('answer', 'accepted'))`,
  },
  {
    row: 'D14',
    what: 'no click outside can be made',
    unchecked: /no spot outside of the notice/,
    html: [['<main id="call">', '<main id="call" role="main">']],
  },
  {
    row: 'D15',
    what: 'a countdown stands beside the answers',
    html: [[QUIET, `<p>Closes in <b id="left">99</b> s</p>${QUIET}`]],
    js: `setInterval(() => { $('left').textContent -= 1 }, 1000)`,
  },
  {
    row: 'D15',
    what: 'a bar shrinks',
    html: [[QUIET, `<div id="shrinks" style="height: 4px; background: #555; width: 300px"></div>${QUIET}`]],
    js: `let width = 300; setInterval(() => { width = Math.max(0, width - 4); $('shrinks').style.width = width + 'px' }, 100)`,
  },
  {
    row: 'D16',
    what: 'after a no it asks again',
    js: `hooks.answered = (what) => what === 'refused' && setTimeout(() => { $('notice').hidden = false }, 600)`,
  },
  { row: 'D17', what: 'the no says what is lost', html: saysNo('Leave me without notes') },
  { row: 'D18', what: 'the no denies twice', html: saysNo('Don’t disable AI') },
  { row: 'D18', what: 'the no does not say no', html: saysNo('Continue for now') },
  {
    row: 'D19',
    what: 'one sentence is in another language',
    html: [['<p id="more-words">', '<p lang="de">Alles ist gut.</p><p id="more-words">']],
  },
  { row: 'D19', what: 'no language is named', html: [['<html lang="en">', '<html>']] },
  { row: 'D20', what: 'nothing says how long it is kept', html: [[' Kept for 30 days.', '']] },
  {
    row: 'D20',
    what: 'the first layer is a contract',
    css: '#notice { max-height: 400px }',
    html: [
      [
        '<p id="more-words">',
        `<p>${'Words that nobody reads to their end. '.repeat(12)}</p><p id="more-words">`,
      ],
    ],
  },
  {
    row: 'D21',
    what: 'taking back asks whether one is sure',
    js: `actions.back = () => { $('sign-text').textContent = 'Are you sure?' }`,
  },
  { row: 'D21', what: 'the sign has no way back', css: '#back { display: none }' },
  {
    row: 'D21',
    what: 'erasing is offered in place of taking back',
    js: `hooks.sign = () => { if (captured) $('erase').hidden = false }`,
  },
  {
    row: 'D22',
    what: 'the sign says nothing is on while it is',
    js: `hooks.sign = () => { $('sign').removeAttribute('data-on'); if (captured) $('sign-text').textContent = 'AI summary: resting' }`,
  },
  {
    row: 'D23',
    what: 'a no mutes the microphone',
    js: `hooks.answered = (what) => { if (what === 'refused') call.mic = 'off' }`,
  },
  {
    row: 'D24',
    what: 'links all over it',
    html: [
      [
        '<p id="more-words">',
        '<p>Read the <a href="#terms">terms</a>, the <a href="#rules">rules</a> and the <a href="#more">rest</a>.</p><p id="more-words">',
      ],
    ],
  },
  {
    row: 'D25',
    what: 'the screen has another order than the keyboard',
    css: '#yes { order: 2 }',
  },
  {
    row: 'D26',
    what: 'on a small screen the answers are below what is seen',
    css: '.answers { position: static }',
  },
  {
    row: 'D26',
    what: 'the details lead to a button that leads to the details',
    css: '#all p { display: none }',
    options: { find: { always: null } },
  },
  { row: 'D26', what: 'nothing leads to the details', css: '#details { display: none }' },
  {
    row: 'D27',
    what: 'guests have no "Later"',
    js: `if (location.search.includes('guest')) $('later').remove()`,
  },
  { row: 'W01', what: 'it takes focus', js: `hooks.asked = () => $('notice').focus()` },
  {
    row: 'W02',
    what: 'yes counts from the first moment',
    js: `guard.counts = ({ isTrusted }) => isTrusted && (presses.size === 0 || presses.get('Enter') === undefined || presses.get('Enter').target === $('yes') || presses.get('Enter').target === $('no'))`,
  },
  {
    row: 'W02',
    what: 'a script may answer',
    js: `const strict = guard.counts; guard.counts = (event) => isArmed && (!event.isTrusted || strict(event))`,
  },
  {
    row: 'W02',
    what: 'assistive technology cannot answer',
    js: `const open = guard.counts; guard.counts = (event) => presses.size > 0 && open(event)`,
  },
  {
    row: 'W03',
    what: 'nothing announces it',
    js: `$('status').remove(); const ask2 = call; $('call').insertAdjacentHTML('beforeend', '<p hidden id="status"></p>')`,
  },
  {
    row: 'W03',
    what: 'what announces it comes with its words',
    js: `$('status').remove(); $('call').insertAdjacentHTML('beforeend', '<p hidden id="status"></p>')
      hooks.asked = () => $('call').insertAdjacentHTML('beforeend', '<p class="unseen" role="status">Include you in AI summary? Press F6 to answer.</p>')`,
  },
  {
    row: 'W03',
    what: 'an alert breaks in on who is speaking',
    html: [['<div role="status" class', '<div role="alert" class']],
  },
  {
    row: 'W03',
    what: 'the status is assertive',
    html: [['<div role="status" class', '<div role="status" aria-live="assertive" class']],
  },
  {
    row: 'W03',
    what: 'the status is not rendered, so that nobody hears it',
    css: '#status { display: none }',
  },
  {
    row: 'W03',
    what: 'the status is hidden from screen readers',
    html: [['<div role="status" class', '<div aria-hidden="true" role="status" class']],
  },
  {
    row: 'W04',
    what: 'Tab goes round and round',
    js: `$('notice').addEventListener('keydown', (event) => { if (event.key === 'Tab' && document.activeElement.id === 'details') { event.preventDefault(); $('train').focus() } })`,
  },
  { row: 'W04', what: 'no key leads there', js: `hooks.noKey = true` },
  { row: 'W05', what: 'it goes away after a minute', js: `hooks.asked = () => setTimeout(close, 60_000)` },
  {
    row: 'W05',
    what: 'a policy has a limit, and nobody sees a warning',
    unchecked: /the policy leaves 120000 ms; whether the page does, and warns .* not seen here/,
    js: `hooks.asked = () => setTimeout(close, 120_000)`,
    options: { policy: leaves(120_000) },
  },
  { row: 'W05', what: 'a policy leaves no time', options: { policy: leaves(10_000) } },
  { row: 'W06', what: 'it cannot be put off', css: '#later { display: none }' },
  { row: 'W06', what: 'nobody can always say no', css: '#all label { display: none }' },
  {
    row: 'W07',
    what: 'it says that it is modal',
    html: [['<section id="notice"', '<section id="notice" role="dialog" aria-modal="true"']],
  },
  {
    row: 'W08',
    what: 'its name is not its title',
    html: [['aria-labelledby="title" tabindex', 'aria-label="Include you in AI summary?" tabindex']],
  },
  {
    row: 'W08',
    what: 'it points to an id that is nowhere',
    html: [['<section id="notice"', '<section id="notice" aria-describedby="gone"']],
  },
  {
    row: 'W09',
    what: 'an alert puts first focus on yes',
    html: [['<section id="notice"', '<section id="notice" role="alertdialog"']],
    js: `hooks.asked = () => document.activeElement === document.body && $('yes').focus()`,
  },
  {
    row: 'W10',
    what: 'it lies over mute',
    css: '#notice { inset: 16px 16px auto auto; bottom: auto; width: 90vw; max-height: 700px }',
  },
  {
    row: 'W10',
    what: 'in full screen nobody sees it',
    js: `document.addEventListener('fullscreenchange', () => document.body.append($('notice')))`,
  },
  {
    row: 'W11',
    what: 'the answers are hard to hit',
    css: '.answers button { min-height: 30px; padding: 0 }',
  },
  {
    row: 'W11',
    what: 'the rest is hard to hit',
    css: '.quiet button { min-height: 0; font-size: 14px; line-height: 1; padding: 0 }',
  },
  { row: 'W12', what: 'large text is cut off', css: '#facts { height: 52px; overflow: hidden }' },
  { row: 'W12', what: 'it is wider than a small screen', css: '#lead { width: 400px }' },
  {
    row: 'W13',
    what: 'edges are shadows, which forced colours drop',
    css: '.answers button { border: 0; box-shadow: 0 0 0 2px #555; background: #555; color: #fff }',
  },
  {
    row: 'W13',
    what: 'focus is not to be seen',
    css: ':focus-visible { outline: none; box-shadow: 0 0 0 3px #0a58ca }',
  },
  {
    row: 'W14',
    what: 'it slides in, whoever asked for less motion',
    css: '@keyframes slide { from { transform: translateY(40px) } } #notice { animation: slide 300ms }',
  },
  {
    row: 'W15',
    what: 'after an answer focus is lost',
    js: `hooks.answered = () => document.activeElement.blur()`,
  },
  {
    row: 'W16',
    what: 'the yes is called otherwise than it reads',
    html: [[YES, YES.replace('id="yes"', 'id="yes" aria-label="Accept AI"')]],
  },
  { row: 'W17', what: 'once taken back it cannot be changed', css: '#change, #erase { display: none }' },
  {
    row: 'W18',
    what: 'the sign has a colour and no words',
    js: `hooks.sign = () => { $('sign-text').textContent = '●'; $('back').textContent = '■'; $('change').textContent = '■' }
      showSign()`,
    css: '[data-on] #sign-text { color: #c00 }',
  },
  {
    row: 'W19',
    what: 'the question is only spoken',
    html: [
      ['<p id="lead">Ana turned on AI summary. It uses your voice to summarise the meeting.</p>', ''],
      ['<p id="facts">Processed by Acme AI in the EU. Kept for 30 days.</p>', ''],
      [
        '<p id="more-words">Nothing of you is used before you say yes. You can change your answer at any time.</p>',
        '',
      ],
      ['<label><input type="checkbox" id="train" /> Train AI models with what you say</label>', ''],
      ['>Include you in AI summary?</h2>', '>AI</h2>'],
    ],
    options: { facts: {}, feature: 'AI' },
  },
]
