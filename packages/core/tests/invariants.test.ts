import { describe, expect, test } from 'vitest'
import { replay } from '../src/evolve.ts'
import { projectPerson } from '../src/project.ts'
import { createMeetingState } from '../src/state.ts'
import { everyPolicy } from './catalogues.ts'
import { of } from './policies/people.ts'
import { app, authority, by, device, given, type Wish, worker } from './sentences.ts'

// What must hold, always, by its number, as far as deciding and folding alone can show it. The rest (2, 4, 13) takes a
// ledger, a clock or a worker: invariants-in-meetings.test.ts; and 10 is in authority.test.ts.

const { on, anna, ben, cem } = of('summary')
const yes = [...on, ...ben.saysYes()]

test('1. no open gate without a live yes: not withdrawn, not expired, of this revision and this run', () => {
  given(...on, ...ben.arrives(), ben.isShown()).and(ben, 'unanswered')
  given(...yes)
    .and(ben, 'open')
    .when(ben.withdraws())
    .and(ben, 'withdrawn')
  given(...yes, ben.lapses(), ben.isAwayTooLong(), ...ben.arrives())
    .and(ben, 'expired')
    .when(ben.accepts({ seen: 1 }))
    .isRejected('notice-not-shown')
    .after(ben.isShown())
    .and(ben, 'unanswered')
    .after(ben.accepts({ seen: 1 }))
    .and(ben, 'open')
  given(...yes)
    .when(ben.isAwayTooLong())
    .changesNothing()
    .and(ben, 'open')
})

test('1. under objection and notice: only after notice.shown for that person and the wait', () => {
  for (const id of ['objection', 'notice']) {
    const { on, ben } = of(id)
    given(...on, ...ben.arrives())
      .and(ben, 'not-asked')
      .when(ben.hadTimeToObject())
      .changesNothing()
      .and(ben, 'not-asked')
  }
})

test('3. who cannot say stop is not captured: closed at once, and open only with the indicator back', () => {
  for (const cause of ['closed', 'silent'] as const) {
    given(...yes)
      .when(ben.lapses(cause))
      .and(ben, 'unreachable')
      .when(ben.joins())
      .and(ben, 'unreachable')
  }
  given(...yes)
    .when(ben.hidesIndicator())
    .and(ben, 'unreachable')
  given(...yes)
    .when(authority.starts())
    .and(ben, 'unreachable')
    .and(anna, 'unreachable')
  const { on: told, ben: listener } = of('notice')
  given(...told, listener.joins(), listener.isShown()).and(listener, 'unreachable')
})

describe('5. only the person decides for themselves', () => {
  const answers = [ben.accepts({ seen: 1 }), ben.declines(), ben.withdraws(), ben.defers(), ben.asksToErase()]
  test('no host, no app, no other participant, no bot', () => {
    const bot = device('bot', { kind: 'agent', role: 'host' })
    for (const { command } of answers) {
      for (const other of [anna, cem, bot])
        given(...yes, ...other.arrives())
          .when(by(other.actor, command))
          .and(ben, 'open')
      for (const { actor } of [app, worker('notetaker', 'summary')]) {
        given(...yes)
          .when(by(actor, command))
          .isRejected('not-allowed')
          .and(ben, 'open')
      }
    }
  })

  test('a room’s answer binds that room only, never grants optional asks, and anybody in it may decline', () => {
    const room = ben.as({ kind: 'room' })
    given(...on, ...room.arrives(), room.isShown())
      .when(room.accepts({ grants: ['voices'] }))
      .isRejected('unknown-ask')
      .when(room.accepts())
      .and(room, 'open')
      .when(ben.joins())
      .and(ben, 'not-asked')
      .when(room.declines())
      .and(ben, 'declined')
  })
})

test('6. agents and recorders cannot answer, are never counted as people, and everybody sees them', () => {
  for (const kind of ['agent', 'recorder'] as const) {
    const bot = device('bot', { kind, role: 'host' })
    for (const wish of [bot.isShown(), bot.accepts(), bot.declines(), bot.withdraws(), bot.defers()]) {
      given(...on, ...bot.arrives())
        .when(wish)
        .isRejected('not-a-person')
        .and(bot, 'not-a-person')
    }
    const { state } = given(...on, ...bot.arrives())
    expect([state.people, state.hosts]).toEqual([1, 1])
  }
})

