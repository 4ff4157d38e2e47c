import type { Exhibit } from './exhibit.ts'

/** Screens, settings and devices with which it cannot be seen, read or reached. */
export const shutOut: readonly Exhibit[] = [
  {
    row: 'D26',
    what: 'on a small screen the answers are below what is seen',
    css: '.answers { position: static }',
  },
  {
    row: 'D26',
    what: 'on a small screen it is not there',
    css: '@media (max-height: 300px) { #notice { display: none } }',
  },
  {
    row: 'D26',
    what: 'the details lead to a button that leads to the details',
    css: '#all p { display: none }',
    options: { find: { always: null } },
  },
  { row: 'D26', what: 'nothing leads to the details', css: '#details { display: none }' },
  {
    row: 'W07',
    what: 'it says that it is modal',
    html: [['<section id="notice"', '<section id="notice" role="dialog" aria-modal="true"']],
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
    css: '#notice { inset: 16px 16px auto auto; bottom: auto; width: 90vw; max-height: calc(100vh - 32px) }',
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
  {
    row: 'W12',
    what: 'what it stands in cuts it off',
    css: `.cuts { position: fixed; right: 16px; bottom: 16px; width: min(26rem, 100vw - 32px); overflow: hidden }
      .cuts #notice { position: static; width: auto; margin-bottom: -30px }`,
    js: `const cuts = Object.assign(document.createElement('div'), { className: 'cuts' })
      $('notice').before(cuts); cuts.append($('notice'))`,
    options: { without: { D26: 'follows from it' } },
  },
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
    row: 'W14',
    what: 'it fades in where it is, slowly',
    isFair: true,
    css: '@keyframes fade { from { opacity: 0; animation-timing-function: ease-out } } #notice { animation: fade 4s }',
  },
  {
    row: 'W14',
    what: '"Later" blinks, for hours and not without end',
    css: '@keyframes blink { 50% { opacity: 0.4 } } #later { animation: blink 1s 9999 }',
  },
  {
    row: 'W14',
    what: '"Later" blinks, by a script',
    js: `$('later').animate({ opacity: [1, 0.4, 1] }, { duration: 1000, iterations: 9999 })`,
  },
  {
    row: 'W14',
    what: '"Later" fades in for a minute',
    css: '@keyframes fade { from { opacity: 0.5 } } #later { animation: fade 60s }',
  },
  {
    row: 'W18',
    what: 'the sign has a colour and no words',
    js: `hooks.sign = () => { $('sign-text').textContent = '●'; $('back').textContent = '■'; $('change').textContent = '■' }
      showSign()`,
    css: '[data-on] #sign-text { color: #c00 }',
  },
  {
    row: 'W10',
    what: 'nothing is named that must not be covered',
    unchecked: /nothing visible matches #captions: say in find.keepClear/,
    options: { find: { keepClear: '#captions' } },
  },
  {
    row: 'W14',
    what: 'what it stands in slides in, whoever asked for less motion',
    css: '@keyframes slide { from { transform: translateY(40px) } } .slides { animation: slide 300ms }',
    js: `const slides = Object.assign(document.createElement('div'), { className: 'slides' })
      $('notice').before(slides); slides.append($('notice'))`,
  },
  {
    row: 'W13',
    what: 'facts can be scrolled with the keyboard',
    isFair: true,
    html: [
      [
        '<p id="facts">Processed by Acme AI in the EU. Kept for 30 days.</p>',
        '<section tabindex="0" aria-label="Facts" class="facts">Processed by Acme AI in the EU. Kept for 30 days.</section>',
      ],
    ],
    css: '.facts { max-height: 60px; overflow: auto; margin-bottom: 8px }',
  },
]
