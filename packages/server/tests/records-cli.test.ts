import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '@askfirst/core'
import { createCatalogue, type EventBody, type MeetingEvent } from '@askfirst/core/authority'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqliteLedger } from '../src/ledger/sqlite-ledger.ts'
import { askfirst, MEETING, toStory } from './evidence-stage.ts'
import { captions, summary } from './features.ts'

const directory = mkdtempSync(join(tmpdir(), 'askfirst-records-'))
afterAll(() => rmSync(directory, { recursive: true }))
const file = join(directory, 'consent.db')
const facts = join(directory, 'facts.json')
const FEATURES = join(import.meta.dirname, 'features.ts')
const START = Date.parse('2026-03-01T09:31:00Z')
let story: readonly MeetingEvent[]

beforeAll(async () => {
  const catalogue = await createCatalogue([summary, captions], sha256)
  const hash = catalogue.get('meeting-summary')?.hash ?? ''
  const shows: EventBody = { type: 'indicator.shown', participant: 'ben', connection: 'tab-2', knows: [hash] }
  const [first, second, third, ...rest] = toStory(START)
  const seen = { ...third, ...shows, command: 'shows' } as MeetingEvent
  const events = [first, second, third, seen, ...rest].flatMap((event) =>
    event === undefined ? [] : [event],
  )
  story = events.map((event, at) => ({
    ...event,
    ...('notice' in event && { notice: { ...event.notice, hash } }),
    number: at + 1,
    at: START - 60_000 + at * 1_000,
  }))
  const ledger = sqliteLedger(file)
  await ledger.append(MEETING, 0, story)
  await ledger.close()
  const controller = { name: 'Example', contact: 'Office', email: 'a@b.example', phone: '1', address: {} }
  writeFileSync(
    facts,
    JSON.stringify({ jurisdiction: ['DE'], policyUrl: 'https://e.example', controllers: [controller] }),
  )
})

const from = ['--ledger', file, '--features', FEATURES] as const
const record = (...more: readonly string[]) => askfirst('record', MEETING, 'ben', ...from, ...more)
const explain = (at: string, ...more: readonly string[]) =>
  askfirst('explain', MEETING, 'ben', 'meeting-summary', '--at', at, ...from, ...more)

describe('askfirst record', () => {
  it('prints what is kept of one person, with the leaf of each event and the checkpoint, and no name', async () => {
    const { code, text } = await record()
    expect(code).toBe(0)
    const printed = JSON.parse(text)
    expect(printed.features).toMatchObject([{ id: 'meeting-summary', retention: { days: 30 } }])
    expect(printed.checkpoint).toMatch(/^ey/)
    expect(printed.events.every(({ leaf }: { leaf?: string }) => /^[\w-]{43}$/.test(leaf ?? ''))).toBe(true)
    expect(text).not.toMatch(/"(ben|ada|zoe)"/)
    expect((await record()).text).toBe(text)
  })

  it.each(['iso', 'vcon', 'csv'])('prints it as %s', async (format) => {
    const { code, text } = await record('--format', format)
    expect(code).toBe(0)
    expect(text).toContain(
      { iso: 'pii_principal_id', vcon: 'lawful_basis', csv: '"consent.withdrawn"' }[format],
    )
  })

  it('prints a Kantara receipt of a yes that stands, with what the facts say', async () => {
    const ada = (...more: readonly string[]) =>
      askfirst('record', MEETING, 'ada', ...from, '--format', 'kantara', ...more)
    const { code, text } = await ada('--facts', facts)
    expect([code, JSON.parse(text).piiControllers[0].piiController]).toEqual([0, 'Example'])
    expect((await ada()).text).toContain('lack jurisdiction, policyUrl, controllers')
    expect((await record('--format', 'kantara', '--facts', facts)).text).toContain('No yes stands')
  })

  it('refuses facts that are none, and somebody who was never there', async () => {
    writeFileSync(join(directory, 'wrong.json'), '{"juristiction":["DE"]}')
    const wrong = await record('--facts', join(directory, 'wrong.json'))
    expect([wrong.code, wrong.text]).toEqual([1, expect.stringContaining('"juristiction"')])
    expect((await record('--facts', join(directory, 'none.json'))).text).toContain('record-facts')
    expect((await askfirst('record', MEETING, 'zac', ...from)).text).toContain('record-participant')
  })
})

describe('askfirst export', () => {
  it('prints everybody’s events for a spreadsheet, or all records', async () => {
    const csv = await askfirst('export', MEETING, ...from)
    expect(csv.code).toBe(0)
    expect(
      new Set(
        csv.text
          .split('\r\n')
          .slice(1)
          .map((line) => line.split(',')[2]),
      ).size,
    ).toBe(3)
    const json = await askfirst('export', MEETING, ...from, '--format', 'json')
    expect(JSON.parse(json.text)).toHaveLength(3)
    expect((await askfirst('export', 'retro', ...from)).text).toContain('ledger-meeting')
  })
})

describe('askfirst explain', () => {
  it('says whether capture was allowed, since which event, and which events say so', async () => {
    const { code, text } = await explain('2026-03-01T09:30:09.500Z', '--ask', 'summarise')
    expect(code).toBe(0)
    expect(text).toContain(
      'ben, meeting-summary, summarise: capture was allowed at 2026-03-01T09:30:09.500Z, since event 9',
    )
    expect(text).toMatch(/#9 {2}ben .*accepted meeting-summary/)
    expect(text).toMatch(/#4 {2}ben .*sees the indicator/)
    expect(text).not.toContain('zoe')
  })

  it('says of each ask why not', async () => {
    const { text } = await explain('2026-03-01T10:30:10+01:00')
    expect(text).toContain('summarise: capture was not allowed (withdrawn)')
    expect(text).toContain('improve: capture was not allowed (withdrawn)')
    expect(text).toMatch(/#11 {2}ben .*withdrew from meeting-summary/)
    expect((await explain('2026-03-02T00:00Z')).text).toContain('nothing is in the ledger after it')
  })

  it('prints it for programs', async () => {
    const found = JSON.parse((await explain('2026-03-01T09:30:09Z', '--json')).text)
    expect(found).toMatchObject({ upTo: 10, revision: 1, gates: [{ ask: 'summarise' }, { ask: 'improve' }] })
  })

  it('refuses what it cannot answer', async () => {
    const other = (feature: string, ...more: readonly string[]) =>
      askfirst('explain', MEETING, 'ben', feature, '--at', '2026-03-01T09:30:09Z', ...from, ...more)
    expect((await other('minutes')).text).toContain('explain-feature')
    expect((await other('meeting-summary', '--ask', 'listen')).text).toContain('explain-ask')
  })
})
