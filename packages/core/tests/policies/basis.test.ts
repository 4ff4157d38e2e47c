import { describe, expect, test } from 'vitest'
import { defineFeature } from '../../src/model/feature.ts'
import { noticeOnly } from '../../src/model/policy.ts'
import { captions } from '../features.ts'
import { given, passes } from '../sentences.ts'
import { again, of, runTwice } from './people.ts'

// Rows of the table in docs/concepts/policies.md.

describe('basis', () => {
  test('consent: closed until yes', () => {
    const { on, ben } = of('summary')
    given(...on, ...ben.arrives())
      .and(ben, 'not-asked')
      .when(ben.isShown())
      .and(ben, 'unanswered')
      .when(passes(3_600_000))
      .and(ben, 'unanswered')
      .when(ben.accepts())
      .and(ben, 'open')
  })

  test('objection: open objectionMs after it was shown', () => {
    const { on, ben } = of('objection')
    given(...on, ...ben.arrives())
      .and(ben, 'not-asked')
      .when(ben.hadTimeToObject())
      .changesNothing()
      .when(ben.isShown())
      .and(ben, 'unanswered')
      .when(ben.hadTimeToObject())
      .leadsTo({
        type: 'notice.lapsed',
        participant: 'ben',
        of: 'objection',
        processors: ['Acme', 'Hosting'],
      })
      .and(ben, 'open')
      .when(ben.hadTimeToObject())
      .changesNothing()
  })

  test('objection: closed by an objection at any time', () => {
    const { on, ben } = of('objection')
    given(...on, ...ben.arrives(), ben.declines(), ben.isShown())
      .when(ben.hadTimeToObject())
      .and(ben, 'declined')
    given(...on, ...ben.arrives(), ben.isShown(), ben.hadTimeToObject())
      .when(ben.declines())
      .and(ben, 'declined')
      .when(ben.accepts({ seen: 1 }))
      .and(ben, 'open')
  })

  test('objection: a yes or a "later" does not make the wait shorter, nor an objection', () => {
    const { on, ben } = of('objection')
    given(...on, ...ben.arrives(), ben.isShown(), ben.accepts({ grants: ['improve'] }))
      .and(ben, 'unanswered')
      .and(ben, 'unanswered', 'improve')
      .when(ben.hadTimeToObject())
      .and(ben, 'open')
      .and(ben, 'open', 'improve')
    given(...on, ...ben.arrives(), ben.isShown(), ben.defers())
      .and(ben, 'unanswered')
      .when(ben.hadTimeToObject())
      .and(ben, 'open')
  })

  test('objection: the wait of one run is not the wait of the next', () => {
    const { on, anna, ben } = of('objection')
    given(
      ...on,
      ...ben.arrives(),
      ben.isShown(),
      ben.hadTimeToObject(),
      ...runTwice(anna),
      ben.isShown(again),
    )
      .and(ben, 'unanswered')
      .when(ben.hadTimeToObject())
      .changesNothing()
      .when(ben.hadTimeToObject('run-2'))
      .and(ben, 'open')
  })

  test('objection: who was shown it as a person is shown it again as a room', () => {
    const { on, ben } = of('objection')
    const room = ben.as({ kind: 'room' })
    given(...on, ...ben.arrives(), ben.isShown(), ben.hadTimeToObject())
      .and(ben, 'open')
      .when(room.joins())
      .and(room, 'not-asked')
      .when(room.isShown())
      .and(room, 'unanswered')
      .when(room.hadTimeToObject())
      .and(room, 'open')
  })

  test('notice: open once shown, and who says no is left out all the same', () => {
    const { on, ben } = of('notice')
    given(...on, ...ben.arrives())
      .and(ben, 'not-asked')
      .when(ben.isShown())
      .leadsTo({ type: 'notice.shown', processors: ['Acme', 'Hosting'] })
      .and(ben, 'open')
      .when(ben.withdraws())
      .and(ben, 'withdrawn')
  })

  test('asks that train models, identify speakers or share are always consent', () => {
    const { on, ben } = of('notice')
    given(...on, ...ben.arrives(), ben.isShown())
      .and(ben, 'not-granted', 'improve')
      .when(ben.accepts({ grants: ['improve'] }))
      .and(ben, 'open', 'improve')
    for (const purpose of ['train-models', 'identify-speakers', 'share'] as const) {
      const asks = { only: { purpose, data: ['audio'], required: true } } as const
      expect(() => defineFeature({ ...captions, policy: noticeOnly, asks })).toThrow('always asked apart')
    }
  })
})
