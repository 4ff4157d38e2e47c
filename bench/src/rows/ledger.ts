import { createHash, createPrivateKey, hash, randomBytes, sign } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { MeetingEvent } from '@askfirst/core/authority'
import {
  openSigningFile,
  postgresLedger,
  type SealedLedger,
  type SigningKey,
  sqliteLedger,
} from '@askfirst/server'
import { chacha20 } from '@noble/ciphers/chacha.js'
import { startPostgres } from 'own-postgres'
import pg from 'pg'
import { type Row, toPlainRow, toRatioRow } from '../row.ts'

const SIZES = [1, 100] as const
const ROUNDS = 7
/** Enough to see a disk at work, little enough to wait for. */
const TRANSACTIONS: Record<(typeof SIZES)[number], number> = { 1: 150, 100: 100 }
/** Before it counts: by then everybody has been met, and the log of SQLite is as long as it gets. */
const WARM_UP: Record<(typeof SIZES)[number], number> = { 1: 1_500, 100: 100 }
/** At least so much of the speed of what keeps the same promise by hand. */
const SHARE = 0.7

/** Writes one transaction of so many events, the first of them with that number. */
type Write = (first: number, events: number) => Promise<unknown> | undefined

const NOTICE = createHash('sha256').update('notice').digest('hex')
/** Of a hundred people. */
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
 * their own, each row hashed, the hashes in a tree, and its root signed with each transaction. No checks, no order of
 * fields, and nothing of who owns the meeting.
 */
function createHand(signing: readonly SigningKey[]) {
  const signer = createPrivateKey({ key: { ...signing[0] }, format: 'jwk' })
  const people = new Map<string, { readonly name: string; readonly key: Uint8Array }>()
  const tree: Uint8Array[] = []
  let size = 0
  const join = (left: Uint8Array, right: Uint8Array): Uint8Array =>
    sha256(Buffer.concat([Buffer.of(1), left, right]))
  function seal(event: MeetingEvent, nonce: Uint8Array) {
    const { by, participant, visibleMs, ...clear } = event as MeetingEvent & {
      readonly participant: string
      readonly visibleMs: number
    }
    const person = people.get(by) ?? { name: randomBytes(24).toString('base64url'), key: randomBytes(32) }
    people.set(by, person)
    const device = chacha20(person.key, nonce, Buffer.from(JSON.stringify({ visibleMs })))
    const sealed = Buffer.concat([nonce, device]).toString('base64url')
    const body = JSON.stringify({ ...clear, by: person.name, participant: person.name, sealed })
    const leaf = sha256(`\0${body}`)
    let node: Uint8Array = leaf
    for (let left = size; left % 2 === 1; left = (left - 1) / 2) node = join(tree.pop() ?? node, node)
    tree.push(node)
    size += 1
    return { number: event.number, at: event.at, body, leaf }
  }
  return (first: number, events: number) => {
    const nonces = randomBytes(12 * events)
    const rows = eventsOf(first, events).map((event, at) =>
      seal(event, nonces.subarray(at * 12, at * 12 + 12)),
    )
    const root = tree.reduceRight((right, left) => join(left, right))
    const marks = Buffer.concat(rows.map(({ leaf }) => leaf.subarray(0, 4))).toString('base64url')
    const payload = JSON.stringify({ size, root: Buffer.from(root).toString('base64url'), marks })
    return {
      rows,
      size,
      signed: `${payload}.${sign(null, Buffer.from(payload), signer).toString('base64url')}`,
    }
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
      const transactions = round === 0 ? WARM_UP[events] : TRANSACTIONS[events]
      for (let done = 0; done < transactions; done += 1) {
        await one.write(one.next, events)
        one.next += events
      }
      if (round > 0) one.took.push(((performance.now() - from) * 1_000) / (transactions * events))
    }
  }
  const median = ({ took }: { readonly took: readonly number[] }): number =>
    took.toSorted((a, b) => a - b)[took.length >> 1] ?? Number.NaN
  return { own: median(series.own), text: median(series.text), hand: median(series.hand) }
}

async function toRows(engine: string, events: (typeof SIZES)[number], writers: Writers): Promise<Row[]> {
  const { own, text, hand } = await compare(events, writers)
  const name = `ledger append, ${events} a transaction, ${engine}`
  return [
    toRatioRow(name, own, 'µs', { floor: hand, times: 1 / SHARE }),
    toPlainRow(`${name}, beside rows of text`, own, 'µs', text),
  ]
}

