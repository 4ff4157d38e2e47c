import { describe, expect, test } from 'vitest'
import { AskFirstError } from '../../src/error.ts'
import { defineFeature } from '../../src/model/feature.ts'
import { leaveMeOut, type Policy } from '../../src/model/policy.ts'
import { projectTally } from '../../src/project.ts'
import { summary } from '../features.ts'
import { device, given } from '../sentences.ts'
import { ben, of } from './people.ts'

// Rows of the table in docs/concepts/policies.md.

describe('disclosure', () => {
  const tallyOf = (feature: string, ...others: (typeof ben)[]) => {
    const { on } = of(feature)
    const past = others.flatMap((one) => [...one.about(feature).arrives()])
    const viewer = { participant: 'anna', role: 'host', kind: 'person' } as const
    return projectTally(given(...on, ...past).state, feature, viewer)
  }
  const crowd = Array.from({ length: 5 }, (_, at) => device(`guest-${at}`))

  test('named: hosts learn names', () => {
    expect(tallyOf('minutes', ben)).toMatchObject({
      people: [
        { participant: 'anna', included: true },
        { participant: 'ben', included: false },
      ],
    })
  })

  test('counts: how many are included and how many are not, from countsFrom other people on', () => {
    expect(tallyOf('summary', ...crowd)).toEqual({ disclosure: 'counts', included: 1, notIncluded: 5 })
    expect(tallyOf('summary', ...crowd.slice(1))).toEqual({ disclosure: 'outcome', everyone: false })
  })
})

const throws = (policy: Partial<Policy>, rule: string) => {
  try {
    defineFeature({ ...summary, policy: { ...leaveMeOut, ...policy } })
  } catch (error) {
    expect(error).toBeInstanceOf(AskFirstError)
    return expect((error as AskFirstError).rule).toBe(rule)
  }
  throw new Error(`not refused: ${JSON.stringify(policy)}`)
}
// biome-ignore lint/suspicious/noThenProperty: the policy's own word
const leaving = { unanswered: { afterMs: 60_000, then: 'leave' } } as const
test.each<[string, Partial<Policy>]>([
  ['all requires decline leave or stop', { start: 'all', ...leaving }],
  ['all requires unanswered.then leave', { start: 'all', decline: 'stop' }],
  ['all requires consent', { start: 'all', decline: 'stop', basis: 'notice', ...leaving }],
  ['a limit on answers requires consent', { basis: 'objection', ...leaving }],
  ['anyone must be exclude', { turnOn: 'anyone', decline: 'leave' }],
  ['anyone must be each', { turnOn: 'anyone', start: 'all', decline: 'stop', ...leaving }],
  ['what anyone turns on puts nobody out', { turnOn: 'anyone', ...leaving }],
])('throws at definition: %s', (_why, policy) => throws(policy, 'policy-combination'))
