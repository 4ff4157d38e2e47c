import { describe, expect, test } from 'vitest'
import { of } from '../../tests/policies/people.ts'
import { app, authority, by, device, given, worker } from '../../tests/sentences.ts'
import { projectOthers } from '../project/others.ts'
import { MOST_NAMED_BY_WORKERS } from './participant.ts'

const { on, anna, ben } = of('summary')
const notetaker = worker('notetaker', 'summary')
const name = 'gate:notetaker'
const running = [...on, ...ben.saysYes()]

describe('enforcement', () => {
  test('confirmed by whoever enforces: an AI worker of that feature, or the app', () => {
    given(...running)
      .when(notetaker.confirms('summary'))
      .leadsTo({ type: 'enforcement.confirmed', feature: 'summary', enforcer: name, term: 0, epoch: 1 })
      .and(ben, 'open')
      .when(notetaker.confirms('summary'))
      .changesNothing()
      .when(app.confirms('summary'))
      .leadsTo({ type: 'enforcement.confirmed', enforcer: 'app:web' })
  })

  test('a feature with anybody uncovered stops', () => {
    for (const failure of [{ outcome: 'failed', why: 'no such track' }, { uncovered: ['ben'] }] as const) {
      given(...running)
        .when(notetaker.confirms('summary', { ...failure, uncovered: ['ben'] }))
        .leadsTo(
          { type: 'enforcement.failed', enforcer: name, uncovered: ['ben'] },
          { type: 'feature.disabled', activation: 'run-1', cause: 'not-enforced' },
        )
        .and(anna, 'feature-off')
    }
  })

  test('overdue: closed for everybody until there is word again', () => {
    given(...running, notetaker.confirms('summary'))
      .when(authority.hearsNothingOf(name, 'summary'))
      .leadsTo({ type: 'enforcement.overdue', enforcer: name, epoch: 2 })
      .and(anna, 'not-enforced')
      .and(ben, 'not-enforced')
      .phase(anna, 'paused')
      .when(notetaker.confirms('summary', { epoch: 1 }))
      .changesNothing()
      .and(ben, 'not-enforced')
      .when(notetaker.confirms('summary', { epoch: 2 }))
      .and(ben, 'open')
      .phase(anna, 'on')
  })

  test('all enforcers have to, not one of them', () => {
    given(...running, notetaker.confirms('summary'), app.confirms('summary'))
      .after(authority.hearsNothingOf(name, 'summary'))
      .when(app.confirms('summary', { epoch: 2 }))
      .and(ben, 'not-enforced')
  })

  test('nothing is overdue of who confirmed it meanwhile, never spoke, or has closed its run', () => {
    given(...running, notetaker.confirms('summary', { epoch: 2 }))
      .when(authority.hearsNothingOf(name, 'summary', 2))
      .changesNothing()
    given(...running)
      .when(authority.hearsNothingOf(name, 'summary'))
      .changesNothing()
    given(...running, notetaker.confirms('summary'), anna.turnsOff(), notetaker.confirms('summary'))
      .when(authority.hearsNothingOf(name, 'summary'))
      .changesNothing()
  })

  describe('of a run that is over', () => {
    const over = [...running, notetaker.confirms('summary'), anna.turnsOff()]
    const unclosed = (sentence: { state: Parameters<typeof projectOthers>[0] }) =>
      sentence.state.features.get('summary')?.unclosed.map(({ state }) => state)

    test('is heard from whoever has to close it, once', () => {
      const failing = notetaker.confirms('summary', { epoch: 2, outcome: 'failed', why: 'down' })
      const failed = given(...over)
        .when(failing)
        .leadsTo({ type: 'enforcement.failed', enforcer: name, epoch: 2, why: 'down' })
      expect(unclosed(failed)).toEqual(['failed'])
      const closed = failed
        .when(failing)
        .changesNothing()
        .when(authority.hearsNothingOf(name, 'summary', 2))
        .changesNothing()
        .when(app.confirms('summary', { outcome: 'failed' }))
        .changesNothing()
        .when(notetaker.confirms('summary', { epoch: 3 }))
        .leadsTo({ type: 'enforcement.confirmed', enforcer: name, epoch: 3 })
      expect(unclosed(closed)).toEqual([])
      closed.when(failing).changesNothing()
    })

    test('outlasts the next one, which it does not close', () => {
      const again = given(
        ...over,
        anna.turnsOn({ activation: 'run-2', decision: { answer: 'accept', grants: [], seen: 1 } }),
      )
      expect(unclosed(again)).toEqual(['silent'])
      const confirmed = again.and(anna, 'open').when(notetaker.confirms('summary', { epoch: 4 }))
      expect(unclosed(confirmed)).toEqual([])
      expect(confirmed.state.features.get('summary')?.enforcers).toMatchObject([{ enforcer: name, epoch: 4 }])
    })

    test('nothing of it is told in time, and then never: it is waited for no more', () => {
      const overdue = given(...over)
        .when(authority.givesUp(name, 'summary'))
        .changesNothing()
        .when(authority.hearsNothingOf(name, 'summary', 2))
        .leadsTo({ type: 'enforcement.overdue', enforcer: name })
      expect(unclosed(overdue)).toEqual(['overdue'])
      // However often, and with whatever list, it is found out that it is late.
      const gone = overdue
        .when(authority.hearsNothingOf(name, 'summary', 3))
        .changesNothing()
        .when(authority.givesUp(name, 'summary'))
        .leadsTo({ type: 'enforcement.overdue', enforcer: name })
      expect(unclosed(gone)).toEqual([])
      gone.when(authority.givesUp(name, 'summary', 4)).changesNothing()
    })

    test('has nothing to close where nobody was captured', () => {
      const nobody = [...anna.arrives(), ...ben.arrives(), anna.turnsOn({ decision: { answer: 'decline' } })]
      const ended = given(...nobody, notetaker.confirms('summary')).when(anna.turnsOff())
      expect(unclosed(ended)).toEqual([])
      const failed = given(...nobody, notetaker.confirms('summary', { outcome: 'failed' }))
      expect(unclosed(failed)).toEqual([])
    })
  })

  test('what a list of an older authority led to counts no more', () => {
    given(...running, authority.starts())
      .when(notetaker.confirms('summary', { term: 0, uncovered: ['ben'] }))
      .changesNothing()
  })

  test('an older report never undoes a newer one', () => {
    given(...running, notetaker.confirms('summary', { epoch: 5 }))
      .when(notetaker.confirms('summary', { epoch: 4 }))
      .changesNothing()
      .and(ben, 'open')
  })

  test('somebody uncovered ends the run, however late it is said', () => {
    given(...running, notetaker.confirms('summary', { epoch: 5 }))
      .when(notetaker.confirms('summary', { epoch: 4, uncovered: ['ben'] }))
      .leadsTo({ type: 'enforcement.failed' }, { type: 'feature.disabled', cause: 'not-enforced' })
  })

  test('is nothing that a person, or a worker of another feature, can report', () => {
    const report = notetaker.confirms('summary').command
    given(...running)
      .when(by(anna.actor, report))
      .isRejected('not-allowed')
      .when(worker('other', 'minutes').confirms('summary'))
      .isRejected('not-allowed')
      .when(app.confirms('mind-reading'))
      .isRejected('unknown-feature')
  })

  test('of a run of somebody’s own it is for the workers of the declared feature', () => {
    const notes = ben.aboutThe('notes', 'ben')
    given(...ben.arrives(), notes.turnsOn())
      .when(worker('scribe', 'notes').confirms('notes@ben'))
      .leadsTo({ type: 'enforcement.confirmed', feature: 'notes@ben' })
  })
})

