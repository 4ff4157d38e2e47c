import { expect, test } from 'vitest'
import { createNumbers, NOTHING, type Numbers } from './numbers.ts'

const listOf = ({ open, put, close }: Numbers, parts: readonly number[]): number => {
  const from = open()
  for (const part of parts) put(part)
  return close(from)
}
const bagOf = ({ open, put, closeBag }: Numbers, parts: readonly number[]): number => {
  const from = open()
  for (const part of parts) put(part)
  return closeBag(from)
}
const under = ({ open, putBy, close }: Numbers, name: string, part: number): number => {
  const from = open()
  putBy(name, part)
  return close(from)
}

test('what is the same has the same number, and things in a bag are in no order', () => {
  const numbers = createNumbers()
  const { leaf } = numbers
  const [a, b, yes] = [leaf('a'), leaf('b'), leaf('yes')]
  expect(leaf('yes')).toBe(yes)
  expect(leaf('1')).not.toBe(leaf(1))
  expect([leaf(undefined), listOf(numbers, []), bagOf(numbers, [])]).not.toContain(NOTHING)
  expect(listOf(numbers, [])).not.toBe(bagOf(numbers, []))
  expect(under(numbers, 'answer', yes)).toBe(under(numbers, 'answer', yes))
  expect(under(numbers, 'answer', yes)).not.toBe(under(numbers, 'shown', yes))
  expect(listOf(numbers, [a, b])).not.toBe(listOf(numbers, [b, a]))
  expect(bagOf(numbers, [a, b])).toBe(bagOf(numbers, [b, a]))
  expect(bagOf(numbers, [a, b])).not.toBe(listOf(numbers, [a, b]))
  expect(bagOf(numbers, [a, a])).not.toBe(bagOf(numbers, [a]))
})

test('what is put into something inside of another is no part of the other', () => {
  const numbers = createNumbers()
  const { leaf, open, put, close } = numbers
  const inner = under(numbers, 'answer', leaf('yes'))
  const from = open()
  put(leaf('a'))
  put(under(numbers, 'answer', leaf('yes')))
  expect(close(from)).toBe(listOf(numbers, [leaf('a'), inner]))
})

test('numbers stay the same while thousands more are given out', () => {
  const numbers = createNumbers()
  const { leaf } = numbers
  const numbersOf = (): readonly number[] =>
    Array.from({ length: 20_000 }, (_, at) => listOf(numbers, [leaf(at), leaf(at % 7)]))
  const [first, again] = [numbersOf(), numbersOf()]
  expect(new Set(first).size).toBe(20_000)
  expect(again).toEqual(first)
})

test('where numbers are given out in another order, hashes are the same', () => {
  const make = (words: readonly string[]): readonly [number, number] => {
    const numbers = createNumbers()
    const { leaf, hash } = numbers
    for (const word of words) leaf(word)
    const bag = bagOf(numbers, [leaf('a'), leaf('b'), leaf('c')])
    return hash(listOf(numbers, [bag, under(numbers, 'answer', leaf('yes'))]))
  }
  const [one, other] = [make(['a', 'b', 'c']), make(['yes', 'c', 'a', 'b'])]
  expect(one).toEqual(other)
})
