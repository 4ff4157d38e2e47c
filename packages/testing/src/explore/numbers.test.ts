import { expect, test } from 'vitest'
import { createNumbers, NOTHING } from './numbers.ts'

test('what is the same has the same number, and things in a bag are in no order', () => {
  const { leaf, link, bag } = createNumbers()
  expect(leaf('yes')).toBe(leaf('yes'))
  expect(leaf('1')).not.toBe(leaf(1))
  expect(leaf(undefined)).not.toBe(NOTHING)
  expect(link(NOTHING, 'answer', leaf('yes'))).toBe(link(NOTHING, 'answer', leaf('yes')))
  expect(link(NOTHING, 'answer', leaf('yes'))).not.toBe(link(NOTHING, 'shown', leaf('yes')))
  expect(bag([leaf('a'), leaf('b')])).toBe(bag([leaf('b'), leaf('a')]))
  expect(bag([leaf('a'), leaf('a')])).not.toBe(bag([leaf('a')]))
})

test('where numbers are given out in another order, hashes are the same', () => {
  const make = (words: readonly string[]): readonly [number, number] => {
    const { leaf, link, bag, hash } = createNumbers()
    for (const word of words) leaf(word)
    return hash(link(bag([leaf('a'), leaf('b'), leaf('c')]), 'answer', leaf('yes')))
  }
  const [one, other] = [make(['a', 'b', 'c']), make(['yes', 'c', 'a', 'b'])]
  expect(one).toEqual(other)
})
