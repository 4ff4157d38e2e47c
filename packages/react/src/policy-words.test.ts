import { type FeatureOptions, leaveMeOut, noticeOnly } from '@askfirst/core'
import { expect, it } from 'vitest'
import { summary } from '../tests/call-page.tsx'
import { sayMore } from './policy-words.ts'
import { createText } from './text.ts'

const YES = 'A yes also counts if it is turned on again in this meeting.'
const { summarise } = summary.asks

it.each([
  ['a notice without a choice', { ...noticeOnly, lasts: 'meeting' }, false],
  ['a question', { ...leaveMeOut, lasts: 'meeting' }, true],
] as const)('how far a yes reaches, of %s', (_, policy, isSaid) => {
  const feature: FeatureOptions = { ...summary, policy, asks: { summarise } }
  expect(sayMore(feature, createText()).includes(YES)).toBe(isSaid)
})

it('how far a yes reaches, of a notice with something that one may want beside it', () => {
  const improve = { purpose: 'train-models', data: ['transcript'] } as const
  const policy = { ...noticeOnly, lasts: 'meeting' } as const
  expect(sayMore({ ...summary, policy, asks: { summarise, improve } }, createText())).toContain(YES)
})
