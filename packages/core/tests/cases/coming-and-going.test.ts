import { describe, test } from 'vitest'
import { again, of } from '../policies/people.ts'
import { authority, device, given } from '../sentences.ts'

// The cases that must be right, as far as deciding and folding alone can show them. Those with clients, ledgers
// and clocks are in the tests of whole meetings, under the same words.

const { on, anna, ben } = of('summary')
const cora = device('cora', { role: 'cohost' })
const phone = ben.on('phone')

describe('late joiner', () => {
  test('asked on arrival; closed until answered', () => {
    given(...on, ...ben.arrives())
      .and(ben, 'not-asked')
      .answer(ben, 'asked')
      .and(anna, 'open')
      .after(ben.isShown(), ben.accepts())
      .and(ben, 'open')
  })

  test('with start: all the feature pauses for everyone and says why', () => {
    const { on, anna, ben } = of('everyone')
    given(...on, ...ben.arrives())
      .phase(anna, 'paused')
      .sees(anna, { phase: 'paused', gates: { hear: { open: false, reason: 'waiting-for-others' } } })
  })
})

describe('reconnect, reload', () => {
  test('not asked again; closed in between', () => {
    given(...on, ...ben.saysYes(), ben.lapses())
      .and(ben, 'unreachable')
      .when(ben.on('reloaded').joins())
      .answer(ben, 'accepted')
      .and(ben, 'unreachable')
      .when(ben.on('reloaded').showsIndicator())
      .and(ben, 'open')
  })

  test('state comes back on every surface at once: no device has an answer of its own', () => {
    given(...on, ...ben.saysYes(), ...phone.arrives(), ben.lapses())
      .answer(phone, 'accepted')
      .when(phone.withdraws())
      .when(ben.joins())
      .answer(ben, 'withdrawn')
      .answer(phone, 'withdrawn')
  })
})

describe('two devices', () => {
  test('one answer clears both; either can withdraw; presence is any of them', () => {
    given(...on, ...ben.arrives(), ...phone.arrives(), ben.isShown(), ben.accepts())
      .answer(phone, 'accepted')
      .when(ben.leaves())
      .and(phone, 'open')
      .when(phone.withdraws())
      .and(phone, 'withdrawn')
  })

  test('a queued yes never beats a later no', () => {
    given(...on, ...ben.arrives(), phone.joins(), ben.isShown(), phone.declines())
      .when(ben.accepts({ seen: 0 }))
      .isRejected('stale-decision')
      .and(ben, 'declined')
  })
})

test('same person, other identity: another participant', () => {
  const other = device('ben-at-work')
  given(...on, ...ben.saysYes(), ...other.arrives())
    .and(other, 'not-asked')
    .answer(other, 'asked')
    .when(other.declines())
    .and(ben, 'open')
})

test('two cohosts toggle at once: one activation; the second is told so', () => {
  given(anna.joins(), ...cora.arrives(), anna.turnsOn())
    .when(cora.turnsOn(again))
    .isRejected('already-on')
    .when(anna.turnsOff())
    .when(cora.turnsOff())
    .changesNothing()
})

describe('host leaves or hands over', () => {
  const left = [...on, ...cora.arrives(), ...ben.saysYes()]
  test('goes on if another host is present', () => {
    given(...left, anna.leaves())
      .when(authority.seesNoHost('summary'))
      .changesNothing()
      .and(ben, 'open')
    given(...left, cora.leaves(), anna.makes(ben, 'host'), anna.leaves())
      .when(authority.seesNoHost('summary'))
      .changesNothing()
  })

  test('else hostless: keep or stop', () => {
    given(...left, anna.leaves(), cora.lapses())
      .when(authority.seesNoHost('summary'))
      .leadsTo({ type: 'feature.disabled', cause: 'hostless' })
      .and(ben, 'feature-off')
    const kept = of('keep')
    given(...kept.on, ...kept.ben.saysYes(), kept.anna.leaves())
      .when(authority.seesNoHost('keep'))
      .changesNothing()
      .and(kept.ben, 'open')
  })
})
