import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../src/events.ts'
import { type RecordedEvent, toCsv } from '../../src/record.ts'
import { accepted, joined, recordOf, STORY, toEvents } from './stage.ts'

/** All that an event may have in a record, each with a value of its own. */
const FULL: Required<RecordedEvent> = {
  seq: 901,
  type: 'consent.accepted',
  at: 'at-1',
  by: 'by-1',
  feature: 'feature-1',
  activation: 'activation-1',
  revision: 902,
  notice: { revision: 902, hash: 'hash-1', lang: 'lang-1' },
  grants: ['grant-1'],
  asks: ['ask-1'],
  method: 'button',
  decision: 903,
  kind: 'person',
  role: 'role-1',
  place: 'place-1',
  room: 'room-1',
  cause: 'cause-1',
  of: 'of-1',
  instead: 'instead-1',
  processor: 'processor-1',
  processors: ['processor-1'],
  request: 904,
  bridge: 'bridge-1',
  clientAt: 'client-1',
  armedMs: 905,
  visibleMs: 906,
  leaf: 'leaf-1',
  index: 900,
}

describe('for a spreadsheet', () => {
  test('it has a line for each event, every cell quoted', () => {
    const lines = toCsv([recordOf(), recordOf(STORY, { participant: 'anna' })]).split('\r\n')
    expect(lines[0]).toMatch(/^\uFEFF"record","meeting","subject","event","time"/)
    expect(lines.at(-1)).toBe('')
    expect(lines).toHaveLength(1 + 10 + recordOf(STORY, { participant: 'anna' }).events.length + 1)
    expect(lines.slice(0, -1).every((line) => /^\uFEFF?("[^"]*",)+"[^"]*"$/.test(line))).toBe(true)
  })

  // Which no of several a processor confirmed, and what a notice had waited for, was not there.
  test('a cell tells events of one type apart, and has whatever the record has of them', () => {
    const of = { participant: 'ben', feature: 'summary', activation: 'run-1' } as const
    const record = recordOf([
      ...STORY,
      ...toEvents([
        ['authority', { type: 'notice.lapsed', ...of, of: 'answer' }],
        ['authority', { type: 'notice.lapsed', ...of, of: 'objection' }],
      ]).map((event, at) => ({ ...event, number: STORY.length + at + 1 })),
    ])
    const [head = [], ...rows] = toCsv([record])
      .slice(1, -2)
      .split('\r\n')
      .map((line) => line.slice(1, -1).split('","'))
    const cellsOf = (type: string, ...columns: readonly string[]) =>
      rows
        .filter((cells) => cells[head.indexOf('type')] === type)
        .map((cells) => columns.map((name) => cells[head.indexOf(name)]))
    expect(cellsOf('notice.lapsed', 'of')).toEqual([['answer'], ['objection']])
    expect(cellsOf('participant.joined', 'kind', 'role', 'place')).toEqual([['person', 'attendee', 'call']])
    expect(cellsOf('feature.disabled', 'run', 'cause')).toEqual([['run-1', 'person']])
    expect(cellsOf('erasure.acknowledged', 'request', 'processor')).toEqual([['3', 'Acme']])
    // A word of its own for each value: an event's number and its index say the same.
    const { index: _, ...full } = FULL
    const values = Object.values(full).flatMap((value) => (Array.isArray(value) ? value : [value]))
    const [, only = ''] = toCsv([{ ...record, events: [FULL] }]).split('\r\n')
    const missing = values.flatMap((value) =>
      (typeof value === 'object' ? Object.values(value) : [value]).filter(
        (one) => !only.includes(`${one}`) && one !== 0,
      ),
    )
    expect(missing).toEqual([])
  })

  test('it calls people what the other formats call them', () => {
    for (let fill = 0; fill < 256; fill += 1) {
      const record = recordOf(STORY, { key: new Uint8Array(32).fill(fill) })
      expect(toCsv([record]).split('\r\n')[1]?.split(',')[2]).toBe(`"${record.subject.id}"`)
    }
  })

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', 'a"b', 'a\r\nb'])('%j is text', (text) => {
    const hostile = toEvents([
      ['ben', joined('ben')],
      ['ben', { ...accepted('ben', [text]), method: 'button' } as EventBody],
    ])
    const csv = toCsv([recordOf(hostile, { meeting: text })])
    const isFormula = /^\s*[=+\-@\t＝]/.test(text)
    const cell = `"${isFormula ? "'" : ''}${text.replace('\t=', "\t'=").replaceAll('"', '""')}"`
    expect(csv.split(cell)).toHaveLength(4)
  })

  // Where a comma is in numbers, spreadsheets take the semicolon for the end of a cell, quotes or not.
  test.each([
    'a;=1+1;b',
    'a; +1',
    'a;;@SUM(A1)',
    'a\n=1+1\nb',
    'a\t-1',
    'a;＝1',
    '\t=1',
    '\n=1',
    'a;"=1',
    ';+1',
  ])('%j is text, also where cells end otherwise', (text) => {
    const hostile = toEvents([
      ['ben', joined('ben')],
      ['ben', accepted('ben', [text])],
    ])
    const cells = toCsv([recordOf(hostile, { meeting: text })]).split(/[;\t\r\n]/)
    expect(cells.filter((cell) => /^[\s"]*[=+\-@＝]/.test(cell))).toEqual([])
  })
})
