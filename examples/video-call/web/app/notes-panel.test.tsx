import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { NotesPanel } from './notes-panel.tsx'

const march = 'The launch moves to the second week of March.'
const show = (sentences: string[], transcript: string[] = []) =>
  renderToStaticMarkup(
    <NotesPanel summary={{ kind: 'summary', sentences }} transcript={transcript} heard={0} />,
  ).replaceAll(/<[^>]*>/g, ' ')

test.each([
  ['a summary', [march], []],
  ['a transcript', [], [`Ana: ${march}`]],
  ['neither yet', [], []],
])('with %s it says what is left out, once, and neither how much nor whose', (_, sentences, transcript) => {
  const said = show(sentences, transcript).split(
    'Left out of summary and transcript: messages of people who are not included, and what anybody wrote before their yes. Neither says whose.',
  )
  expect(said).toHaveLength(2)
})

test('it says that a summary is not all that was written', () => {
  expect(show([march])).toMatch(/March\..*in five sentences at most/)
})
