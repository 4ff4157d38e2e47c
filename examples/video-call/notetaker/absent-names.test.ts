import { expect, test } from 'vitest'
import { withoutAbsentNames } from './absent-names.ts'

const present = ['Ana Moreau', 'Ben Moreau', 'Zoë']
const sentences = [
  'Ana: ask Ben for it.',
  'Ana: Zoë’s draft is late.',
  'Ana: the bench is free, says Moreau.',
]

test('a sentence that names somebody who is not included is left out, by any part of the name', () => {
  expect(withoutAbsentNames(sentences, { present, included: ['Ana Moreau'] })).toEqual([sentences[2]])
})

test('who is included may be named, and whoever is not in the meeting', () => {
  expect(withoutAbsentNames(sentences, { present, included: present })).toEqual(sentences)
  expect(withoutAbsentNames(sentences, { present: [], included: [] })).toEqual(sentences)
})
