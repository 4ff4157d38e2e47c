import { AskFirstError, defineFeature, type FeatureOptions, sha256 } from '@askfirst/core'
import { createCatalogue } from '@askfirst/core/authority'
import { sentCommandSchema } from '@askfirst/core/protocol'
import { createMeeting } from '@askfirst/testing'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import type { Command } from '../src/commands.ts'
import { summary } from './features.ts'
import { device, type Wish } from './sentences.ts'
import { OK, openStage } from './stage.ts'

const ben = device('ben')

test('how a no was given may be anything: the no counts', () => {
  const no = { type: 'consent.withdraw', id: 'w', feature: 'summary' }
  for (const odd of [{ method: 'eye-tracking' }, { method: 'button', armedMs: -1 }, { visibleMs: 'long' }]) {
    expect(v.safeParse(sentCommandSchema, { ...no, ...odd }).success).toBe(true)
  }
  const yes = { ...ben.accepts().command, method: 'eye-tracking' }
  expect(v.safeParse(sentCommandSchema, yes).success).toBe(false)
})

test('the language of a notice is a language, and nothing that turns a log around', () => {
  const yes = ben.accepts().command as { notice: object }
  const isTaken = (lang: string) =>
    v.safeParse(sentCommandSchema, { ...yes, notice: { ...yes.notice, lang } }).success
  expect(['en', 'pt-BR', 'en_US', 'en-XA'].filter((lang) => !isTaken(lang))).toEqual([])
  expect(['', '=cmd|x', 'en\u202e', 'en\nde', 'e n'].filter(isTaken)).toEqual([])
})

describe('whom a command names', () => {
  const of = { id: '1', feature: 'summary' }
  const naming: readonly [type: string, toCommand: (participant: string) => object][] = [
    ['roster.report', (participant) => ({ participants: [{ participant: 'ada' }, { participant }] })],
    ['enforcement.report', (name) => ({ term: 1, epoch: 1, outcome: 'failed', uncovered: ['ada', name] })],
    ['participant.remove', (participant) => ({ participant })],
    ['role.change', (participant) => ({ participant, role: 'host' })],
    ['erasure.acknowledge', (participant) => ({ participant, request: 1 })],
  ]
  const isTaken = (type: string, toCommand: (participant: string) => object, name: string): boolean =>
    v.safeParse(sentCommandSchema, { ...of, type, ...toCommand(name) }).success

  test.each(naming)('in %s is a name that a ledger gives back letter for letter', (type, toCommand) => {
    const refused = ['', 'x\u0000', 'a\nb', 'x\u0085', 'x\ud800', '\udc00x', '\udc00\ud800']
    expect(refused.filter((name) => isTaken(type, toCommand, name))).toEqual([])
    const taken = [
      'ada',
      'Ada \u{1f642}',
      '\u{10ffff}',
      'e\u0301',
      'عبد الله',
      '\u200f',
      '\uffff',
      ' ',
      '#:@/\\"',
    ]
    expect(taken.filter((name) => !isTaken(type, toCommand, name))).toEqual([])
  })
})

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'constructor@ben'])(
  'a feature that every object has something for, %s, is one that nobody declared',
  async (feature) => {
    const stage = await openStage()
    await stage.after(ben.arrives())
    const about = ({ command, actor }: Wish): Wish => ({ command: { ...command, feature } as Command, actor })
    const wishes = [
      ...[
        ben.turnsOn(),
        ben.isShown(),
        ben.accepts({ grants: ['improve'] }),
        ben.defers(),
        ben.asksToErase(),
      ],
      ...[ben.asksAgain(), ben.bars(), ben.allows(), ben.asksToTurnOff(), ben.turnsOff()],
      ...[ben.declines(), ben.withdraws(), ben.withdraws({ asks: ['name'] })],
    ]
    for (const wish of wishes) {
      const said = await stage.send(about(wish))
      expect([wish.command.type, said]).toMatchObject([
        wish.command.type,
        { rejection: { code: 'unknown-feature' } },
      ])
    }
    expect(stage.faults).toEqual([])
    expect(await stage.send(ben.showsIndicator())).toEqual(OK)
  },
)

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
