import { createHash, hash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { MeetingEvent } from '@askfirst/core/authority'
import { postgresLedger, type SealedLedger, sqliteLedger } from '@askfirst/server'
import { chacha20 } from '@noble/ciphers/chacha.js'
import { startPostgres } from 'own-postgres'
import pg from 'pg'
import { type Row, toPlainRow, toRatioRow } from '../row.ts'

const SIZES = [1, 100] as const
const ROUNDS = 7
/** Enough to see a disk at work, little enough to wait for. */
const TRANSACTIONS: Record<(typeof SIZES)[number], number> = { 1: 150, 100: 100 }
/**
 * What a ledger is held to, and at how much of its speed: where the disk is what takes the time the engine's own rows of
 * text, and where the processor is what keeps the same promise by hand.
 */
const BUDGETS = { 1: { beside: 'text', share: 0.6 }, 100: { beside: 'hand', share: 0.7 } } as const
const BESIDE = { text: 'rows of text', hand: 'the same by hand' } as const

/** Writes one transaction of so many events, the first of them with that number. */
type Write = (first: number, events: number) => Promise<unknown> | undefined

const NOTICE = createHash('sha256').update('notice').digest('hex')
/** Of a hundred people, who have all been met by the end of the first round. */
const eventOf = (number: number): MeetingEvent => ({
  type: 'consent.accepted',
  number,
  at: 1_795_000_000_000 + number,
  by: `participant-${number % 100}`,
  command: `7b1f6c1e-7c39-4f0e-9b8f-${String(number).padStart(12, '0')}`,
  participant: `participant-${number % 100}`,
  feature: 'meeting-summary',
  activation: '1f0a4c52-6a55-4d0c-8d6e-3d9bb0a4a001',
  notice: { revision: 1, hash: NOTICE, lang: 'en' },
  kind: 'person',
  grants: ['summarise'],
  processors: ['Acme AI'],
  decision: 1,
  method: 'button',
  visibleMs: 2_400,
})
const eventsOf = (first: number, events: number): MeetingEvent[] =>
  Array.from({ length: events }, (_, at) => eventOf(first + at))
const bodiesOf = (first: number, events: number): string[] =>
  eventsOf(first, events).map((event) => JSON.stringify(event))

const throughLedger =
  (ledger: SealedLedger): Write =>
  (first, events) =>
    ledger.append('bench', first - 1, eventsOf(first, events))

const sha256 = (content: Uint8Array | string): Buffer =>
  Buffer.from(hash('sha256', content, 'binary'), 'binary')
/**
 * What a ledger promises, kept as directly as can be: people by another name, what is about their device under a key of
 * their own, each row hashed, and the hashes in a tree. No checks, no order of fields, no signature.
 */
function createHand() {
  const people = new Map<string, { readonly name: string; readonly key: Uint8Array }>()
  const tree: Uint8Array[] = []
  let size = 0
  return (first: number, events: number) => {
    const nonces = randomBytes(12 * events)
    return eventsOf(first, events).map((event, at) => {
      const { by, number, participant, visibleMs, ...clear } = event as MeetingEvent & {
        readonly participant: string
        readonly visibleMs: number
      }
      const person = people.get(by) ?? { name: randomBytes(24).toString('base64url'), key: randomBytes(32) }
      people.set(by, person)
      const nonce = nonces.subarray(at * 12, at * 12 + 12)
      const device = chacha20(person.key, nonce, Buffer.from(JSON.stringify({ visibleMs })))
      const sealed = Buffer.concat([nonce, device]).toString('base64url')
      const { name } = person
      const body = JSON.stringify({ ...clear, number, by: name, participant: name, sealed })
      const leaf = sha256(`\0${body}`)
      let node: Uint8Array = leaf
      for (let left = size; left % 2 === 1; left >>= 1)
        node = sha256(Buffer.concat([Buffer.of(1), tree.pop() ?? Buffer.of(), node]))
      tree.push(node)
      size += 1
      return { number, at: event.at, body, leaf }
    })
  }
}

interface Writers {
  readonly own: Write
  /** The same words as text, in the engine alone. */
  readonly text: Write
  readonly hand: Write
}
/** Microseconds a row, the median of rounds in which all take turns: a disk has its moods. */
async function compare(
  events: (typeof SIZES)[number],
  writers: Writers,
): Promise<Record<keyof Writers, number>> {
  const start = (write: Write) => ({ write, next: 1, took: [] as number[] })
  const series = { own: start(writers.own), text: start(writers.text), hand: start(writers.hand) }
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const one of Object.values(series)) {
      const from = performance.now()
      for (let done = 0; done < TRANSACTIONS[events]; done += 1) {
        await one.write(one.next, events)
        one.next += events
      }
      const rows = TRANSACTIONS[events] * events
      // The first round only warms up.
      if (round > 0) one.took.push(((performance.now() - from) * 1_000) / rows)
    }
  }
  const median = ({ took }: { readonly took: readonly number[] }): number =>
    took.toSorted((a, b) => a - b)[took.length >> 1] ?? Number.NaN
  return { own: median(series.own), text: median(series.text), hand: median(series.hand) }
}

