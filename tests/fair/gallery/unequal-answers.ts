import { type Exhibit, inside, NO, YES } from './exhibit.ts'

/** Ways in which the two answers do not stand beside each other as equals. */
export const unequalAnswers: readonly Exhibit[] = [
  { row: 'D01', what: 'the no is not there before "Details" is opened', css: '#no { display: none }' },
  {
    row: 'D01',
    what: 'the no is further down than the notice shows',
    css: '.answers { position: static; grid-template-columns: 1fr; gap: 600px } #notice { max-height: 460px }',
    options: { without: { D09: 'the two rows of one column', D26: 'follows from it' } },
  },
  {
    row: 'D01',
    what: 'there is a yes, and no other answer',
    css: '#no { display: none }',
    options: { find: { refuse: null } },
  },
  {
    row: 'D01',
    what: 'the yes lies over a part of the no, and is not seen there',
    css: '#yes { position: relative; z-index: 1 } #yes::after { content: ""; position: absolute; inset: 0 -30% 0 0 }',
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
  { row: 'D05', what: 'the letters of the no are paler', css: '#no { color: #666 }' },
  {
    row: 'D05',
    what: 'the yes is green and the no is grey, and both stand out as much',
    css: '#yes { background: #1a7f37; color: #fff } #no { background: #6e6e6e; color: #fff }',
  },
  {
    row: 'D05',
    what: 'the letters of the yes are green and those of the no grey, and both stand out as much',
    css: '#yes { color: #0a6b2d } #no { color: #5a5a5a }',
  },
  {
    row: 'D05',
    what: 'the no has focus, and shows so by a shadow',
    isFair: true,
    css: '#no:focus-visible { outline: 2px solid transparent; box-shadow: 0 0 0 3px #0a58ca }',
    js: `hooks.asked = () => document.activeElement === document.body && $('no').focus()`,
  },
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
    row: 'D04',
    what: 'the label in the no is thin, and the button is not',
    html: [[NO, inside(NO, 'font-weight: 300')]],
  },
  {
    row: 'D05',
    what: 'the label in the yes is on yellow',
    html: [[YES, inside(YES, 'background: #ffd000')]],
  },
  {
    row: 'D05',
    what: 'yellow is laid under the label of the yes',
    css: '#yes { position: relative; z-index: 0 } #yes::before { content: ""; position: absolute; inset: 0; z-index: -1; background: #ffd000 }',
  },
  {
    row: 'D05',
    what: 'the label in the no is half transparent',
    html: [[NO, inside(NO, 'opacity: 0.5')]],
    options: { without: { D06: 'follows from it' } },
  },
  {
    row: 'D05',
    what: 'a star stands in the yes',
    html: [
      [
        YES,
        YES.replace(
          '>Include',
          '><svg width="16" height="16" aria-hidden="true"><rect width="16" height="16" /></svg> Include',
        ),
      ],
    ],
  },
  {
    row: 'D05',
    what: 'something is laid over both labels',
    unchecked: /fills cannot be compared: something is laid over or under the letters of .*"Include me"/,
    css: '.answers button { position: relative } .answers button::after { content: ""; position: absolute; inset: 0; background: #fff8 }',
  },
  {
    row: 'D06',
    what: 'both labels are grey, and their buttons are not',
    html: [
      [YES, inside(YES, 'color: #8a8d90')],
      [NO, inside(NO, 'color: #8a8d90')],
    ],
  },
]
