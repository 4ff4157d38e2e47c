import type { EventBody, MeetingEvent, SentCommand } from '@askfirst/core/authority'
import { expect, it } from 'vitest'
import { findLost } from './ledger-findings.ts'
import type { TappedCommand } from './wire-tap.ts'

// What a kill must not lose is found by comparing: each loss that may be is one that is found.

const AT = 1_795_000_000_000
const started: EventBody = { type: 'authority.started' }
const joined: EventBody = {
  type: 'participant.joined',
  participant: 'ada',
  connection: 'tab',
  place: 'call',
  role: 'attendee',
  kind: 'person',
}
const shown: EventBody = { type: 'indicator.shown', participant: 'ada', connection: 'tab', knows: ['h1'] }
const left: EventBody = { type: 'participant.left', participant: 'ada', connection: 'tab' }
const declined: EventBody = {
  type: 'consent.declined',
  participant: 'ada',
  feature: 'summary',
  decision: 1,
  method: 'button',
}

type Sent = SentCommand extends infer One ? (One extends unknown ? Omit<One, 'id'> : never) : never
const join: Sent = { type: 'participant.join', place: 'call' }
const show: Sent = { type: 'indicator.show', knows: ['h1'] }
const leave: Sent = { type: 'participant.leave' }
const decline: Sent = { type: 'consent.decline', feature: 'summary', method: 'button' }

/** What is found lost of a story: events, and commands that were acknowledged, each a second after the one before. */
function lostOf(...story: readonly (readonly [event: EventBody | 'none', command?: Sent])[]) {
  const commands: TappedCommand[] = []
  const events: MeetingEvent[] = []
  for (const [index, [event, sent]] of story.entries()) {
    const id = `c${index}`
    const at = AT + index * 1_000
    if (sent !== undefined) {
      const command = { ...sent, id } as SentCommand
      commands.push({ by: 'ada', command, order: commands.length, sentAt: at, reply: { ok: true } })
    }
    if (event === 'none') continue
    const by = sent === undefined ? 'authority' : 'ada'
    events.push({ ...event, number: events.length + 1, at, by, command: id } as MeetingEvent)
  }
  return findLost(events, {
    commands: () => commands,
    of: (id) => commands.find(({ command }) => command.id === id),
  })
}

it('finds a no that was acknowledged and is not there, also after an earlier no', () => {
  expect(lostOf([started], [joined, join], [declined, decline], ['none', decline])).toEqual([
    'consent.decline c3 of ada',
  ])
})

it('finds that somebody came, or showed the indicator, where that is only there of elsewhere or before a restart', () => {
  expect(lostOf([started], [joined, join], [shown, show], [started], ['none', join], ['none', show])).toEqual(
    ['participant.join c4 of ada', 'indicator.show c5 of ada'],
  )
  const elsewhere: readonly Sent[] = [
    { ...join, place: 'lobby' },
    { ...join, room: 'one' },
    { ...show, knows: ['h2'] },
  ]
  for (const sent of elsewhere)
    expect(lostOf([started], [joined, join], [shown, show], ['none', sent])).toHaveLength(1)
  expect(lostOf([started], ['none', join], [joined, join])).toEqual(['participant.join c1 of ada'])
})

it('finds that somebody left, or came back, where that is not there', () => {
  const lost = ['participant.leave c2 of ada']
  expect(lostOf([started], [joined, join], ['none', leave])).toEqual(lost)
  expect(lostOf([joined, join], [started], ['none', leave])).toEqual(lost)
  expect(lostOf([started], [joined, join], [left, leave], [joined, join], ['none', leave])).toHaveLength(1)
  expect(
    lostOf([started], [joined, join], [shown, show], [left, leave], ['none', join], ['none', show]),
  ).toEqual(['participant.join c4 of ada', 'indicator.show c5 of ada'])
})

it('finds nothing where there was nothing to change', () => {
  expect(lostOf([started], [joined, join], [shown, show], ['none', join], ['none', show])).toEqual([])
  expect(lostOf([started], [joined, join], [started], [joined, join], ['none', join])).toEqual([])
  const both: EventBody = { ...shown, knows: ['h1', 'h2'] }
  const one: Sent = { ...show, knows: ['h1', 'h2'] }
  const other: Sent = { ...show, knows: ['h2', 'h1'] }
  expect(lostOf([started], [joined, join], [both, one], ['none', other])).toEqual([])
  expect(lostOf([started], [joined, join], [left, leave], ['none', leave])).toEqual([])
  expect(lostOf([started], [joined, join], [left, leave], [started], ['none', leave])).toEqual([])
})