/** A file that waits for the disk as the ledger's does. */
function openDurable(file: string, tables: string): DatabaseSync {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec(tables)
  return database
}
function writeTo(database: DatabaseSync, act: () => void): undefined {
  database.exec('BEGIN IMMEDIATE')
  act()
  database.exec('COMMIT')
}

async function measureSqlite(directory: string, signing: readonly SigningKey[]): Promise<Row[]> {
  const rows: Row[] = []
  for (const events of SIZES) {
    const ledger = sqliteLedger(join(directory, `ledger-${events}.db`), { signing })
    // One file each: the log that they would share is at its full length sooner, and then the disk is quicker.
    const texts = openDurable(
      join(directory, `texts-${events}.db`),
      'CREATE TABLE texts (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT',
    )
    const sealed = openDurable(
      join(directory, `sealed-${events}.db`),
      `CREATE TABLE events (
        meeting TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL, leaf BLOB NOT NULL,
        PRIMARY KEY (meeting, number)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE checkpoints (
        meeting TEXT NOT NULL, size INTEGER NOT NULL, signed TEXT NOT NULL, PRIMARY KEY (meeting, size)
      ) STRICT, WITHOUT ROWID`,
    )
    const insertText = texts.prepare('INSERT INTO texts (number, body) VALUES (?, ?)')
    const insertEvent = sealed.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?)')
    const insertCheckpoint = sealed.prepare('INSERT INTO checkpoints VALUES (?, ?, ?)')
    const seal = createHand(signing)
    const writers: Writers = {
      own: throughLedger(ledger),
      text: (first, count) =>
        writeTo(texts, () => {
          for (const [at, body] of bodiesOf(first, count).entries()) insertText.run(first + at, body)
        }),
      hand: (first, count) =>
        writeTo(sealed, () => {
          const { rows: some, size, signed } = seal(first, count)
          for (const { number, at, body, leaf } of some) insertEvent.run('bench', number, at, body, leaf)
          insertCheckpoint.run('bench', size, signed)
        }),
    }
    rows.push(...(await toRows('SQLite', events, writers)))
    await ledger.close()
    for (const database of [texts, sealed]) database.close()
  }
  return rows
}

async function measurePostgres(signing: readonly SigningKey[]): Promise<Row[]> {
  const server = await startPostgres()
  const client = new pg.Client(`postgres://askfirst@${server.host}/postgres`)
  await client.connect()
  const rows: Row[] = []
  for (const events of SIZES) {
    const ledger = await postgresLedger({ url: server.newUrl(), signing })
    const [texts, sealed, checkpoints] = [`texts_${events}`, `events_${events}`, `checkpoints_${events}`]
    await client.query(`CREATE TABLE ${texts} (number integer PRIMARY KEY, body text NOT NULL)`)
    await client.query(`
      CREATE TABLE ${sealed} (
        meeting text, number integer, at bigint NOT NULL, body text NOT NULL, leaf bytea NOT NULL,
        PRIMARY KEY (meeting, number)
      )`)
    await client.query(`
      CREATE TABLE ${checkpoints} (meeting text, size integer, signed text NOT NULL, PRIMARY KEY (meeting, size))`)
    const seal = createHand(signing)
    const writers: Writers = {
      own: throughLedger(ledger),
      text: (first, count) =>
        client.query({
          name: texts,
          text: `INSERT INTO ${texts} SELECT * FROM unnest($1::int[], $2::text[])`,
          values: [Array.from({ length: count }, (_, at) => first + at), bodiesOf(first, count)],
        }),
      hand: (first, count) => {
        const { rows: some, size, signed } = seal(first, count)
        return client.query({
          name: sealed,
          text: `
            WITH signed AS (INSERT INTO ${checkpoints} VALUES ('bench', $5, $6))
            INSERT INTO ${sealed}
            SELECT 'bench', number, at, body, substring($4::bytea FROM nth::int * 32 - 31 FOR 32)
            FROM unnest($1::int[], $2::bigint[], $3::text[]) WITH ORDINALITY AS e (number, at, body, nth)`,
          values: [
            some.map(({ number }) => number),
            some.map(({ at }) => at),
            some.map(({ body }) => body),
            // One run of bytes: a list of them is written as text, and costs more than the rest of the row.
            Buffer.concat(some.map(({ leaf }) => leaf)),
            size,
            signed,
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

/** What a row costs in a ledger, beside what keeps the same promise by hand, and beside the same words in the engine alone. */
export async function measureLedger(): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'askfirst-bench-'))
  const signing = openSigningFile(join(directory, 'signing.json'))
  const rows = [...(await measureSqlite(directory, signing)), ...(await measurePostgres(signing))]
  rmSync(directory, { recursive: true })
  return rows
}
