import { describe, test } from 'vitest'
import { authority, given } from '../sentences.ts'
import { of, runTwice } from './people.ts'

// Rows of the table in docs/concepts/policies.md.

describe('lasts', () => {
  test('activation: a yes ends with the run', () => {
    const { on, anna, ben } = of('summary')
    given(...on, ...ben.saysYes(), ...runTwice(anna))
      .and(ben, 'not-asked')
      .answer(ben, 'asked')
  })

  test('meeting: a yes serves later runs of the same revision', () => {
    const { on, anna, ben } = of('lasting')
    given(...on, ...ben.saysYes(), ...runTwice(anna))
      .and(ben, 'open')
      .answer(ben, 'accepted')
      .when(ben.withdraws())
      .and(ben, 'withdrawn')
  })

  test('a no lasts: told of later activations, not asked again, under either', () => {
    for (const feature of ['summary', 'lasting']) {
      const { on, anna, ben } = of(feature)
      given(...on, ...ben.arrives(), ben.declines(), ...runTwice(anna))
        .and(ben, 'declined')
        .sees(ben, { answer: { state: 'declined', told: true } })
    }
  })
})

describe('scope', () => {
  const { on, ben } = of('rooms')
  const yes = [...ben.arrives(), ben.isShown(), ben.accepts()]

  test('meeting: a yes follows the person into breakout rooms', () => {
    const { on, ben } = of('summary')
    given(...on, ...ben.saysYes())
      .when(ben.movesTo('green'))
      .and(ben, 'open')
  })

  test('room: it does not; asked again in each, and back again it holds', () => {
    given(...on, ...yes)
      .and(ben, 'open')
      .when(ben.movesTo('green'))
      .and(ben, 'not-asked')
      .answer(ben, 'asked')
      .when(ben.accepts({ seen: 1 }))
      .isRejected('notice-not-shown')
      .after(ben.isShown(), ben.accepts({ seen: 1 }))
      .and(ben, 'open')
      .when(ben.movesTo())
      .and(ben, 'open')
  })

  test('room: saying other things in another room starts over', () => {
    given(...on, ...yes, ben.movesTo('green'), ben.isShown(), ben.accepts({ seen: 1, grants: ['improve'] }))
      .and(ben, 'open', 'improve')
      .when(ben.movesTo())
      .and(ben, 'not-asked')
  })

  test('room: "later" or silence in another room takes nothing back', () => {
    given(...on, ...yes, ben.movesTo('green'), ben.isShown())
      .when(ben.defers())
      .changesNothing()
      .and(ben, 'unanswered')
      .when(ben.movesTo())
      .and(ben, 'open')
  })

  test('room: two devices in two rooms need a yes in both', () => {
    const phone = ben.on('phone')
    given(...on, ...yes, ...phone.arrives('green'))
      .and(ben, 'not-asked')
      .after(phone.isShown(), phone.accepts({ seen: 1 }))
      .and(ben, 'open')
  })

  test('room: being shown it in one room does not count in another', () => {
    const { on, ben } = of('told-rooms')
    given(...on, ...ben.arrives(), ben.isShown())
      .and(ben, 'open')
      .when(ben.movesTo('green'))
      .and(ben, 'not-asked')
      .when(ben.isShown())
      .leadsTo({ type: 'notice.shown', room: 'green' })
      .and(ben, 'open')
  })
})

describe('hostless', () => {
  test('stop: over after the time without a host', () => {
    const { on, anna, ben } = of('summary')
    given(...on, ...ben.saysYes(), anna.leaves())
      .when(authority.seesNoHost('summary'))
      .leadsTo({ type: 'feature.disabled', cause: 'hostless' })
      .and(ben, 'feature-off')
  })

  test('keep: it goes on', () => {
    const { on, anna, ben } = of('keep')
    given(...on, ...ben.saysYes(), anna.leaves())
      .when(authority.seesNoHost('keep'))
      .changesNothing()
      .and(ben, 'open')
  })
})
