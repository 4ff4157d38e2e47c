import { expect, test } from 'vitest'
import { projectOthers } from '../../src/project/others.ts'
import { projectPerson } from '../../src/project.ts'
import { of } from '../policies/people.ts'
import { app, authority, device, given } from '../sentences.ts'

// The cases that must be right, as far as deciding and folding alone can show them. Those with clients, ledgers
// and clocks are in the tests of whole meetings, under the same words.

const { on, anna, ben, cem } = of('summary')
const cora = device('cora', { role: 'cohost' })
const nobody = { nameOf: () => undefined, permits: () => true }

test('leave instead of answering: recorded as left; nothing captured', () => {
  const { on, ben } = of('minutes')
  given(...on, ...ben.arrives(), ben.isShown())
    .when(ben.leavesInstead())
    .leadsTo({ type: 'participant.left', instead: { feature: 'minutes', activation: 'run-1' } })
    .and(ben, 'left')
    .when(ben.asksToErase())
    .isRejected('nothing-to-erase')
})

test('removed by host, role changed: gates and rights follow at once; the record stays', () => {
  const { state } = given(...on, ...ben.saysYes(), ...cora.arrives(), anna.makes(cora, 'attendee'))
    .when(anna.removes(ben))
    .and(ben, 'left')
  expect(state.hosts).toBe(1)
  expect(state.participants.get('ben')?.answers.summary).toMatchObject({
    decision: 1,
    processors: ['Acme', 'Hosting'],
  })
})

test('removed by host and let back in: asked anew, whatever they had agreed to; a no lasts', () => {
  for (const id of ['summary', 'lasting', 'rooms']) {
    const { on, ben } = of(id)
    const back = [anna.removes(ben), ...ben.arrives()]
    given(...on, ...ben.saysYes(), ...back).and(ben, 'not-asked')
    given(...on, ...ben.saysYes(), ...back, ...ben.saysYes({ seen: 1 })).and(ben, 'open')
    given(...on, ben.declines(), ...back).and(ben, 'declined')
  }
})

test('removed by host and let back in, where being shown opens it: shown anew before it does', () => {
  const { on, ben } = of('notice')
  given(...on, ...ben.arrives(), ben.isShown())
    .and(ben, 'open')
    .when(anna.removes(ben))
    .when(ben.joins())
    .when(ben.showsIndicator())
    .and(ben, 'not-asked')
    .when(ben.isShown())
    .and(ben, 'open')
})

test('breakout: scope decides; moving never loses a no', () => {
  for (const id of ['summary', 'rooms']) {
    const { on, ben } = of(id)
    given(...on, ...ben.saysYes())
      .when(ben.movesTo('green'))
      .and(ben, id === 'summary' ? 'open' : 'not-asked')
    given(...on, ...ben.arrives('green'), ben.declines(), ben.movesTo('blue')).and(ben, 'declined')
    given(...on, ...ben.saysYes(), ben.movesTo('green'), ben.withdraws())
      .when(ben.movesTo())
      .and(ben, 'withdrawn')
  }
})

test('room system: one answer for the room, recorded as given for a room', () => {
  const room = device('lounge', { kind: 'room' })
  given(...on, ...room.arrives(), room.isShown())
    .when(room.accepts())
    .leadsTo({
      type: 'consent.accepted',
      participant: 'lounge',
      kind: 'room',
      grants: ['summarise', 'transcribe'],
    })
    .and(room, 'open')
    .and(room, 'not-granted', 'improve')
    .when(room.declines())
    .and(room, 'declined')
})

test('phone: asked by voice, answers by key; the bridge relays', () => {
  const caller = device('phone-7', { kind: 'phone' }).through('bridge-1')
  given(...on, ...caller.arrives(), caller.isShown())
    .when(caller.accepts({ method: 'dtmf', grants: ['improve'] }))
    .isRejected('unknown-ask')
    .when(caller.accepts({ method: 'dtmf' }))
    .leadsTo({ type: 'consent.accepted', kind: 'phone', method: 'dtmf' })
    .and(caller, 'open')
    .when(caller.withdraws({ method: 'dtmf' }))
    .and(caller, 'withdrawn')
    .when(caller.accepts({ method: 'dtmf', seen: 2 }))
    .and(caller, 'open')
})

test('phone: a bridge hosts nothing, whatever the role of its token', () => {
  const caller = device('phone-7', { kind: 'phone', role: 'host' }).through('bridge-1')
  const past = [...on, ...caller.arrives(), ben.joins()]
  for (const wish of [
    caller.turnsOff(),
    caller.asksAgain(),
    caller.removes(ben),
    caller.makes(ben, 'cohost'),
  ])
    given(...past)
      .when(wish)
      .isRejected('not-allowed')
  given(...caller.arrives())
    .when(caller.turnsOn())
    .isRejected('not-allowed')
  given(...caller.arrives())
    .when(caller.about('notes').bars())
    .isRejected('not-allowed')
})

test('bot: not-a-person, never asked; shown as one to everybody', () => {
  const bot = device('recorder', { kind: 'recorder', role: 'host' })
  const { state } = given(...on, ...bot.arrives(), ben.joins())
    .and(bot, 'not-a-person')
    .when(bot.isShown())
    .isRejected('not-a-person')
  for (const participant of ['anna', 'ben']) {
    const view = projectPerson(state, { participant, role: 'attendee', kind: 'person' }, nobody)
    expect(view.others.bots).toMatchObject([{ participant: 'recorder', kind: 'recorder' }])
  }
})

test('in the call but unknown to the authority: unanswered, shown, never captured', () => {
  const { state } = given(...on, app.reportsRoster(anna, ben)).and(ben, 'not-asked')
  expect(projectOthers(state, nobody).strangers).toEqual(['ben'])
})

test('captions needed for access: basis notice; somebody else’s no does not switch them off', () => {
  const { on, anna, ben, cem } = of('notice')
  given(...on, ...ben.arrives(), ben.isShown(), ...cem.arrives(), cem.declines())
    .and(anna, 'open')
    .and(ben, 'open')
    .and(cem, 'declined')
    .phase(anna, 'on')
    .when(cem.withdraws())
    .and(ben, 'open')
})

test('clock skew: only the authority’s clock counts', () => {
  const late = { clientAt: 9_000_000_000_000 }
  given(...on, ...ben.arrives(), ben.isShown(), ben.declines())
    .when(ben.accepts({ ...late, seen: 0 }))
    .isRejected('stale-decision')
    .when(anna.asksAgain(late))
    .isRejected('too-soon')
})

test('authority restarts: nothing opens that was closed, and nobody is there until back', () => {
  given(...on, ...ben.saysYes(), ...cem.saysYes(), cem.withdraws())
    .when(authority.starts())
    .and(ben, 'unreachable')
    .and(cem, 'withdrawn')
    .after(...ben.arrives(), ...cem.arrives())
    .and(ben, 'open')
    .and(cem, 'withdrawn')
})
