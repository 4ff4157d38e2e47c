import { describe, expect, test } from 'vitest'
import { again, of } from '../../tests/policies/people.ts'
import { authority, device, given, passes } from '../../tests/sentences.ts'
import { selectFeature, selectOffRequests } from '../state.ts'

const { on, anna, ben, cem } = of('limit')
const cora = device('cora', { role: 'cohost' }).about('limit')
const late = passes(30_000)

describe('asking again', () => {
  const waiting = [...on, ...ben.arrives(), ben.isShown()]

  test('is a host’s, once, and only of the unanswered', () => {
    given(...waiting, ben.defers(), ...cem.arrives(), cem.declines(), late)
      .answer(ben, 'deferred')
      .when(cora.asksAgain())
      .leadsTo({ type: 'notice.askedAgain', feature: 'limit', activation: 'run-1' })
      .answer(ben, 'shown')
      .answer(cem, 'declined')
      .sees(ben, { askedAgain: true })
      .when(anna.asksAgain())
      .isRejected('asked-already')
  })

  test('asks those whose time ran out, who have it again, and those in the lobby', () => {
    const lobby = cem.on('phone')
    given(...waiting, ben.hadTimeToAnswer(), lobby.joins('lobby'), lobby.isShown(), lobby.defers(), late)
      .answer(ben, 'unanswered')
      .when(anna.asksAgain())
      .answer(ben, 'shown')
      .answer(cem, 'shown')
      .when(ben.hadTimeToAnswer())
      .leadsTo({ type: 'notice.lapsed' })
      .answer(ben, 'unanswered')
  })

  test('leaves those in peace who put it off once more, until the next run', () => {
    given(...waiting, ben.defers(), late, anna.asksAgain())
      .when(ben.defers())
      .leadsTo({ type: 'consent.deferred' })
      .answer(ben, 'deferred')
      .when(ben.defers())
      .changesNothing()
      .after(anna.turnsOff(), anna.turnsOn({ ...again, decision: { answer: 'accept', grants: [], seen: 1 } }))
      .answer(ben, 'asked')
  })

  test('takes no yes away, and no longer no', () => {
    given(...on, ...ben.saysYes(), ...cem.saysYes(), cem.withdraws(), late)
      .when(anna.asksAgain())
      .and(ben, 'open')
      .and(cem, 'withdrawn')
  })

  test('is not for attendees, not at once, not for what is over or off', () => {
    given(...waiting, late)
      .when(ben.asksAgain())
      .isRejected('not-allowed')
    given(...waiting, passes(29_000))
      .when(anna.asksAgain())
      .isRejected('too-soon')
    given(...waiting, late)
      .when(anna.asksAgain(again))
      .isRejected('stale-activation')
    given(...waiting, late, anna.turnsOff())
      .when(anna.asksAgain())
      .isRejected('feature-off')
  })

  test('may be done once more in the next run', () => {
    given(...waiting, late, anna.asksAgain(), anna.turnsOff())
      .after(anna.turnsOn({ ...again, decision: { answer: 'accept', grants: [], seen: 1 } }), late)
      .when(anna.asksAgain(again))
      .leadsTo({ type: 'notice.askedAgain', activation: 'run-2' })
  })

  test('is the owner’s, of a run of their own', () => {
    const notes = ben.aboutThe('notes', 'ben')
    given(...ben.arrives(), notes.turnsOn(), late)
      .when(notes.asksAgain())
      .leadsTo({ type: 'notice.askedAgain', feature: 'notes@ben' })
  })
})

describe('asking the hosts to turn it off', () => {
  const here = [...on, ...ben.arrives()]
  const requests = (sentence: ReturnType<typeof given>) => {
    const feature = selectFeature(sentence.state, 'limit')
    return feature && { by: selectOffRequests(feature), unknown: feature.offRequests.unknown }
  }

  test('any participant may, by name, once a run', () => {
    const asked = given(...here)
      .when(ben.asksToTurnOff())
      .leadsTo({ type: 'feature.offRequested', feature: 'limit', participant: 'ben' })
      .and(anna, 'open')
      .when(ben.asksToTurnOff())
      .isRejected('requested-already')
    expect(requests(asked)).toEqual({ by: ['ben'], unknown: 0 })
    expect(requests(asked.when(anna.turnsOff()))).toEqual({ by: [], unknown: 0 })
  })

  test('anonymously it leaves no trace of its author: not the command, only what the authority says later', () => {
    const asked = given(...here)
      .when(ben.asksToTurnOff({ anonymous: true }))
      .changesNothing()
      .when(authority.deliversRequest('limit'))
      .leadsTo({ type: 'feature.offRequested', feature: 'limit', activation: 'run-1' })
    expect(JSON.stringify(asked.outcome)).not.toContain('ben')
    expect(asked.outcome).toMatchObject([{ by: 'authority' }])
    expect(requests(asked)).toEqual({ by: [], unknown: 1 })
  })

  test('is delivered to the run it was about, or to none', () => {
    given(...here, anna.turnsOff())
      .when(authority.deliversRequest('limit'))
      .changesNothing()
  })

  test('is for people in the call, about what is on', () => {
    given(...on, ben.joins('lobby'))
      .when(ben.asksToTurnOff())
      .isRejected('not-present')
    const bot = device('bot', { kind: 'agent' }).about('limit')
    given(...on, bot.joins())
      .when(bot.asksToTurnOff())
      .isRejected('not-a-person')
    given(...here, anna.turnsOff())
      .when(ben.asksToTurnOff())
      .isRejected('feature-off')
    given(...here)
      .when(ben.asksToTurnOff(again))
      .isRejected('stale-activation')
  })
})
