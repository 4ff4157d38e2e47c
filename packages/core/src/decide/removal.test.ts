import { describe, expect, test } from 'vitest'
import { of } from '../../tests/policies/people.ts'
import { app, by, device, given } from '../../tests/sentences.ts'

const { on, anna, ben } = of('summary')
const cora = device('cora', { role: 'cohost' })
const running = [...on, ...ben.saysYes(), ...cora.arrives()]

describe('removed', () => {
  test('gates close at once, with every device; older tokens count no more; what they answered counts no more', () => {
    const { state } = given(...running, ...ben.on('phone').arrives())
      .when(anna.removes(ben))
      .leadsTo({ type: 'participant.removed', participant: 'ben' })
      .and(ben, 'left')
    const was = state.participants.get('ben')
    expect(was?.connections).toEqual([])
    expect(was?.cutAt).toBeGreaterThan(0)
    expect(was?.answers.summary).toMatchObject({ state: 'unasked', decision: 1, grants: [] })
  })

  test('by hosts and the app; a cohost removes no host, and nobody anybody else', () => {
    given(...running)
      .when(ben.removes(anna))
      .isRejected('not-allowed')
    given(...running)
      .when(cora.removes(anna))
      .isRejected('not-allowed')
    given(...running)
      .when(cora.removes(ben))
      .leadsTo({ type: 'participant.removed' })
    given(...running)
      .when(app.removes(anna))
      .leadsTo({ type: 'participant.removed' })
    given(...running)
      .when(anna.removes(device('nobody')))
      .isRejected('unknown-participant')
  })

  test('who is let back in is asked anew; a no lasts', () => {
    given(...running, anna.removes(ben), ...ben.arrives()).and(ben, 'not-asked')
    given(...running, anna.removes(ben), ...ben.arrives(), ...ben.saysYes({ seen: 1 })).and(ben, 'open')
    given(...running, ben.withdraws(), anna.removes(ben), ...ben.arrives()).and(ben, 'withdrawn')
  })
})

describe('another role', () => {
  test('the state follows at once: rights and what keeps a feature on', () => {
    const { state } = given(...running)
    expect(state.hosts).toBe(2)
    const demoted = given(...running)
      .when(anna.makes(cora, 'attendee'))
      .leadsTo({ type: 'role.changed', participant: 'cora', role: 'attendee' })
    expect(demoted.state.hosts).toBe(1)
    expect(demoted.state.participants.get('cora')?.cutAt).toBeGreaterThan(0)
    demoted.when(anna.makes(cora, 'attendee')).changesNothing()
  })

  test('takes nobody’s answer away', () => {
    given(...running)
      .when(anna.makes(ben, 'cohost'))
      .and(ben, 'open')
  })

  test('is given by a host or the app, also to who is gone, and to nobody unknown', () => {
    given(...running)
      .when(cora.makes(ben, 'cohost'))
      .isRejected('not-allowed')
    given(...running)
      .when(ben.makes(ben, 'host'))
      .isRejected('not-allowed')
    const gone = given(...running, ben.leaves()).when(app.makes(ben, 'cohost'))
    expect(gone.leadsTo({ type: 'role.changed' }).state.hosts).toBe(2)
    given(...running)
      .when(anna.makes(device('nobody'), 'host'))
      .isRejected('unknown-participant')
  })

  test('is nothing that a worker or a processor gives, nor do they remove', () => {
    const others = [
      { use: 'gate', worker: 'notetaker', features: ['summary'] },
      { use: 'processor', processor: 'Acme', features: ['summary'] },
      { use: 'authority' },
    ] as const
    for (const actor of others) {
      given(...running)
        .when(by(actor, anna.makes(ben, 'host').command))
        .isRejected('not-allowed')
        .when(by(actor, anna.removes(ben).command))
        .isRejected('not-allowed')
    }
  })

  test('the app answers for nobody', () => {
    const wishes = [ben.joins(), ben.isShown(), ben.accepts(), ben.declines(), ben.withdraws(), ben.leaves()]
    for (const { command } of [...wishes, anna.turnsOn(), anna.turnsOff(), anna.asksAgain(), ben.defers()]) {
      given(...running)
        .when(by(app.actor, command))
        .isRejected('not-allowed')
        .and(ben, 'open')
    }
  })
})
