// @vitest-environment jsdom
import { createText, describeNotice } from '@askfirst/react'
import { expectFairNoticeInDom } from '@askfirst/testing/fair'
import { expect, test } from 'vitest'
import { notes } from '../../docs/snippets/languages.ts'

test('the words of a feature that docs/languages.md prints are fair ones', () => {
  const context = { by: 'Ana', company: 'many', kind: 'person' } as const
  const { title, lead, facts, notes: more, accept, refuse } = describeNotice(notes, createText(), context)
  const said = facts.map(({ label, text }) => `${label}: ${text}`)
  document.documentElement.lang = 'en'
  // Without the label of the optional ask, which says some of it as well.
  document.body.innerHTML = `
    <section aria-labelledby="title">
      <h2 id="title">${title}</h2>
      ${[lead, ...said, ...more].map((line) => `<p>${line}</p>`).join('')}
      <div>
        <button type="button" data-askfirst="accept">${accept}</button>
        <button type="button" data-askfirst="refuse">${refuse}</button>
      </div>
    </section>`
  const { rows } = expectFairNoticeInDom(document, { find: { later: null } })
  expect(rows.find(({ row }) => row === 'D20')).toMatchObject({ outcome: 'held' })
})
