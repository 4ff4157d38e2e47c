import { describe, expect, test } from 'vitest'
import { projectTally } from '../../src/project.ts'
import { app, authority, device, given, passes } from '../sentences.ts'
import { again, of } from './people.ts'

// Rows of the table in docs/concepts/policies.md.

describe('turnOn', () => {
  test('hosts: nobody else', () => {
    const { anna, ben } = of('summary')
    given(...ben.arrives())
      .when(ben.turnsOn())
      .isRejected('not-allowed')
    given(...anna.arrives())
      .when(anna.turnsOn())
      .leadsTo({ type: 'feature.enabled' }, {}, {})
  })

  const host = device('anna', { role: 'host' })
  const ben = device('ben').aboutThe('notes', 'ben')
  const anna = host.aboutThe('notes', 'ben')
  const cem = device('cem').aboutThe('notes', 'ben')
  const hosting = host.about('notes')
  const on = [...host.arrives(), ...ben.arrives(), ben.turnsOn()]

  test('anyone: one activation per owner, named in the notice, and none but the owner’s own', () => {
    given(...on)
      .and(ben, 'open')
      .sees(cem, { owner: 'ben', activation: { by: 'ben' } })
      .when(ben.turnsOn(again))
      .isRejected('already-on')
    given(...host.arrives(), ...ben.arrives())
      .when(anna.turnsOn())
      .isRejected('not-allowed')
      .when(hosting.turnsOn())
      .isRejected('not-allowed')
    given(...cem.arrives())
      .when(cem.aboutThe('summary', 'cem').turnsOn({ notice: { revision: 2, hash: 'x', lang: 'en' } }))
      .isRejected('unknown-feature')
  })

  test('anyone: each owner’s run is another question, and a no to one is none to another', () => {
    const cemsOwn = cem.aboutThe('notes', 'cem')
    given(...on, ...cem.saysYes(), cemsOwn.turnsOn())
      .when(cem.withdraws())
      .and(cem, 'withdrawn')
      .and(cemsOwn, 'open')
      .and(ben, 'open')
  })

  test('anyone: everybody whose data it touches is asked all the same', () => {
    given(...on, ...cem.arrives())
      .and(cem, 'not-asked')
      .and(anna, 'not-asked')
      .after(cem.isShown(), cem.accepts())
      .and(cem, 'open')
  })

  test('anyone: a no lasts over the later runs of the same owner', () => {
    given(...on, ...cem.arrives(), cem.declines(), ben.turnsOff())
      .when(ben.turnsOn({ ...again, decision: { answer: 'accept', grants: [], seen: 1 } }))
      .and(cem, 'declined')
      .sees(cem, { answer: { told: true } })
  })

  test('anyone: turned off by the owner or any host', () => {
    given(...on)
      .when(cem.turnsOff())
      .isRejected('not-allowed')
    given(...on)
      .when(ben.turnsOff())
      .leadsTo({ type: 'feature.disabled', cause: 'person' })
    given(...on)
      .when(anna.turnsOff())
      .leadsTo({ type: 'feature.disabled', cause: 'person' })
  })

  test('anyone: ends when the owner leaves with the last device, or is removed', () => {
    const ends = [
      { type: 'participant.left', participant: 'ben' },
      { type: 'feature.disabled', feature: 'notes@ben', cause: 'owner-left' },
    ] as const
    const phone = ben.on('phone')
    given(...on, phone.joins())
      .when(ben.leaves())
      .leadsTo(ends[0])
      .when(phone.leaves())
      .leadsTo(...ends)
    for (const out of [anna.removes(ben), app.removes(ben)]) {
      given(...on)
        .when(out)
        .leadsTo({ type: 'participant.removed', participant: 'ben' }, ends[1])
        .and(ben, 'feature-off')
    }
  })

  test('anyone: goes on while the owner is out of reach for a moment, and not for longer', () => {
    given(...on)
      .when(authority.seesNoHost('notes@ben'))
      .changesNothing()
      .when(ben.lapses())
      .and(ben, 'unreachable')
      .when(authority.seesNoHost('notes@ben'))
      .leadsTo({ type: 'feature.disabled', feature: 'notes@ben', cause: 'hostless' })
    given(...on, host.leaves())
      .when(authority.seesNoHost('notes@ben'))
      .changesNothing()
  })

  test('anyone: at most 2 turn-ons in 10 minutes', () => {
    const more = (activation: string, seen: number) =>
      ben.turnsOn({ activation, decision: { answer: 'accept', grants: [], seen } })
    const twice = given(...on, ben.turnsOff(), more('run-2', 1), ben.turnsOff({ activation: 'run-2' }))
    twice
      .when(more('run-3', 2))
      .isRejected('too-often')
      .when(passes(600_000))
      .when(more('run-3', 2))
      .leadsTo({ type: 'feature.enabled', feature: 'notes@ben' }, {}, {})
  })

  test('anyone: may be barred by hosts, which ends what is on, and be allowed again', () => {
    given(...on)
      .when(ben.about('notes').bars())
      .isRejected('not-allowed')
      .when(hosting.bars())
      .leadsTo(
        { type: 'feature.barred', feature: 'notes' },
        { type: 'feature.disabled', feature: 'notes@ben', cause: 'barred' },
      )
      .and(ben, 'feature-off')
      .sees(ben, { forbidden: true })
      .when(hosting.bars())
      .changesNothing()
      .when(ben.turnsOn({ ...again, decision: { answer: 'accept', grants: [], seen: 1 } }))
      .isRejected('barred-by-hosts')
      .when(hosting.allows())
      .leadsTo({ type: 'feature.allowed', feature: 'notes' })
      .when(hosting.allows())
      .changesNothing()
      .when(ben.turnsOn({ ...again, decision: { answer: 'accept', grants: [], seen: 1 } }))
      .leadsTo({ type: 'feature.enabled' }, {}, {})
  })

  test('only what anyone may turn on can be barred, for everybody at once', () => {
    given(...on)
      .when(host.bars())
      .isRejected('not-offered')
      .when(anna.bars())
      .isRejected('not-offered')
  })

  test('anyone: the owner learns what a host would, of that run only', () => {
    const { state } = given(...on, cem.joins())
    const tallyFor = (participant: string) =>
      projectTally(state, 'notes@ben', { participant, role: 'attendee', kind: 'person' })
    expect(tallyFor('ben')).toMatchObject({ disclosure: 'outcome', everyone: false })
    expect(tallyFor('cem')).toBeUndefined()
  })

  test('by a room, a phone or a bot there is none', () => {
    for (const kind of ['room', 'phone', 'agent', 'recorder'] as const) {
      const thing = ben.as({ kind })
      given(thing.joins()).when(thing.turnsOn()).isRejected('not-a-person')
    }
  })
})
