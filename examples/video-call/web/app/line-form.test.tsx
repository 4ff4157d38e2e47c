import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { maxLineLength } from '../../shared/signalling-messages.ts'
import { createDraft } from '../call/draft.ts'
import { LineForm } from './line-form.tsx'

const lose = createDraft((_, tell) => tell(false))
const show = () =>
  renderToStaticMarkup(<LineForm label="Message" placeholder="Write a message" draft={lose} />)

test('it says nothing of a line that can be sent', () => {
  lose.write('Does anybody read this?')
  expect(show()).toMatch(/role="status"><\/p>/)
})

test('it says that a line did not arrive, and that one is too long to be sent', () => {
  lose.write('a'.repeat(maxLineLength))
  lose.send()
  expect(show()).toContain('It did not arrive and is in the line again.')
  lose.write(`${lose.get().text} b`)
  expect(show()).toContain('Too long to be sent: a line holds 2,000 characters.')
})
