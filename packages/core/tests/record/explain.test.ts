import { sha256 } from '@askfirst/core'
import { describe, expect, test } from 'vitest'
import { toNoticeText } from '../../src/authority.ts'
import type { EventBody, MeetingEvent } from '../../src/events.ts'
import { renamePeople } from '../../src/evidence/rename.ts'
import { explainGate } from '../../src/record.ts'
import { summary } from '../features.ts'
import { AT, catalogue, catalogueOf, joined, STORY, toEvents } from './stage.ts'

const explain = (second: number, more: Partial<Parameters<typeof explainGate>[0]> = {}) =>
  explainGate({
    meeting: 'standup',
    events: STORY,
    catalogue,
    participant: 'ben',
    feature: 'summary',
    ask: 'improve',
    at: AT + second * 1_000,
    ...more,
  })
const told = (second: number, more = {}) => {
  const [gate] = explain(second, more).gates
  return {
    gate: gate?.gate.open === false ? gate.gate.reason : 'open',
    since: gate?.since?.number,
    because: gate?.because.map(({ number, type }) => `${number} ${type}`),
  }
}

describe('whether capture was allowed at a moment', () => {
  test('before anything happened it was not', () => {
    expect(told(-1)).toEqual({ gate: 'feature-off', since: undefined, because: [] })
    // Nor had any server ended.
    expect(explain(-1).doubts).toEqual([])
  })

  test('while it was open, every event that it rested on says so', () => {
    expect(told(9.5)).toEqual({
      gate: 'open',
      since: 8,
      because: [
        '1 authority.started',
        '3 participant.joined',
        '4 indicator.shown',
        '5 feature.enabled',
        '7 notice.shown',
        '8 consent.accepted',
      ],
    })
  })

  test('in the millisecond of an event, the event counts', () => {
    expect([told(7).gate, told(6.999).gate]).toEqual(['open', 'unanswered'])
  })

  test('one ask that was taken back closed, and the others stayed', () => {
    expect(told(10.5)).toMatchObject({ gate: 'not-granted', since: 11 })
    expect(told(10.5, { ask: 'summarise' })).toMatchObject({ gate: 'open', since: 8 })
    expect(told(12.5, { ask: 'summarise' })).toEqual({
      gate: 'withdrawn',
      since: 13,
      because: ['5 feature.enabled', '13 consent.withdrawn'],
    })
  })

  test('without an ask it tells of all of them', () => {
    const { gates } = explain(9.5, { ask: undefined })
    expect(gates.map(({ ask, gate }) => [ask, gate.open])).toEqual([
      ['summarise', true],
      ['transcribe', true],
      ['improve', true],
      ['voices', true],
    ])
  })

  test('an enforcer that spoke before the change may have spoken of the list before it', () => {
    const said = (second: number) => explain(second).enforcers.map(({ epoch, isSince }) => [epoch, isSince])
    expect(said(7.5)).toEqual([])
    expect(said(9.5)).toEqual([[4, true]])
    expect(said(10.5)).toEqual([[4, false]])
    expect(said(11.5)).toEqual([[5, true]])
  })

  test('an enforcer of a run that is over is named until it has said that it is closed', () => {
    const list = { feature: 'summary', enforcer: 'gate:w1', term: 1 }
    const events = toEvents([
      ...STORY.slice(0, 10).map((event) => [event.by, event] as const),
      ['anna', { type: 'feature.disabled', feature: 'summary', activation: 'run-1', cause: 'person' }],
      ['authority', { type: 'enforcement.overdue', ...list, epoch: 5 }],
      ['gate:w1', { type: 'enforcement.failed', ...list, epoch: 5, uncovered: ['ben'] }],
      ['gate:w1', { type: 'enforcement.confirmed', ...list, epoch: 6 }],
    ])
    const left = (second: number) =>
      explain(second, { events }).unclosed.map(({ event, state }) => [state, event.number])
    expect([9.5, 10.5, 11.5, 12.5, 13.5].map(left)).toEqual([
      [],
      [['silent', 10]],
      [['overdue', 12]],
      [['failed', 13]],
      [],
    ])
  })

  test('it says what makes it less than certain', () => {
    expect(explain(9.5).doubts).toEqual([])
    expect(explain(60).doubts).toEqual(['last-event'])
    const restarted = toEvents([
      ...STORY.slice(0, 8).map((event) => [event.by, event] as const),
      ['authority', { type: 'authority.started' }],
    ])
    expect(explain(7.5, { events: restarted }).doubts).toEqual(['authority-ended'])
    const jumped = STORY.map((event) => (event.number === 4 ? { ...event, at: AT + 900_000 } : event))
    expect(explain(9.5, { events: jumped }).doubts).toEqual(['clock-went-back'])
  })

  // It went by the last revision that anybody was shown, and said "not allowed" of who was captured after a deploy
  // was taken back.
  test('after a deploy that was taken back, it goes by the declaration that pages showed from then on', async () => {
    const later = { ...summary, revision: 3 }
    const text = await toNoticeText({ feature: later, lang: 'en', templates: {}, controls: [] }, sha256)
    const shows = (hash: string): EventBody => ({
      type: 'indicator.shown',
      participant: 'ben',
      connection: 'ben-tab',
      knows: [hash],
    })
    const back = (hash: string) =>
      [
        ['authority', { type: 'authority.started' }],
        ['ben', joined('ben')],
        ['ben', shows(hash)],
      ] as const
    const events = toEvents([
      ...STORY.slice(0, 8).map((event) => [event.by, event] as const),
      ...back(text.declaration),
      [
        'ben',
        {
          type: 'notice.shown',
          participant: 'ben',
          feature: 'summary',
          activation: 'run-1',
          kind: 'person',
          notice: { revision: 3, hash: text.hash, lang: 'en' },
        },
      ],
      ...back(catalogue.get('summary')?.hash ?? ''),
    ])
    const notices = { v: 1, texts: [text] } as const
    expect([9.5, 10.5, 11.5, 14.5].map((second) => told(second, { events, notices }).gate)).toEqual([
      'unreachable',
      'stale-notice',
      'stale-notice',
      'open',
    ])
    expect(explain(14.5, { events, notices }).revision).toBe(2)
    expect(told(14.5, { events }).gate).toBe('open')
  })

  test('of a declaration that nobody has it says nothing', async () => {
    const later = await catalogueOf([{ ...summary, revision: 3 }])
    expect(explain(9.5, { catalogue: later })).toMatchObject({ revision: 2, gates: [] })
  })

  // It said "not allowed" of people who were captured, once they were erased.
  test('of who was never here, or is erased by now, it says nothing, as a record does', () => {
    expect(() => explain(9.5, { participant: 'benn' })).toThrow('record-participant')
    const erase = (event: MeetingEvent): MeetingEvent =>
      renamePeople(event, (name) => (name === 'ben' ? 'erased:x' : name))
    const events = STORY.map(erase)
    expect(() => explain(9.5, { events })).toThrow('They were never here, or were erased')
    expect(told(9.5, { events, participant: 'erased:x' })).toEqual(told(9.5))
  })

  test('of an ask that there is none of it says which there are', () => {
    expect(() => explain(9.5, { ask: 'listen' })).toThrow('summarise, transcribe, improve, voices')
  })
})