describe('the roster', () => {
  const others = (sentence: { state: Parameters<typeof projectOthers>[0] }) =>
    projectOthers(sentence.state, { nameOf: () => undefined })

  test('is reported whole; only what changed becomes a fact', () => {
    given(anna.joins())
      .when(app.reportsRoster(anna, ben))
      .leadsTo({
        type: 'roster.reported',
        joined: [{ participant: 'anna' }, { participant: 'ben' }] as never,
      })
      .when(app.reportsRoster(anna, ben))
      .changesNothing()
      .when(app.reportsRoster(anna))
      .leadsTo({ type: 'roster.reported', joined: [], left: ['ben'] })
  })

  test('beside the app a worker adds people, and takes nobody away', () => {
    given(anna.joins(), app.reportsRoster(anna, ben))
      .when(notetaker.reportsRoster(anna))
      .changesNothing()
      .when(notetaker.reportsRoster(anna, device('cem')))
      .leadsTo({ type: 'roster.reported', joined: [{ participant: 'cem' }] as never, left: [] })
    const recorder = worker('recorder', 'everyone')
    given(anna.joins(), recorder.reportsRoster(anna, ben))
      .when(recorder.reportsRoster(anna))
      .leadsTo({ type: 'roster.reported', left: ['ben'] })
  })

  test('takes only so many names of workers, and any of the app', () => {
    const crowd = Array.from({ length: MOST_NAMED_BY_WORKERS - 1 }, (_, at) => device(`p${at}`))
    const recorder = worker('recorder', 'everyone')
    const [cem, dora] = [device('cem'), device('dora')]
    given(anna.joins(), recorder.reportsRoster(...crowd, cem))
      .when(recorder.reportsRoster(...crowd, dora))
      .isRejected('roster-full')
      .when(recorder.reportsRoster(...crowd))
      .leadsTo({ type: 'roster.reported', joined: [], left: ['cem'] })
      .when(app.reportsRoster(...crowd, dora))
      .leadsTo({ type: 'roster.reported', joined: [{ participant: 'dora' }] as never, left: [] })
      .when(recorder.reportsRoster(cem, dora))
      .leadsTo({ type: 'roster.reported', joined: [{ participant: 'cem' }] as never, left: [] })
  })

  test('shows to all who is in the call and unknown', () => {
    const unknown = given(anna.joins(), app.reportsRoster(anna, ben))
    expect(others(unknown)).toEqual({ bots: [], strangers: ['ben'] })
    expect(others(unknown.when(ben.joins('lobby'))).strangers).toEqual(['ben'])
    expect(others(unknown.when(ben.joins())).strangers).toEqual([])
    expect(others(unknown.when(app.reportsRoster(anna))).strangers).toEqual([])
    expect(others(unknown.when(ben.leaves())).strangers).toEqual([])
  })

  test('shows a bot as one, by the roster or by its own token', () => {
    const bot = ben.as({ kind: 'agent' })
    const known = others(given(bot.joins()))
    const reported = others(given(app.reportsRoster(bot)))
    expect(known).toEqual({ bots: [{ participant: 'ben', kind: 'agent', name: undefined }], strangers: [] })
    expect(reported).toEqual(known)
  })

  test('is nothing that a person can report', () => {
    given(anna.joins())
      .when(by(anna.actor, app.reportsRoster(anna).command))
      .isRejected('not-allowed')
  })
})
