import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { MeetingEvent } from '@askfirst/core/authority'
import { sqliteLedger } from '@askfirst/server'
import { type Row, toRatioRow } from '../row.ts'

const ROUNDS = 60
const BATCHES = [1, 100] as const
const MEETING = 'bench'

/** A ledger that hashes, seals and signs, beside rows of the same events in the engine alone, on the same disk. */
export async function measureLedger(): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'askfirst-bench-'))
  try {
    const rows: Row[] = []
    for (const size of BATCHES) rows.push(await measure(directory, size))
    return rows
  } finally {
    rmSync(directory, { recursive: true })
  }
}

async function measure(directory: string, size: number): Promise<Row> {
  const people = Array.from({ length: size }, () => randomUUID())
  const ledger = sqliteLedger(join(directory, `sealed-${size}.db`))
  const engine = openEngine(join(directory, `engine-${size}.db`))
  const samples = { sealed: [] as number[], engine: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    const events = people.map((person, at) => decide(person, round * size + at + 1))
    samples.engine.push(await timed(() => engine.append(events)))
    samples.sealed.push(await timed(() => ledger.append(MEETING, round * size, events)))
  }
  await ledger.close()
  engine.close()
  // The first batch meets everybody, and warms up.
  const [sealed, floor] = [samples.sealed, samples.engine].map((values) => median(values.slice(10)) / size)
  return toRatioRow(`append a decision, signed, ${size} in a batch`, sealed ?? Number.NaN, 'µs', {
    floor: floor ?? Number.NaN,
    times: 1 / 0.7,
  })
}

function openEngine(file: string) {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec(
    'CREATE TABLE events (meeting TEXT, number INTEGER, at INTEGER, body TEXT, PRIMARY KEY (meeting, number)) STRICT, WITHOUT ROWID',
  )
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?)')
  return {
    async append(events: readonly MeetingEvent[]) {
      database.exec('BEGIN IMMEDIATE')
      for (const event of events) insert.run(MEETING, event.number, event.at, JSON.stringify(event))
      database.exec('COMMIT')
    },
    close: () => database.close(),
  }
}

const decide = (participant: string, number: number): MeetingEvent => ({
  type: 'consent.accepted',
  participant,
  feature: 'meeting-summary',
  activation: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
  notice: {
    revision: 1,
    hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    lang: 'en',
  },
  kind: 'person',
  grants: ['summarise'],
  processors: ['Acme AI'],
  decision: 1,
  method: 'button',
  visibleMs: 2_400,
  number,
  at: 1_795_000_000_000,
  by: participant,
  command: randomUUID(),
  clientAt: 1_795_000_000_123,
})

/** Microseconds. */
async function timed(act: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await act()
  return (performance.now() - from) * 1_000
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