async function toRows(engine: string, events: (typeof SIZES)[number], writers: Writers): Promise<Row[]> {
  const { own, text, hand } = await compare(events, writers)
  const floors = { text, hand }
  const { beside, share } = BUDGETS[events]
  const other = beside === 'text' ? 'hand' : 'text'
  const name = `ledger append, ${events} a transaction, ${engine}`
  return [
    toRatioRow(`${name}, beside ${BESIDE[beside]}`, own, 'µs', { floor: floors[beside], times: 1 / share }),
    toPlainRow(`${name}, beside ${BESIDE[other]}`, own, 'µs', floors[other]),
  ]
}

async function measureSqlite(): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'askfirst-bench-'))
  const rows: Row[] = []
  for (const events of SIZES) {
    const ledger = sqliteLedger(join(directory, `ledger-${events}.db`))
    const database = new DatabaseSync(join(directory, `bare-${events}.db`))
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    database.exec(`
      CREATE TABLE texts (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
      CREATE TABLE events (
        meeting TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL, leaf BLOB NOT NULL,
        PRIMARY KEY (meeting, number)
      ) STRICT, WITHOUT ROWID`)
    const insertText = database.prepare('INSERT INTO texts (number, body) VALUES (?, ?)')
    const insertEvent = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?)')
    const seal = createHand()
    const write = (act: () => void): undefined => {
      database.exec('BEGIN IMMEDIATE')
      act()
      database.exec('COMMIT')
    }
    const writers: Writers = {
      own: throughLedger(ledger),
      text: (first, count) =>
        write(() => {
          for (const [at, body] of bodiesOf(first, count).entries()) insertText.run(first + at, body)
        }),
      hand: (first, count) =>
        write(() => {
          for (const { number, at, body, leaf } of seal(first, count))
            insertEvent.run('bench', number, at, body, leaf)
        }),
    }
    rows.push(...(await toRows('SQLite', events, writers)))
    await ledger.close()
    database.close()
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
    const [texts, sealed] = [`texts_${events}`, `events_${events}`]
    await client.query(`CREATE TABLE ${texts} (number integer PRIMARY KEY, body text NOT NULL)`)
    await client.query(`
      CREATE TABLE ${sealed} (
        meeting text, number integer, at bigint NOT NULL, body text NOT NULL, leaf bytea NOT NULL,
        PRIMARY KEY (meeting, number)
      )`)
    const seal = createHand()
    const writers: Writers = {
      own: throughLedger(ledger),
      text: (first, count) =>
        client.query({
          name: texts,
          text: `INSERT INTO ${texts} SELECT * FROM unnest($1::int[], $2::text[])`,
          values: [Array.from({ length: count }, (_, at) => first + at), bodiesOf(first, count)],
        }),
      hand: (first, count) => {
        const some = seal(first, count)
        return client.query({
          name: sealed,
          text: `
            INSERT INTO ${sealed}
            SELECT 'bench', number, at, body, substring($4::bytea FROM nth::int * 32 - 31 FOR 32)
            FROM unnest($1::int[], $2::bigint[], $3::text[]) WITH ORDINALITY AS e (number, at, body, nth)`,
          values: [
            some.map(({ number }) => number),
            some.map(({ at }) => at),
            some.map(({ body }) => body),
            // One run of bytes: a list of them is written as text, and costs more than the rest of the row.
            Buffer.concat(some.map(({ leaf }) => leaf)),
          ],
        })
      },
    }
    rows.push(...(await toRows('PostgreSQL', events, writers)))
    await ledger.close()
  }
  await client.end()
  await server.stop()
  return rows
}

/** What a row costs in a ledger, beside the same words in the engine alone, and what keeps the same promise by hand. */
export async function measureLedger(): Promise<Row[]> {
  return [...(await measureSqlite()), ...(await measurePostgres())]
}
