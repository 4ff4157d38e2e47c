import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fromText, toText } from './bytes.ts'

it('writes bytes as the platform does, and reads them back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(toText(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
      expect(fromText(toText(bytes))).toEqual(new Uint8Array(bytes))
    }),
  )
})

it.each(['*', 'A', 'AB=', 'A+/A', 'AAB', 'AB ', 'ü'])('reads nothing from %j', (text) => {
  expect(fromText(text)).toBeUndefined()
})
