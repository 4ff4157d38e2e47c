import { everyoneOrNobody, leaveMeOut } from '@askfirst/core'
import { expect, test } from 'vitest'
import { NAMES, readKnobs, readView, writeKnobs } from './knobs.ts'
import { toFeatures, toPolicy } from './policy.ts'

const START = readKnobs('')

test('what is set is in the address, and comes back from it', () => {
  const knobs = { ...START, policy: 'objection', lang: 'ar', people: '12', theme: 'ledger' } as const
  const hash = writeKnobs(knobs, { view: 'states' })
  expect(hash).toBe('#view=states&policy=objection&people=12&lang=ar&theme=ledger')
  expect(readKnobs(hash)).toEqual(knobs)
  expect(readView(hash)).toBe('states')
})

test('what the table does not have is as at the start', () => {
  expect(readKnobs('#policy=yesToAll&people=1e9&lang=%F0%9F%91%BD&__proto__=x')).toEqual(START)
  expect(readView('#view=elsewhere')).toBe('call')
})

test('at the start it is the preset leaveMeOut, and nothing is in the address', () => {
  expect(toPolicy(START)).toEqual(leaveMeOut)
  expect(writeKnobs(START)).toBe('#')
  expect(NAMES.length).toBeGreaterThan(15)
})

test('a key goes over the preset, and the others stay', () => {
  const knobs = readKnobs('#policy=everyoneOrNobody&disclosure=named&unanswered=leave')
  expect(toPolicy(knobs)).toEqual({
    ...everyoneOrNobody,
    disclosure: 'named',
    // biome-ignore lint/suspicious/noThenProperty: the policy's own word
    unanswered: { afterMs: 60_000, then: 'leave' },
  })
})

test('a policy that there cannot be says why', () => {
  const refused = toFeatures(readKnobs('#start=all'))
  expect(String(refused)).toMatch(/start is "all".*Somebody who may stay without agreeing/)
  expect(toFeatures(readKnobs('#features=two'))).toHaveLength(2)
})
