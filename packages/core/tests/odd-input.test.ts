import { AskFirstError, defineFeature, type FeatureOptions, sha256 } from '@askfirst/core'
import { createCatalogue } from '@askfirst/core/authority'
import { sentCommandSchema } from '@askfirst/core/protocol'
import { createMeeting } from '@askfirst/testing'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { summary } from './features.ts'
import { device } from './sentences.ts'

const ben = device('ben')

test('how a no was given may be anything: the no counts', () => {
  const no = { type: 'consent.withdraw', id: 'w', feature: 'summary' }
  for (const odd of [{ method: 'eye-tracking' }, { method: 'button', armedMs: -1 }, { visibleMs: 'long' }]) {
    expect(v.safeParse(sentCommandSchema, { ...no, ...odd }).success).toBe(true)
  }
  const yes = { ...ben.accepts().command, method: 'eye-tracking' }
  expect(v.safeParse(sentCommandSchema, yes).success).toBe(false)
})

test.each(['constructor', 'prototype'])('no feature and no ask is called %s', (id) => {
  expect(() => defineFeature({ ...summary, id })).toThrow(AskFirstError)
  expect(() => defineFeature({ ...summary, asks: { [id]: summary.asks.summarise } })).toThrow(AskFirstError)
})

test('a catalogue takes nothing that defineFeature would refuse', async () => {
  const bundled: FeatureOptions = {
    ...summary,
    asks: { train: { purpose: 'train-models', data: ['audio'], required: true } },
  }
  await expect(createCatalogue([bundled], sha256)).rejects.toThrow(/asked apart/)
})

test('leaving instead of answering something that is not asked is leaving', async () => {
  const meeting = await createMeeting({ features: [summary] })
  const host = await meeting.join('anna', { role: 'host' })
  const guest = await meeting.join('ben')
  await host.enable('summary', { answer: 'accept' })
  // Under this policy a no does not mean leaving.
  await guest.leave({ instead: 'summary' })
  const left = (await meeting.events()).find(({ type }) => type === 'participant.left')
  expect(left).toMatchObject({ participant: 'ben' })
  expect(left).not.toHaveProperty('instead.feature')
})
