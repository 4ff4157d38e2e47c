import { DRAWN, type Exhibit, QUIET, saysNo, TRAIN, YES } from './exhibit.ts'

/** What it says, presets or is called. */
export const unfairWords: readonly Exhibit[] = [
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
    row: 'D11',
    what: 'the optional purpose has to be on',
    html: [[TRAIN, TRAIN.replace('id=', 'required id=')]],
  },
  {
    row: 'D11',
    what: 'a list draws some of its purposes',
    unchecked: /a list says by aria-setsize that it has more purposes than it draws/,
    html: [[`<label>${TRAIN}`, `<label aria-setsize="20">${TRAIN}`]],
    options: { optionalAsks: 20 },
  },
  {
    row: 'D10',
    what: 'training is on from the start in a shadow root',
    html: [[`<label>${TRAIN} Train AI models with what you say</label>`, '<ai-switch></ai-switch>']],
    js: `document.querySelector('ai-switch').attachShadow({ mode: 'open' }).innerHTML =
      '<label style="display: grid; min-height: 44px"><input type="checkbox" checked style="width: 24px; height: 24px"> Train AI models</label>'`,
  },
  {
    row: 'D17',
    what: 'the answers are verbs that nobody listed',
    isFair: true,
    html: [[YES, YES.replace('Include me', 'Eavesdrop on me')], ...saysNo('Don’t eavesdrop on me')],
  },
  { row: 'D18', what: 'the no denies', isFair: true, html: saysNo('Deny') },
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
    row: 'W16',
    what: 'the yes is called otherwise than it reads',
    html: [[YES, YES.replace('id="yes"', 'id="yes" aria-label="Accept AI"')]],
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
    options: { feature: 'AI', without: { D20: 'follows from it' } },
  },
  {
    row: 'D10',
    what: 'training is on from the start in a switch that is drawn',
    html: [[TRAIN, `${TRAIN.replace(' />', ' checked style="opacity: 0; position: absolute" />')}${DRAWN}`]],
  },
  {
    row: 'D10',
    what: 'training is a button that is pressed from the start',
    html: [
      [
        `<label>${TRAIN} Train AI models with what you say</label>`,
        '<button type="button" aria-pressed="true">Train AI models with what you say</button>',
      ],
    ],
  },
  {
    row: 'D11',
    what: 'the optional purpose is a switch that is drawn, and off',
    isFair: true,
    html: [[TRAIN, `${TRAIN.replace(' />', ' class="unseen" />')}${DRAWN}`]],
  },
  { row: 'D17', what: 'the no leaves somebody behind', html: saysNo('Leave me behind') },
  { row: 'D17', what: 'the no refuses what nobody would', html: saysNo('Refuse help') },
  { row: 'D18', what: 'the no leaves it on', html: saysNo('Leave it on') },
  { row: 'D18', what: 'the no has no objection', html: saysNo('No problem') },
  {
    row: 'D19',
    what: 'the language is named with its country',
    isFair: true,
    html: [['<html lang="en">', '<html lang="en-US">']],
    options: { lang: 'en' },
  },
  {
    row: 'D19',
    what: 'a name is in the language that it comes from',
    isFair: true,
    html: [['Processed by Acme AI', 'Processed by <span lang="fr">Société Acme</span>']],
    options: { names: ['Société Acme'] },
  },
  {
    row: 'W16',
    what: 'a cross is called by a word',
    isFair: true,
    html: [[QUIET, `${QUIET}<button type="button" aria-label="Close" style="min-width: 44px">×</button>`]],
  },
  { row: 'D20', what: 'facts are cut away', css: '#facts { clip-path: inset(50%) }' },
  {
    row: 'D20',
    what: 'facts are under a sheet',
    html: [
      [
        '<p id="more-words">',
        '<div style="position: relative; height: 40px; margin: -40px 0 0; background: #fff"></div><p id="more-words">',
      ],
    ],
  },
  {
    row: 'D20',
    what: 'a style says more than anybody reads',
    css: `#lead::after { content: " ${'Whoever says no is a burden to others. '.repeat(9)}" } #notice { max-height: 400px }`,
  },
  {
    row: 'D20',
    what: 'a style draws something before the facts',
    unchecked: /whether the facts can be read is not seen: something is laid over/,
    css: '#facts { position: relative } #facts::before { content: ""; position: absolute; inset: 0; background: #fff }',
  },
  { row: 'D20', what: 'facts are white on white', css: '#facts { color: #f4f4f4 }' },
  { row: 'D20', what: 'facts are dots', css: '#facts { font-size: 2px }' },
  {
    row: 'D20',
    what: 'facts stand on a picture',
    unchecked: /whether the facts can be read is not seen: .* stands on an image/,
    css: '#facts { background-image: linear-gradient(#eee, #333) }',
  },
]
