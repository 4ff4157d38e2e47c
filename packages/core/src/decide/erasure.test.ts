import { describe, expect, test } from 'vitest'
import { everyPolicy } from '../../tests/catalogues.ts'
import { by, deploys, device, given, type Wish } from '../../tests/sentences.ts'
import { replay } from '../evolve.ts'
import { gateOf } from '../gate-rule.ts'
import type { Actor } from '../model/participant.ts'
import { createMeetingState, selectAnswer } from '../state.ts'

const anna = device('anna', { role: 'host' })
const ben = device('ben')
const included = [anna.joins(), anna.turnsOn(), ...ben.saysYes()]
const acme: Actor = { use: 'processor', processor: 'Acme', features: ['summary'] }
const acknowledges = (actor: Actor, request = 2, feature = 'summary', participant = 'ben'): Wish =>
  by(actor, { type: 'erasure.acknowledge', feature, participant, request } as never)
const requested = [...included, ben.withdraws(), ben.asksToErase()]

describe('erasing', () => {
  test('is offered after withdrawing, not before', () => {
    given(...included)
      .when(ben.asksToErase())
      .isRejected('still-included')
    given(...included, ben.withdraws())
      .when(ben.asksToErase())
      .leadsTo({
        type: 'erasure.requested',
        participant: 'ben',
        feature: 'summary',
        request: 2,
        processors: ['Acme', 'Hosting'],
      })
  })

  test('is not offered while a yes stands that would serve again by itself', () => {
    given(...included, ben.as({ kind: 'room' }).joins())
      .when(ben.asksToErase())
      .isRejected('still-included')
      .when(ben.joins())
      .and(ben, 'open')
      .when(ben.withdraws())
      .when(ben.asksToErase())
      .leadsTo({ type: 'erasure.requested', processors: ['Acme', 'Hosting'] })
  })

  // With the deploy taken back the yes served again, and what was captured by it was nothing that could be erased.
  test('ends a yes to what is declared otherwise by now, which would serve again where that is taken back', () => {
    const { events } = given(...ben.arrives(), ...included, deploys('summary'))
      .when(ben.asksToErase())
      .leadsTo({ type: 'erasure.requested', processors: ['Acme', 'Hosting'] })
    const back = replay(createMeetingState('meeting', everyPolicy), events)
    const [ask] = everyPolicy.get('summary')?.required ?? []
    const feature = back.features.get('summary')
    const gateOfBen = () => feature && gateOf(back.participants.get('ben'), feature, ask ?? '')
    expect(gateOfBen()).toMatchObject({ open: false, reason: 'unanswered' })
  })

  test('is not offered to who was told of what is declared otherwise by now, and would be taken along again', () => {
    const [host, guest] = [anna.about('notice'), ben.about('notice')]
    given(...host.arrives(), host.turnsOn(), ...guest.arrives(), guest.isShown(), deploys('notice'))
      .when(guest.asksToErase())
      .isRejected('still-included')
      .after(guest.declines())
      .when(guest.asksToErase())
      .leadsTo({ type: 'erasure.requested' })
  })

  test('is offered once the run is over too', () => {
    given(...included, anna.turnsOff())
      .when(ben.asksToErase())
      .leadsTo({ type: 'erasure.requested' })
  })

  test('has nothing to do for who was never included, and not twice for the same', () => {
    given(ben.joins()).when(ben.asksToErase()).isRejected('nothing-to-erase')
    given(ben.joins(), ben.declines()).when(ben.asksToErase()).isRejected('nothing-to-erase')
    given(...requested)
      .when(ben.asksToErase())
      .isRejected('nothing-to-erase')
  })

  test('what was captured after the first request can be erased too', () => {
    given(...requested, ben.accepts({ seen: 2 }), ben.withdraws())
      .when(ben.asksToErase())
      .leadsTo({ type: 'erasure.requested', request: 4 })
      .when(acknowledges(acme, 2))
      .isRejected('unknown-duty')
  })

  test('waits for every processor, each for itself, and said twice is done all the same', () => {
    const outcome = given(...requested)
      .when(acknowledges(acme))
      .leadsTo({ type: 'erasure.acknowledged', participant: 'ben', processor: 'Acme', request: 2 })
    const erasureOf = () => selectAnswer(outcome.state.participants.get('ben'), 'summary').erasure
    expect(erasureOf()).toMatchObject({ open: ['Hosting'], done: ['Acme'] })
    outcome.when(acknowledges(acme)).changesNothing()
    outcome.when(acknowledges({ ...acme, processor: 'Hosting' })).leadsTo({ processor: 'Hosting' })
    expect(erasureOf()).toMatchObject({ open: [], done: ['Acme', 'Hosting'] })
  })

  test('is acknowledged only by a processor that has the duty', () => {
    given(...requested)
      .when(acknowledges({ ...acme, processor: 'Evil' }))
      .isRejected('unknown-duty')
    given(...requested)
      .when(acknowledges(acme, 1))
      .isRejected('unknown-duty')
    given(...requested)
      .when(acknowledges(acme, 2, 'summary', 'anna'))
      .isRejected('unknown-duty')
    given(...requested)
      .when(acknowledges(acme, 2, 'minutes'))
      .isRejected('not-allowed')
    given(...requested)
      .when(acknowledges(ben.actor))
      .isRejected('not-allowed')
    given(...requested)
      .when(acknowledges(anna.actor))
      .isRejected('not-allowed')
  })

  test('a withdrawal in between leaves the yes gone', () => {
    given(...requested)
      .when(acknowledges(acme))
      .and(ben, 'withdrawn')
  })

  test('where being told was enough: asked once for what one run took, and again for the next', () => {
    const [host, guest] = [anna.about('notice'), ben.about('notice')]
    const told = [...host.arrives(), host.turnsOn(), ...guest.arrives(), guest.isShown()]
    const again = host.turnsOn({
      activation: 'run-2',
      decision: { answer: 'accept', grants: [], seen: 1 },
    })
    given(...told)
      .when(guest.asksToErase())
      .isRejected('still-included')
      .when(host.turnsOff())
      .when(guest.asksToErase())
      .leadsTo({ type: 'erasure.requested', request: 1, processors: ['Acme', 'Hosting'] })
      .sees(guest, { answer: { captured: false } })
      .when(guest.asksToErase())
      .isRejected('nothing-to-erase')
      .after(again, guest.isShown({ activation: 'run-2' }), guest.declines())
      .sees(guest, { answer: { captured: true } })
      .when(guest.asksToErase())
      .leadsTo({ type: 'erasure.requested', request: 2 })
      .after(guest.accepts({ activation: 'run-2', seen: 1 }), guest.withdraws())
      .when(guest.asksToErase())
      .leadsTo({ type: 'erasure.requested', request: 3 })
  })

  test('has nothing to do for who objected in time, and for whom the wait is not over', () => {
    const [host, guest] = [anna.about('objection'), ben.about('objection')]
    const told = [...host.arrives(), host.turnsOn(), ...guest.arrives(), guest.isShown()]
    given(...told, guest.declines())
      .when(guest.hadTimeToObject())
      .when(guest.asksToErase())
      .isRejected('nothing-to-erase')
    given(...told, guest.hadTimeToObject(), guest.declines())
      .when(guest.asksToErase())
      .leadsTo({ type: 'erasure.requested' })
  })
})
