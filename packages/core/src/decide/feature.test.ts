import { describe, test } from 'vitest'
import { change, device, given, noticeOf } from '../../tests/sentences.ts'

const anna = device('anna', { role: 'host' })
const cora = device('cora', { role: 'cohost' })
const ben = device('ben')
const leftOut = { answer: 'decline' } as const

describe('turning on', () => {
  test('is one append with the own decision: enabled, shown, accepted', () => {
    given(anna.joins(), anna.showsIndicator())
      .when(anna.turnsOn({ decision: { answer: 'accept', grants: ['improve'], seen: 0 } }))
      .leadsTo(
        { type: 'feature.enabled', feature: 'summary', activation: 'run-1', revision: 2 },
        { type: 'notice.shown', participant: 'anna', activation: 'run-1', notice: noticeOf('summary') },
        {
          type: 'consent.accepted',
          participant: 'anna',
          grants: ['summarise', 'transcribe', 'improve'],
          decision: 1,
        },
      )
      .and(anna, 'open')
      .and(anna, 'open', 'improve')
      .and(anna, 'not-granted', 'voices')
  })

  test('and staying out of it opens nothing', () => {
    given(anna.joins(), anna.showsIndicator())
      .when(anna.turnsOn({ decision: leftOut }))
      .leadsTo(
        { type: 'feature.enabled' },
        { type: 'notice.shown' },
        { type: 'consent.declined', decision: 1 },
      )
      .and(anna, 'declined')
  })

  test('while staying out is not offered where no means leaving', () => {
    given(anna.joins())
      .when(anna.turnsOn({ feature: 'minutes', decision: leftOut }))
      .isRejected('not-offered')
  })

  test('by two hosts at once makes one run, and the second is told', () => {
    given(anna.joins(), cora.joins(), anna.turnsOn())
      .when(cora.turnsOn({ activation: 'run-2' }))
      .isRejected('already-on')
  })

  test('is for hosts', () => {
    given(ben.joins()).when(ben.turnsOn()).isRejected('not-allowed')
    given(cora.joins()).when(cora.turnsOn()).leadsTo({ type: 'feature.enabled' }, {}, {})
  })

  test('is for people: a room or a bot cannot decide for itself, as host or not', () => {
    for (const kind of ['room', 'phone', 'agent', 'recorder'] as const) {
      given(anna.as({ kind }).joins()).when(anna.as({ kind }).turnsOn()).isRejected('not-a-person')
    }
  })

  test('needs to be in the call: the lobby is not enough', () => {
    given().when(anna.turnsOn()).isRejected('not-present')
    given(anna.joins('lobby')).when(anna.turnsOn()).isRejected('not-present')
    given(anna.joins(), anna.leaves()).when(anna.turnsOn()).isRejected('not-present')
  })

  test('never uses the id of a run again, or an old yes would serve the new one', () => {
    given(anna.joins(), anna.turnsOn(), ben.saysYes(), anna.turnsOff())
      .when(anna.turnsOn({ decision: { answer: 'accept', grants: [], seen: 1 } }))
      .isRejected('stale-activation')
      .and(ben, 'feature-off')
  })

  test('is to the registered question only', () => {
    given(anna.joins())
      .when(anna.turnsOn({ notice: noticeOf('summary', { revision: 1 }) }))
      .isRejected('stale-notice')
      .when(anna.turnsOn({ notice: noticeOf('summary', { hash: 'another' }) }))
      .isRejected('unknown-notice')
      .when(anna.turnsOn({ notice: noticeOf('minutes') }))
      .isRejected('unknown-notice')
  })

  test('grants only what was offered, to the latest decision', () => {
    given(anna.joins(), anna.declines())
      .when(anna.turnsOn({ decision: { answer: 'accept', grants: [], seen: 0 } }))
      .isRejected('stale-decision')
      .when(anna.turnsOn({ decision: { answer: 'accept', grants: ['summarise'], seen: 1 } }))
      .isRejected('unknown-ask')
      .when(anna.turnsOn({ decision: { answer: 'accept', grants: [], seen: 1 } }))
      .leadsTo({}, {}, { type: 'consent.accepted', decision: 2 })
  })

  test('of something unknown is rejected', () => {
    given(anna.joins())
      .when(change(anna.turnsOn(), { feature: 'mind-reading' }))
      .isRejected('unknown-feature')
  })
})

describe('turning off', () => {
  const running = () => given(anna.joins(), anna.showsIndicator(), anna.turnsOn(), cora.joins(), ben.joins())

  test('closes every gate, by any host', () => {
    running()
      .when(cora.turnsOff())
      .leadsTo({ type: 'feature.disabled', feature: 'summary', activation: 'run-1' })
      .and(anna, 'feature-off')
  })

  test('of a run that is over is rejected', () => {
    running()
      .when(anna.turnsOff({ activation: 'run-0' }))
      .isRejected('stale-activation')
      .and(anna, 'open')
  })

  test('what is off already changes nothing', () => {
    given(anna.joins()).when(anna.turnsOff()).changesNothing()
  })

  test('is for hosts, and for who turned it on and is a host no more', () => {
    running().when(ben.turnsOff()).isRejected('not-allowed').and(anna, 'open')
    running()
      .when(anna.as({ role: 'attendee' }).turnsOff())
      .leadsTo({ type: 'feature.disabled' })
  })
})
