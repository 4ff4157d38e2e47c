import { type Exhibit, QUIET, saysNo, YES } from './exhibit.ts'

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
    options: { facts: {}, feature: 'AI' },
  },
]
