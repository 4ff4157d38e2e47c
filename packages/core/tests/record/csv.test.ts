import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../src/events.ts'
import { toCsv } from '../../src/record.ts'
import { accepted, joined, recordOf, STORY, toEvents } from './stage.ts'

describe('for a spreadsheet', () => {
  test('it has a line for each event, every cell quoted', () => {
    const lines = toCsv([recordOf(), recordOf(STORY, { participant: 'anna' })]).split('\r\n')
    expect(lines[0]).toMatch(/^\uFEFF"record","meeting","subject","event","time"/)
    expect(lines.at(-1)).toBe('')
    expect(lines).toHaveLength(1 + 10 + recordOf(STORY, { participant: 'anna' }).events.length + 1)
    expect(lines.slice(0, -1).every((line) => /^\uFEFF?("[^"]*",)+"[^"]*"$/.test(line))).toBe(true)
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