test('7. decline and withdraw are never stale: no notice, no run, no presence needed', () => {
  for (const no of [ben.declines(), ben.withdraws()]) {
    for (const past of [
      [],
      on,
      [...on, anna.turnsOff()],
      [...yes, ben.leaves()],
      [...yes, anna.removes(ben)],
    ]) {
      const { outcome } = given(...past).when(no)
      expect(outcome).toMatchObject([
        { type: `consent.${no.command.type === 'consent.decline' ? 'declined' : 'withdrawn'}` },
      ])
    }
  }
})

test('8. an accept that has not seen the latest decision is rejected, whichever way that one went', () => {
  given(...yes)
    .when(ben.accepts({ seen: 0 }))
    .isRejected('stale-decision')
  given(...yes, ben.withdraws())
    .when(ben.accepts({ seen: 1 }))
    .isRejected('stale-decision')
    .and(ben, 'withdrawn')
})

test('9. optional asks are granted only one by one, never by a required one, and taken back one by one', () => {
  given(...yes)
    .and(ben, 'not-granted', 'improve')
    .and(ben, 'not-granted', 'voices')
  given(...on, ...ben.saysYes({ grants: ['improve', 'voices'] }))
    .when(ben.withdraws({ asks: ['voices'] }))
    .and(ben, 'open', 'improve')
    .and(ben, 'not-granted', 'voices')
    .and(ben, 'open')
})

test('11. an empty meeting has not consented', () => {
  const { on, anna } = of('everyone')
  given(...on, app.reportsRoster(), anna.leaves()).phase(anna, 'paused')
  given(...on, anna.lapses()).phase(anna, 'paused')
})

test('12. same events, same state, at every replay: the whole of a meeting under every policy', () => {
  const told = [...everyPolicy.keys()]
    .filter((id) => id !== 'notes')
    .flatMap((id): Wish[] => {
      const { anna, ben } = of(id)
      return [
        anna.turnsOn(),
        ben.isShown(),
        ben.accepts(),
        ben.hadTimeToObject(),
        ben.defers(),
        ben.isAwayTooLong(),
      ]
    })
  const rest = [anna.makes(ben, 'cohost'), anna.removes(ben), authority.starts()]
  const { events, state } = given(
    ...anna.arrives(),
    ...ben.arrives(),
    app.reportsRoster(anna, ben),
    ...told,
    ...rest,
  )
  expect(events.length).toBeGreaterThan(60)
  expect(replay(createMeetingState('meeting', everyPolicy), structuredClone(events))).toEqual(state)
})

test('14. nobody but hosts is sent a tally, and a person’s view names nobody who answered', () => {
  const { state } = given(...yes, ...cem.arrives(), cem.declines(), ben.asksToTurnOff())
  const see = (participant: string, role: 'host' | 'attendee') =>
    projectPerson(
      state,
      { participant, role, kind: 'person' },
      { nameOf: () => undefined, permits: () => true },
    )
  expect(see('ben', 'attendee').tallies).toEqual({})
  expect(JSON.stringify(see('ben', 'attendee'))).not.toContain('cem')
  expect(see('anna', 'host').tallies.summary).toEqual({
    disclosure: 'outcome',
    everyone: false,
    offRequests: { by: ['ben'], unknown: 0 },
  })
})

test('15. the indicator says what is enforced: a gate that is held closed is not shown as open', () => {
  const { state } = given(...yes)
  const held = { nameOf: () => undefined, permits: () => false }
  const viewer = { participant: 'ben', role: 'attendee', kind: 'person' } as const
  const { summary } = projectPerson(state, viewer, held).features
  expect(summary?.gates.summarise).toEqual({ open: false, reason: 'not-enforced' })
})

test('16. taking back needs no more actions than giving: one wish, from any device, shown or not', () => {
  for (const id of ['summary', 'lasting', 'rooms', 'objection', 'notice']) {
    const { on, ben } = of(id)
    given(...on, ...ben.arrives(), ben.isShown(), ben.accepts(), ben.hadTimeToObject())
      .and(ben, 'open')
      .when(ben.on('another').withdraws())
      .and(ben, 'withdrawn')
  }
})
