import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sha256 } from '@askfirst/core'
import { createCatalogue, type EventBody, type MeetingEvent } from '@askfirst/core/authority'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { sqliteLedger } from '../src/ledger/sqlite-ledger.ts'
import { createReadings } from '../src/readings.ts'
import { readRecord } from '../src/records.ts'
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
    const mistakes = {
      '{"providr":"Example"}': 'are wrong at "providr": there is no such field.',
      '{"controllers":[{}]}': 'are wrong at "controllers.0.name": it is missing.',
      '{"provider":""}': 'are wrong at "provider": it is empty.',
      '{"provider":7}': 'are wrong at "provider": it is 7, and should be string.',
      '{"assurance":"me"}':
        'are wrong at "assurance": it is "me", and should be ("guest" | "lobby" | "sso").',
      '5': 'are wrong: it is 5, and should be Object.',
    }
    for (const [text, said] of Object.entries(mistakes)) {
      const mistaken = join(directory, 'mistaken.json')
      writeFileSync(mistaken, text)
      expect((await record('--facts', mistaken)).text).toContain(said)
    }
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

describe('evidence that is none', () => {
  const commands = (ledger: string) =>
    [
      ['record', MEETING, 'ben'],
      ['export', MEETING],
      ['explain', MEETING, 'ben', 'meeting-summary', '--at', '2026-03-01T09:30:20Z'],
    ].map((command) => [...command, '--ledger', ledger, '--features', FEATURES])
  const copy = (name: string, change: (database: DatabaseSync) => void): string => {
    const changed = join(directory, name)
    copyFileSync(file, changed)
    copyFileSync(`${file}.signing.json`, `${changed}.signing.json`)
    const database = new DatabaseSync(changed)
    change(database)
    database.close()
    return changed
  }

  it('is refused by record, export and explain, with the event that is not what was signed', async () => {
    const changed = copy('changed.db', (database) =>
      database.exec(
        `UPDATE events SET body = replace(body, '"by":', '"asks":["improve"],"by":') WHERE body LIKE '%consent.withdrawn%'`,
      ),
    )
    for (const command of commands(changed)) {
      const { code, text } = await askfirst(...command)
      expect([code, text]).toEqual([1, expect.stringContaining('The first: event 11 was changed')])
      expect(text).toContain('ledger-evidence')
    }
    const ledger = sqliteLedger(changed)
    const options = { catalogue: await createCatalogue([summary, captions], sha256) }
    await expect(readRecord(ledger, MEETING, 'ben', options)).rejects.toThrow('is not what was signed')
    const reading = createReadings({ ledger, records: async () => options, mostWaiting: 1 })
    const keeper = { use: 'keeper', meeting: MEETING, keeper: 'k' } as const
    await expect(reading.use(keeper, MEETING, () => 'a record')).rejects.toMatchObject({
      meeting: MEETING,
      cause: { message: expect.stringContaining('is not what was signed') },
    })
    await ledger.close()
  })

  it('is told apart from what nothing shows, on standard error, and checked with keys from elsewhere', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => said.mockRestore())
    const alone = copy('alone.db', () => {})
    const keys = join(directory, 'public.json')
    writeFileSync(keys, (await askfirst('keys', 'public', '--keys', `${file}.signing.json`)).text)
    rmSync(`${alone}.signing.json`)
    for (const command of commands(alone)) {
      said.mockClear()
      expect((await askfirst(...command)).code).toBe(0)
      expect(String(said.mock.calls)).toContain('no keys were found: pass --key')
      said.mockClear()
      expect((await askfirst(...command, '--key', keys)).code).toBe(0)
      expect(said).not.toHaveBeenCalled()
    }
    const unsigned = copy('unsigned.db', (database) => database.exec('DELETE FROM checkpoints'))
    expect((await askfirst(...(commands(unsigned)[0] ?? []))).code).toBe(0)
    expect(String(said.mock.calls)).toContain('it is signed by nobody')
  })
})

describe('askfirst explain', () => {
  // Where there is a process there is an exit: the argument is refused before anything is read.
  it.each(['2026-02-30T09:00:00Z', '2026-13-01T09:00:00Z', '2026-03-01 09:00'])(
    'refuses a day that there is not: %s',
    async (at) => {
      const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
        throw new Error('exit')
      })
      const written = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
      onTestFinished(() => {
        exit.mockRestore()
        written.mockRestore()
      })
      expect((await explain(at)).code).toBe(1)
      expect(String(written.mock.calls)).toContain('Use a date that there is')
    },
  )

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

  it('names who has not confirmed that a run which is over is closed', async () => {
    const place = join(directory, 'unclosed.db')
    const confirmed = {
      type: 'enforcement.confirmed',
      feature: 'meeting-summary',
      enforcer: 'sfu',
      term: 1,
      epoch: 2,
      by: 'app:sfu',
      command: 'list-2',
    } as const
    const end = story.findIndex(({ type }) => type === 'feature.disabled')
    const ledger = sqliteLedger(place)
    const events = [...story.slice(0, end), { ...confirmed, at: story[end]?.at ?? 0 }, ...story.slice(end)]
    await ledger.append(
      MEETING,
      0,
      events.map((event, at) => ({ ...event, number: at + 1 }) as MeetingEvent),
    )
    await ledger.close()
    const { text } = await askfirst(
      'explain',
      MEETING,
      'ben',
      'meeting-summary',
      ...['--at', '2026-03-02T00:00Z', '--ledger', place, '--features', FEATURES],
    )
    expect(text).toContain(`not confirmed that all is closed`)
    expect(text).toMatch(new RegExp(`  sfu had not said yet that it closed.* \\(event ${end + 1}, `))
    expect((await explain('2026-03-02T00:00Z')).text).not.toContain('confirmed')
  })

  it('prints it for programs', async () => {
    const found = JSON.parse((await explain('2026-03-01T09:30:09Z', '--json')).text)
    expect(found).toMatchObject({ upTo: 10, revision: 1, gates: [{ ask: 'summarise' }, { ask: 'improve' }] })
  })

  it('says of who is erased the same as before, by their name in the log, and nothing of who never was there', async () => {
    const place = join(directory, 'erased.db')
    for (const end of ['', '.signing.json']) copyFileSync(file + end, place + end)
    expect((await askfirst('erase', MEETING, 'ben', '--ledger', place)).code).toBe(0)
    const [name = ''] = /erased:\S+/.exec((await askfirst('log', MEETING, '--ledger', place)).text) ?? []
    const of = (participant: string) =>
      askfirst(
        ...['explain', MEETING, participant, 'meeting-summary', '--at', '2026-03-01T09:30:09.500Z'],
        ...['--ledger', place, '--features', FEATURES],
      )
    expect((await of(name)).text).toContain('summarise: capture was allowed')
    for (const nobody of ['ben', 'bne'])
      expect(await of(nobody)).toMatchObject({
        code: 1,
        text: expect.stringContaining('begins with "erased:"'),
      })
  })

  it('refuses what it cannot answer', async () => {
    const other = (feature: string, ...more: readonly string[]) =>
      askfirst('explain', MEETING, 'ben', feature, '--at', '2026-03-01T09:30:09Z', ...from, ...more)
    expect((await other('minutes')).text).toContain('explain-feature')
    expect((await other('meeting-summary', '--ask', 'listen')).text).toContain('explain-ask')
  })
})
