import type { EventBody, MeetingEvent } from '@askfirst/core/authority'
import { expect, it } from 'vitest'
import { tellEvent } from './story.ts'

/** What is printed after time, number and name. */
function tell(body: EventBody, by = 'authority'): string {
  const event: MeetingEvent = { ...body, number: 7, at: Date.UTC(2026, 0, 1), by, command: 'c' }
  const told = tellEvent(event)
  expect(told).toMatch(/^2026-01-01T00:00:00\.000Z {5}#7 {2}/)
  return told.slice('2026-01-01T00:00:00.000Z     #7  '.length)
}

const of = { feature: 'minutes', activation: 'run-1' }
const enforced = { feature: 'minutes', enforcer: 'gate:w1', term: 1, epoch: 4 }

it.each<[EventBody, string, string]>([
  [
    { type: 'participant.removed', participant: 'ben' },
    'anna',
    'ben           was removed from the call by anna; closed, older tokens are over',
  ],
  [
    { type: 'role.changed', participant: 'ben', role: 'cohost' },
    'app:server',
    'ben           is cohost from now on, by app:server; older tokens are over',
  ],
  [
    { type: 'roster.reported', joined: [{ participant: 'zoe', kind: 'person' }], left: [] },
    'app:server',
    'app:server    says who is in the call: 1 more, 0 fewer',
  ],
  [
    { type: 'feature.disabled', ...of, cause: 'declined' },
    'ben',
    'ben           turned off minutes (run run-1), since somebody said no and one no ends it for all',
  ],
  [
    { type: 'feature.disabled', ...of, cause: 'hostless' },
    'authority',
    'authority     turned off minutes (run run-1), since nobody who may turn it off was there',
  ],
  [
    { type: 'feature.disabled', feature: 'notes@ben', activation: 'run-2', cause: 'owner-left' },
    'ben',
    'ben           turned off notes@ben (run run-2), since its owner left',
  ],
  [
    { type: 'feature.disabled', feature: 'notes@ben', activation: 'run-2', cause: 'barred' },
    'anna',
    'anna          turned off notes@ben (run run-2), since hosts bar it',
  ],
  [
    { type: 'feature.disabled', ...of, cause: 'not-enforced' },
    'gate:w1',
    'gate:w1       turned off minutes (run run-1), since it could not be enforced',
  ],
  [
    { type: 'feature.barred', feature: 'notes' },
    'anna',
    'anna          allows nobody a run of notes of their own',
  ],
  [
    { type: 'feature.allowed', feature: 'notes' },
    'anna',
    "anna          allows runs of notes of one's own again",
  ],
  [
    { type: 'feature.offRequested', ...of, participant: 'ben' },
    'ben',
    'ben           asked the hosts to turn off minutes (run run-1)',
  ],
  [
    { type: 'feature.offRequested', ...of },
    'authority',
    'authority     was asked by somebody to have minutes (run run-1) turned off',
  ],
  [
    { type: 'notice.lapsed', ...of, participant: 'ben', of: 'answer' },
    'authority',
    'ben           had the time to answer minutes (run run-1) and did not',
  ],
  [
    { type: 'notice.lapsed', ...of, participant: 'ben', of: 'objection' },
    'authority',
    'ben           had the time to object to minutes (run run-1) and did not',
  ],
  [
    { type: 'notice.askedAgain', ...of },
    'anna',
    'anna          asked those again who had not answered minutes (run run-1)',
  ],
  [
    { type: 'consent.expired', participant: 'ben', feature: 'minutes' },
    'authority',
    'ben           was away for too long; the yes to minutes no longer counts',
  ],
  [{ type: 'enforcement.confirmed', ...enforced }, 'gate:w1', 'gate:w1       enforces list 4 of minutes'],
  [
    { type: 'enforcement.failed', ...enforced, uncovered: ['ben'], why: 'no such track' },
    'gate:w1',
    'gate:w1       cannot enforce list 4 of minutes: 1 uncovered (no such track)',
  ],
  [
    { type: 'enforcement.overdue', ...enforced },
    'authority',
    'gate:w1       did not say that it enforces list 4 of minutes; closed for all',
  ],
  [
    { type: 'participant.left', participant: 'ben', connection: '', instead: of },
    'authority',
    'ben           left instead of answering minutes (run run-1)',
  ],
])('tells $type', (body, by, line) => {
  expect(tell(body, by)).toBe(line)
})

it('says which bridge relayed an answer', () => {
  const decline: EventBody = {
    type: 'consent.declined',
    participant: 'phone-1',
    feature: 'minutes',
    decision: 1,
    method: 'dtmf',
  }
  const event = { ...decline, number: 7, at: 0, by: 'phone-1', bridge: 'sip-1', command: 'c' }
  expect(tellEvent(event)).toContain('declined minutes (decision 1, by dtmf), through bridge sip-1')
})

it('lets no id do anything to a terminal', () => {
  const event = { type: 'participant.removed', participant: 'b\u001b[2Jen' } as const
  expect(tell(event, 'an\nna')).not.toMatch(/\p{Cc}/u)
  expect(tell(event, 'a\u202En\u2066n\u2069a\u2028')).not.toMatch(/[\u2028\u202E\u2066-\u2069]/)
})
