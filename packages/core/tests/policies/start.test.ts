import { describe, expect, test } from 'vitest'
import { app, authority, device, given, passes } from '../sentences.ts'
import { again, of } from './people.ts'

// Rows of the table in docs/concepts/policies.md.

describe('start', () => {
  test('each: capture begins person by person', () => {
    const { on, anna, ben } = of('summary')
    given(...on, ...ben.arrives())
      .and(anna, 'open')
      .and(ben, 'not-asked')
  })

  const { on, anna, ben, cem } = of('everyone')
  const two = [app.reportsRoster(anna, ben), ...ben.arrives()]
  const agreed = [...on, ...two, ben.isShown(), ben.accepts()]
  const phone = ben.on('phone')

  test('all: only once everyone present has agreed', () => {
    given(...on, ...two)
      .and(anna, 'waiting-for-others')
      .phase(anna, 'paused')
      .when(ben.isShown())
      .and(anna, 'waiting-for-others')
      .when(ben.accepts())
      .and(anna, 'open')
      .and(ben, 'open')
      .phase(anna, 'on')
  })

  test('all: asking, not paused, before the first was captured', () => {
    given(...two, anna.joins(), anna.turnsOn())
      .and(anna, 'unreachable')
      .phase(anna, 'asking')
      .when(anna.showsIndicator())
      .and(anna, 'waiting-for-others')
      .phase(anna, 'asking')
  })

  test('all: pauses while a newcomer has not agreed, and goes on when they have, or are gone', () => {
    given(...agreed, ...cem.arrives())
      .and(anna, 'waiting-for-others')
      .and(ben, 'waiting-for-others')
      .and(cem, 'not-asked')
      .phase(anna, 'paused')
      .after(cem.isShown(), cem.accepts())
      .and(anna, 'open')
      .phase(anna, 'on')
    given(...agreed, cem.joins(), cem.leaves()).and(anna, 'open')
  })

  test('all: silence puts the newcomer out, and it goes on', () => {
    given(...agreed, cem.joins())
      .when(cem.hadTimeToAnswer())
      .leadsTo({ type: 'notice.lapsed' }, { type: 'participant.left', participant: 'cem' })
      .and(anna, 'open')
  })

  test('all: who cannot say stop has not agreed', () => {
    given(...agreed)
      .when(ben.hidesIndicator())
      .and(anna, 'waiting-for-others')
      .when(ben.showsIndicator())
      .and(anna, 'open')
  })

  test('all: one person with two devices is one, wherever the answer came from', () => {
    given(...agreed, phone.joins())
      .and(anna, 'open')
      .when(ben.lapses())
      .and(anna, 'waiting-for-others')
      .when(phone.showsIndicator())
      .and(anna, 'open')
      .when(phone.leaves())
      // Still in the call, as whoever runs it says.
      .and(anna, 'waiting-for-others')
      .when(app.reportsRoster(anna))
      .and(anna, 'open')
  })

  test('all: a room counts as one, and agents and recorders as nobody', () => {
    const bot = device('bot', { kind: 'agent' })
    const room = cem.as({ kind: 'room' })
    const full = app.reportsRoster(anna, ben, bot, room)
    given(...agreed, bot.joins(), room.joins(), full)
      .and(anna, 'waiting-for-others')
      .after(room.showsIndicator(), room.isShown(), room.accepts())
      .and(anna, 'open')
  })

  test('all: who is in the lobby is not present', () => {
    given(...agreed, cem.joins('lobby')).and(anna, 'open')
  })

  test('all: an empty meeting has not consented', () => {
    const { state } = given(...agreed, anna.leaves(), ben.leaves()).phase(anna, 'paused')
    expect(state.people).toBe(0)
    expect(state.features.get('everyone')?.closedForAll).toBe('waiting-for-others')
  })

  test('all: without a trusted roster it is refused, and so again after a restart until it is reported', () => {
    given(...anna.arrives())
      .when(anna.turnsOn())
      .isRejected('no-roster')
    given(...agreed, authority.starts(), ...anna.arrives(), ...ben.arrives())
      .and(anna, 'waiting-for-others')
      .when(app.reportsRoster(anna, ben))
      .and(anna, 'open')
  })

  test('all: leaving instead, under decline leave, lets the others go on', () => {
    const { on, anna, ben } = of('all-or-leave')
    given(...on, app.reportsRoster(anna, ben), ...ben.arrives())
      .and(anna, 'waiting-for-others')
      .when(ben.leavesInstead())
      .leadsTo({ type: 'participant.left', instead: { feature: 'all-or-leave' } as never })
      .when(app.reportsRoster(anna))
      .and(anna, 'open')
  })

  test('all: who said no under decline leave, and stays, has to leave as the time ends; their no stands', () => {
    const { on, anna, ben } = of('all-or-leave')
    given(...on, app.reportsRoster(anna, ben), ...ben.arrives(), ben.declines())
      .and(anna, 'waiting-for-others')
      .when(ben.hadTimeToAnswer())
      .leadsTo({ type: 'participant.left', instead: { feature: 'all-or-leave' } as never })
      .answer(ben, 'declined')
      .when(app.reportsRoster(anna))
      .and(anna, 'open')
  })

  test('"leave me out" is not offered to who turns it on', () => {
    for (const feature of ['everyone', 'one-no', 'minutes']) {
      const { anna } = of(feature)
      given(...anna.arrives(), app.reportsRoster(anna))
        .when(anna.turnsOn({ decision: { answer: 'decline' } }))
        .isRejected('not-offered')
    }
  })

  const comesAndGoes = [ben.lapses(), ben.joins(), ben.showsIndicator()]
  const thrice = [...comesAndGoes, ...comesAndGoes, ...comesAndGoes]

  test('after three pauses by one participant within five minutes it stays paused until that person has answered', () => {
    const paused = given(...agreed, ...thrice)
      .and(anna, 'waiting-for-others')
      // They are asked, whatever they said before, or everybody would wait for ever.
      .answer(ben, 'shown')
      .sees(ben, { answer: { decision: 1 } })
    paused
      .when(ben.accepts({ seen: 1 }))
      .and(anna, 'open')
      .answer(ben, 'accepted')
  })

  test('until that person is gone for good: leaving instead, removed, or a no, which ends it', () => {
    const roster = app.reportsRoster(anna)
    given(...agreed, ...thrice)
      .after(anna.removes(ben), roster)
      .and(anna, 'open')
    given(...agreed, ...thrice)
      .when(ben.declines())
      .leadsTo({ type: 'consent.declined' }, { type: 'feature.disabled' })
    const free = of('all-or-leave')
    const back = [free.ben.lapses(), ...free.ben.arrives()]
    given(...free.on, app.reportsRoster(anna, ben), ...free.ben.saysYes(), ...back, ...back, ...back)
      .and(free.anna, 'waiting-for-others')
      .after(free.ben.leavesInstead(), roster)
      .and(free.anna, 'open')
  })

  test('three pauses over a longer time are just pauses, and another run counts anew', () => {
    given(...agreed, ...comesAndGoes, ...comesAndGoes, passes(300_000), ...comesAndGoes).and(anna, 'open')
    const decision = { answer: 'accept', grants: [] as string[], seen: 1 } as const
    given(...agreed, ...thrice, anna.turnsOff(), anna.turnsOn({ ...again, decision }))
      .after(ben.isShown(again), ben.accepts({ ...again, seen: 1 }))
      .and(anna, 'open')
  })

  test('in the call but unknown to the authority: nobody is captured until they are known, or gone', () => {
    given(...agreed)
      .when(app.reportsRoster(anna, ben, cem))
      .and(anna, 'waiting-for-others')
      .when(app.reportsRoster(anna, ben))
      .and(anna, 'open')
  })
})
