import { describe, test } from 'vitest'
import { again, of } from '../policies/people.ts'
import { change, deploys, given, revisedNotice } from '../sentences.ts'

// The cases that must be right, as far as deciding and folding alone can show them. Those with clients, ledgers
// and clocks are in the tests of whole meetings, under the same words.

const { on, anna, ben, cem } = of('summary')
const seenOnce = { decision: { answer: 'accept' as const, grants: [] as string[], seen: 1 } }
const offAndOn = [anna.turnsOff(), anna.turnsOn({ ...again, ...seenOnce })]

describe('on, off, on quickly', () => {
  const shown = [...on, ...ben.arrives(), ben.isShown(), ...offAndOn]
  test('answers to an older activation are rejected if yes, kept if no', () => {
    given(...shown)
      .when(ben.accepts())
      .isRejected('stale-activation')
      .and(ben, 'not-asked')
      .when(ben.declines())
      .leadsTo({ type: 'consent.declined' })
      .and(ben, 'declined')
  })

  test('open notices of it vanish: what was shown counts for nothing, nor does "later"', () => {
    given(...shown)
      .answer(ben, 'asked')
      .when(ben.defers())
      .isRejected('stale-activation')
    given(...on, ...ben.arrives(), ben.defers(), ...offAndOn).answer(ben, 'asked')
  })
})

describe('revision changes while on', () => {
  const deployed = deploys('summary')
  const next = { notice: revisedNotice('summary', 3) }
  test('yes becomes stale-notice, gates close, and is asked again', () => {
    given(...on, ...ben.saysYes(), deployed)
      .and(ben, 'stale-notice')
      .answer(ben, 'stale')
      .and(anna, 'stale-notice')
      .phase(anna, 'asking')
      .when(ben.accepts({ seen: 1 }))
      .isRejected('stale-notice')
      .after(ben.showsIndicator(['summary-3']), ben.isShown(next), ben.accepts({ ...next, seen: 1 }))
      .and(ben, 'open')
  })

  test('whoever had said nothing is asked again: shown, "later", or out of time', () => {
    given(...on, ...ben.arrives(), ben.isShown(), deployed)
      .and(ben, 'not-asked')
      .answer(ben, 'asked')
    const { on: limited, ben: slow } = of('limit')
    for (const nothing of [slow.defers(), slow.hadTimeToAnswer()]) {
      given(...limited, ...slow.arrives(), slow.isShown(), nothing, deploys('limit'))
        .answer(slow, 'asked')
        .when(slow.isShown({ notice: revisedNotice('limit', 3) }))
        .answer(slow, 'shown')
        .when(slow.hadTimeToAnswer())
        .answer(slow, 'unanswered')
    }
  })

  test('a no still lasts: told, and not asked again', () => {
    given(...on, ...ben.arrives(), ben.declines(), deployed)
      .and(ben, 'declined')
      .answer(ben, 'declined')
      .when(anna.turnsOff())
      .when(anna.turnsOn({ ...again, ...next, ...seenOnce }))
      .sees(ben, { answer: { state: 'declined', told: true } })
  })

  test('a yes that lasts for the meeting serves the same revision only', () => {
    const { on, anna, ben } = of('lasting')
    given(...on, ...ben.saysYes(), anna.turnsOff(), deploys('lasting'))
      .when(anna.turnsOn({ ...again, notice: revisedNotice('lasting', 3), ...seenOnce }))
      .and(ben, 'stale-notice')
  })

  test('what was shown under notice or objection is shown again, and waited for again', () => {
    for (const id of ['notice', 'objection']) {
      const { on, ben } = of(id)
      const waited = id === 'objection' ? [ben.hadTimeToObject()] : []
      const sentence = given(...on, ...ben.arrives(), ben.isShown(), ...waited, deploys(id))
      sentence
        .and(ben, 'stale-notice')
        .after(ben.showsIndicator([`${id}-3`]), ben.isShown({ notice: revisedNotice(id, 3) }))
        .and(ben, id === 'notice' ? 'open' : 'unanswered')
    }
  })
})

describe('decline, later accept', () => {
  const declined = [...on, ...ben.arrives(), ben.isShown(), ben.declines()]
  test('by the person; never re-prompted for the same revision', () => {
    given(...declined, ...offAndOn)
      .answer(ben, 'declined')
      .after(ben.isShown(again))
      .when(ben.accepts({ ...again, seen: 1 }))
      .leadsTo({ type: 'consent.accepted', decision: 2 })
      .and(ben, 'open')
  })

  test('a host’s "ask again" once, rate-limited, only to the unanswered', () => {
    const asks = anna.asksAgain()
    given(...declined, ...cem.arrives(), cem.defers())
      .when(asks)
      .isRejected('too-soon')
      .when({ passesMs: 30_000 })
      .when(asks)
      .leadsTo({ type: 'notice.askedAgain' })
      .answer(ben, 'declined')
      .answer(cem, 'asked')
      .when(change(asks, { id: 'once-more' }))
      .isRejected('asked-already')
  })
})

test('withdraw: closes at once; then, not before, the offer to erase → a duty for every processor, open until acknowledged', () => {
  given(...on, ...ben.saysYes())
    .when(ben.asksToErase())
    .isRejected('still-included')
    .when(ben.withdraws())
    .and(ben, 'withdrawn')
    .when(ben.asksToErase())
    .leadsTo({ type: 'erasure.requested', request: 2, processors: ['Acme', 'Hosting'] })
    .sees(ben, { erasure: { open: ['Acme', 'Hosting'], done: [] } })
})

describe('withdraw races', () => {
  test('a revision: the no wins', () => {
    const sentence = given(...on, ...ben.saysYes(), deploys('summary')).when(ben.withdraws())
    sentence.and(ben, 'withdrawn')
    given(...on, ...ben.saysYes(), ben.withdraws(), deploys('summary')).and(ben, 'withdrawn')
  })

  test('an off/on: the no wins', () => {
    given(...on, ...ben.saysYes(), ...offAndOn)
      .when(ben.withdraws())
      .and(ben, 'withdrawn')
    given(...on, ...ben.saysYes(), anna.turnsOff(), ben.withdraws())
      .when(anna.turnsOn({ ...again, ...seenOnce }))
      .and(ben, 'withdrawn')
  })
})
