import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isCanonical, toCanonical } from './canonical.ts'

const name = fc.stringMatching(/^[a-z][A-Za-z]{0,6}$/)
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'grapheme' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(name, tie('json'), { maxKeys: 6 }),
  ),
}))

it('writes what the library writes', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(toCanonical(value)).toBe(canonicalize(value))
    }),
  )
})

it('leaves out what is undefined, and writes half a character as an escape', () => {
  expect(toCanonical({ b: undefined, a: 'x\ud800' })).toBe('{"a":"x\\ud800"}')
})

it('tells its own texts from others, however deep they go', () => {
  expect(['{"a":1}', '{"a": 1}', '{"b":1,"a":1}', 'nonsense'].map(isCanonical)).toEqual([
    true,
    false,
    false,
    false,
  ])
  expect(isCanonical('['.repeat(60_000) + ']'.repeat(60_000))).toBe(false)
})
