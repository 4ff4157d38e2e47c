import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { MeetingEvent } from '@askfirst/core/authority'
import { postgresLedger, type SealedLedger, sqliteLedger } from '@askfirst/server'
import { startPostgres } from 'own-postgres'
import pg from 'pg'
import { type Row, toRatioRow } from '../row.ts'

const SIZES = [1, 100] as const
const ROUNDS = 7
/** Enough to see a disk at work, little enough to wait for. */
const TRANSACTIONS: Record<(typeof SIZES)[number], number> = { 1: 150, 100: 100 }
/** At least so many of the engine's own rows a second: what proof costs shows where the disk is not what takes the time. */
const SHARE: Record<(typeof SIZES)[number], number> = { 1: 0.7, 100: 0.4 }

/** Writes one transaction of so many events, the first of them with that number. */
type Write = (first: number, events: number) => Promise<unknown> | undefined

const eventOf = (number: number): MeetingEvent => ({
  type: 'consent.accepted',
  number,
  at: 1_795_000_000_000 + number,
  by: `participant-${number % 1_000}`,
  command: `7b1f6c1e-7c39-4f0e-9b8f-${String(number).padStart(12, '0')}`,
  participant: `participant-${number % 1_000}`,
  feature: 'meeting-summary',
  activation: '1f0a4c52-6a55-4d0c-8d6e-3d9bb0a4a001',
  notice: { revision: 1, hash: createHash('sha256').update('notice').digest('hex'), lang: 'en' },
  kind: 'person',
  grants: ['summarise'],
  processors: ['Acme AI'],
  decision: 1,
  method: 'button',
  visibleMs: 2_400,
})
const bodiesOf = (first: number, events: number): string[] =>
  Array.from({ length: events }, (_, at) => JSON.stringify(eventOf(first + at)))

const throughLedger =
  (ledger: SealedLedger): Write =>
  (first, events) =>
    ledger.append(
      'bench',
      first - 1,
      Array.from({ length: events }, (_, at) => eventOf(first + at)),
    )

/** Microseconds a row, the median of rounds in which the two take turns: a disk has its moods. */
async function compare(ours: Write, floor: Write, events: (typeof SIZES)[number]) {
  const writers = [
    { write: ours, next: 1, took: [] as number[] },
    { write: floor, next: 1, took: [] as number[] },
  ]
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const writer of writers) {
      const from = performance.now()
      for (let done = 0; done < TRANSACTIONS[events]; done += 1) {
        await writer.write(writer.next, events)
        writer.next += events
      }
      const rows = TRANSACTIONS[events] * events
      // The first round only warms up.
      if (round > 0) writer.took.push(((performance.now() - from) * 1_000) / rows)
    }
  }
  const [own, bare] = writers.map(
    ({ took }) => took.toSorted((a, b) => a - b)[took.length >> 1] ?? Number.NaN,
  )
  return { value: own ?? Number.NaN, floor: bare ?? Number.NaN }
}

const toRow = (
  engine: string,
  events: (typeof SIZES)[number],
  { value, floor }: { value: number; floor: number },
): Row =>
  toRatioRow(`ledger append, ${events} a transaction, ${engine}`, value, 'µs', {
    floor,
    times: 1 / SHARE[events],
  })

async function measureSqlite(): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'askfirst-bench-'))
  const rows: Row[] = []
  for (const events of SIZES) {
    const ledger = sqliteLedger(join(directory, `ledger-${events}.db`))
    const bare = new DatabaseSync(join(directory, `bare-${events}.db`))
    bare.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    bare.exec('CREATE TABLE events (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT')
    const insert = bare.prepare('INSERT INTO events (number, body) VALUES (?, ?)')
    const write: Write = (first, count) => {
      bare.exec('BEGIN IMMEDIATE')
      for (const [at, body] of bodiesOf(first, count).entries()) insert.run(first + at, body)
      bare.exec('COMMIT')
      return undefined
    }
    rows.push(toRow('SQLite', events, await compare(throughLedger(ledger), write, events)))
    await ledger.close()
    bare.close()
  }
  rmSync(directory, { recursive: true })
  return rows
}

async function measurePostgres(): Promise<Row[]> {
  const server = await startPostgres()
  const client = new pg.Client(`postgres://askfirst@${server.host}/postgres`)
  await client.connect()
  const rows: Row[] = []
  for (const events of SIZES) {
    const ledger = await postgresLedger(server.newUrl())
    await client.query(`CREATE TABLE bare_${events} (number integer PRIMARY KEY, body text NOT NULL)`)
    const write: Write = (first, count) =>
      client.query({
        name: `bare ${events}`,
        text: `INSERT INTO bare_${events} SELECT * FROM unnest($1::int[], $2::text[])`,
        values: [Array.from({ length: count }, (_, at) => first + at), bodiesOf(first, count)],
      })
    rows.push(toRow('PostgreSQL', events, await compare(throughLedger(ledger), write, events)))
    await ledger.close()
  }
  await client.end()
  await server.stop()
  return rows
}

/** What a row costs in a ledger, beside the same words in the engine alone. */
export async function measureLedger(): Promise<Row[]> {
  return [...(await measureSqlite()), ...(await measurePostgres())]
}
