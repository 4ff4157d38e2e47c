import { describe, expect, test } from 'vitest'
import { authorityStarts, device, given } from '../../tests/sentences.ts'

const anna = device('anna', { role: 'host' })
const ben = device('ben')
const on = [anna.joins(), anna.showsIndicator(), anna.turnsOn()]

describe('coming and going', () => {
  test('joins with the role and kind of the token', () => {
    given().when(anna.joins()).leadsTo({
      type: 'participant.joined',
      participant: 'anna',
      connection: 'anna-laptop',
      place: 'call',
      role: 'host',
      kind: 'person',
    })
  })

  test('joins once, and again where place, role or kind is another', () => {
    given(anna.joins()).when(anna.joins()).changesNothing()
    given(anna.joins('lobby')).when(anna.joins()).leadsTo({ type: 'participant.joined', place: 'call' })
    given(anna.joins())
      .when(anna.as({ role: 'attendee' }).joins())
      .leadsTo({ type: 'participant.joined', role: 'attendee' })
    const bot = ben.on('bot').as({ kind: 'agent' })
    given(ben.joins(), bot.joins()).when(bot.joins()).changesNothing()
  })

  test('leaves with one device, and is present with the others', () => {
    given(...on, ben.saysYes(), ben.on('phone').joins(), ben.on('phone').showsIndicator())
      .when(ben.leaves())
      .leadsTo({ type: 'participant.left', participant: 'ben', connection: 'ben-laptop' })
      .and(ben, 'open')
      .when(ben.on('phone').leaves())
      .leadsTo({ type: 'participant.left', participant: 'ben' })
      .and(ben, 'left')
      .when(ben.leaves())
      .changesNothing()
  })

  test('leaves instead of answering: on record, nothing captured', () => {
    const minutes = { feature: 'minutes', activation: 'run-1' }
    given(anna.joins(), anna.turnsOn(minutes), ben.joins(), ben.showsIndicator())
      .when(ben.leaves(minutes))
      .leadsTo({ type: 'participant.left', participant: 'ben', instead: minutes })
      .and(ben, 'left', 'note', 'minutes')
  })

  test('a late joiner is closed until asked, shown and answered', () => {
    const late = given(...on).when(ben.joins())
    late.and(ben, 'not-asked').when(ben.showsIndicator()).and(ben, 'not-asked')
    late.when(ben.isShown()).and(ben, 'unanswered').when(ben.accepts()).and(ben, 'open')
  })
})

describe('lobby', () => {
  const inLobby = () => given(...on, ben.joins('lobby'), ben.showsIndicator(), ben.isShown())

  test('is asked there and may answer; the gate opens in the call', () => {
    inLobby()
      .when(ben.accepts({ method: 'lobby' }))
      .leadsTo({ type: 'consent.accepted', method: 'lobby' })
      .and(ben, 'unreachable')
      .when(ben.joins())
      .and(ben, 'open')
  })

  test('is not present', () => {
    expect(inLobby().state.people).toBe(1)
  })

  test('an answer given there is void once the run is another', () => {
    const seen = { decision: { answer: 'accept' as const, grants: [], seen: 1 } }
    inLobby()
      .when(ben.accepts())
      .when(anna.turnsOff())
      .when(anna.turnsOn({ activation: 'run-2', ...seen }))
      .when(ben.joins())
      .and(ben, 'not-asked')
  })

  test('a device in the lobby that shows the indicator does not speak for one in the call that does not', () => {
    given(...on, ben.joins('lobby'), ben.showsIndicator(), ben.isShown(), ben.accepts())
      .when(ben.on('phone').joins())
      .and(ben, 'unreachable')
      .when(ben.on('phone').showsIndicator())
      .and(ben, 'open')
  })
})

describe('reachable', () => {
  test('no gate opens before the indicator shows', () => {
    given(...on, ben.joins(), ben.isShown(), ben.accepts())
      .when(ben.showsIndicator())
      .leadsTo({ type: 'indicator.shown', participant: 'ben', connection: 'ben-laptop' })
      .and(ben, 'open')
      .when(ben.showsIndicator())
      .changesNothing()
  })

  test('a gate closes while no device shows the indicator', () => {
    given(...on, ben.saysYes())
      .when(ben.hidesIndicator())
      .leadsTo({ type: 'indicator.hidden', participant: 'ben', connection: 'ben-laptop' })
      .and(ben, 'unreachable')
      .when(ben.hidesIndicator())
      .changesNothing()
      .when(ben.showsIndicator())
      .and(ben, 'open')
    given().when(ben.hidesIndicator()).changesNothing()
  })

  test('an indicator needs a device that is here', () => {
    given().when(ben.showsIndicator()).isRejected('not-present')
  })

  test('the last device that goes away closes at once; back, not asked again, indicator first', () => {
    given(...on, ben.saysYes())
      .when(ben.lapses())
      .leadsTo({ type: 'participant.lapsed', participant: 'ben', cause: 'closed' })
      .and(ben, 'unreachable')
      .when(ben.joins())
      .and(ben, 'unreachable')
      .when(ben.showsIndicator())
      .and(ben, 'open')
  })

  test('one of two devices may go away; the last may not', () => {
    const phone = ben.on('phone')
    given(...on, ben.saysYes(), phone.joins(), phone.showsIndicator())
      .when(ben.lapses('silent'))
      .and(ben, 'open')
      .when(phone.lapses())
      .and(ben, 'unreachable')
  })

  test('the device that stays without an indicator does not keep the gate open', () => {
    given(...on, ben.saysYes(), ben.on('phone').joins())
      .when(ben.lapses())
      .and(ben, 'unreachable')
  })

  test('a device that is gone already lapses no more', () => {
    given(ben.joins(), ben.lapses()).when(ben.lapses()).changesNothing()
    given().when(ben.lapses()).changesNothing()
    given(ben.joins(), ben.leaves()).when(ben.lapses()).changesNothing()
  })

  test('when the authority starts everybody is unreachable until back', () => {
    given(...on, ben.saysYes())
      .when(authorityStarts())
      .leadsTo({ type: 'authority.started' })
      .and(ben, 'unreachable')
      .and(anna, 'unreachable')
      .when(ben.joins())
      .when(ben.showsIndicator())
      .and(ben, 'open')
  })

  test('a reload leaves a withdrawal in force', () => {
    given(...on, ben.saysYes(), ben.withdraws(), ben.lapses())
      .when(ben.on('reloaded').joins())
      .when(ben.on('reloaded').showsIndicator())
      .and(ben, 'withdrawn')
  })
})
