import { describe, test } from 'vitest'
import { app, given } from '../sentences.ts'
import { again, of } from './people.ts'

// Rows of the table in docs/concepts/policies.md.

describe('decline', () => {
  test('exclude: the person stays and takes full part, uncaptured', () => {
    const { on, anna, ben } = of('summary')
    given(...on, ...ben.arrives(), ben.isShown())
      .when(ben.declines())
      .leadsTo({ type: 'consent.declined', participant: 'ben' })
      .and(ben, 'declined')
      .and(anna, 'open')
      .phase(anna, 'on')
  })

  test('leave: the person has to leave to say no, which is on record as leaving and is asked again', () => {
    const { on, ben } = of('minutes')
    given(...on, ...ben.arrives(), ben.isShown())
      .when(ben.leavesInstead())
      .leadsTo({ type: 'participant.left', instead: { feature: 'minutes', activation: 'run-1' } })
      .and(ben, 'left')
      .after(...ben.arrives())
      .answer(ben, 'shown')
  })

  test('stop: one no ends the feature for everybody, in one append', () => {
    for (const feature of ['one-no', 'everyone']) {
      const { on, anna, ben } = of(feature)
      const both = app.reportsRoster(anna, ben)
      for (const no of [ben.declines(), ben.withdraws()]) {
        given(...on, both, ...ben.saysYes())
          .and(anna, 'open')
          .when(no)
          .leadsTo(
            { participant: 'ben' },
            { type: 'feature.disabled', activation: 'run-1', cause: 'declined' },
          )
          .and(anna, 'feature-off')
      }
    }
  })

  test('stop: a no from the lobby or from away ends nothing; it bars as soon as its person is in the call', () => {
    const { on, anna, ben } = of('one-no')
    given(...on, ben.joins('lobby'))
      .when(ben.declines())
      .leadsTo({ type: 'consent.declined' })
      .and(anna, 'open')
      .after(...ben.arrives())
      .and(anna, 'waiting-for-others')
      .phase(anna, 'paused')
      .when(ben.declines())
      .leadsTo({ type: 'consent.declined' }, { type: 'feature.disabled', cause: 'declined' })
      .and(ben, 'feature-off')
    given(...on)
      .when(ben.declines())
      .and(anna, 'open')
  })

  test('stop: a no lasts, so a later run waits until that person says yes or goes', () => {
    const { on, anna, ben } = of('one-no')
    const later = given(...on, ...ben.arrives(), ben.declines())
      .when(anna.turnsOn({ ...again, decision: { answer: 'accept', grants: [], seen: 1 } }))
      .and(anna, 'waiting-for-others')
      .phase(anna, 'asking')
      .sees(ben, { answer: { told: true } })
    later
      .after(ben.isShown(again), ben.accepts({ ...again, seen: 1 }))
      .and(anna, 'open')
      .and(ben, 'open')
      .when(ben.leaves())
      .and(anna, 'open')
  })

  test('stop: taking an optional ask back is not a no', () => {
    const { on, anna, ben } = of('one-no')
    given(...on, ...ben.saysYes({ grants: ['improve'] }))
      .when(ben.withdraws({ asks: ['improve'] }))
      .leadsTo({ type: 'consent.withdrawn', asks: ['improve'] })
      .and(anna, 'open')
  })
})

describe('unanswered', () => {
  test('none: no limit, silence is never a yes', () => {
    const { on, ben } = of('summary')
    given(...on, ...ben.arrives(), ben.isShown())
      .when(ben.hadTimeToAnswer())
      .changesNothing()
      .and(ben, 'unanswered')
      .answer(ben, 'shown')
  })

  test('then exclude: left out, and may still answer', () => {
    const { on, ben } = of('limit')
    given(...on, ...ben.arrives(), ben.isShown())
      .when(ben.hadTimeToAnswer())
      .leadsTo({ type: 'notice.lapsed', participant: 'ben', of: 'answer' })
      .answer(ben, 'unanswered')
      .and(ben, 'unanswered')
      .when(ben.hadTimeToAnswer())
      .changesNothing()
      .when(ben.accepts())
      .and(ben, 'open')
  })

  test('then leave: recorded as left, with every device, and asked again on coming back', () => {
    const { on, ben } = of('deadline')
    const phone = ben.on('phone')
    const out = given(...on, ...ben.arrives(), ...phone.arrives(), ben.isShown())
      .when(ben.hadTimeToAnswer())
      .leadsTo(
        { type: 'notice.lapsed', of: 'answer' },
        {
          type: 'participant.left',
          participant: 'ben',
          instead: { feature: 'deadline', activation: 'run-1' },
        },
      )
      .and(ben, 'left')
      .after(...ben.arrives())
      .answer(ben, 'shown')
    out.when(ben.hadTimeToAnswer()).leadsTo({ type: 'notice.lapsed' }, { type: 'participant.left' })
  })

  test('then leave: who is put out takes the run of their own along', () => {
    const { on, ben: silent } = of('deadline')
    const notes = silent.aboutThe('notes', 'ben')
    given(...on, ...silent.arrives(), notes.turnsOn())
      .when(silent.hadTimeToAnswer())
      .leadsTo(
        { type: 'notice.lapsed' },
        { type: 'participant.left' },
        { type: 'feature.disabled', feature: 'notes@ben', cause: 'owner-left' },
      )
  })

  test('has nothing to end for who answered, is in the lobby, or is away', () => {
    const { on, ben } = of('limit')
    const outcome = (...past: Parameters<typeof given>) => given(...on, ...past).when(ben.hadTimeToAnswer())
    outcome(...ben.saysYes())
      .changesNothing()
      .and(ben, 'open')
    outcome(ben.joins(), ben.declines()).changesNothing().and(ben, 'declined')
    outcome(ben.joins('lobby')).changesNothing()
    outcome(ben.joins(), ben.lapses()).changesNothing()
    outcome().changesNothing()
  })
})
