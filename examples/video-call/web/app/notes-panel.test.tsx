import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { NotesPanel } from './notes-panel.tsx'

const march = 'The launch moves to the second week of March.'
const show = (...sentences: string[]) =>
  renderToStaticMarkup(
    <NotesPanel summary={{ kind: 'summary', sentences }} transcript={[]} heard={0} />,
  ).replaceAll(/<[^>]*>/g, ' ')

test.each([
  ['a summary', [march]],
  ['no summary yet', []],
])('with %s it says what is left out, and neither how much nor whose', (_, sentences) => {
  expect(show(...sentences)).toContain(
    'Left out of it: messages of people who are not included, and what anybody wrote before their yes. It does not say whose.',
  )
})

test('it says that a summary is not all that was written', () => {
  expect(show(march)).toMatch(/March\..*in five sentences at most/)
})
