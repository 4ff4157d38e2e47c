import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ledgerContract } from '@askfirst/testing'
import { type PostgresServer, startPostgres } from 'own-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LedgerStore, StoredLink } from '../src/ledger/ledger-store.ts'
import { postgresLedger } from '../src/ledger/postgres-ledger.ts'
import { postgresStore } from '../src/ledger/postgres-store.ts'
import { sqliteStore } from '../src/ledger/sqlite-store.ts'
import { LAYOUT_CONTRACT, type LayoutEngine } from './layout-contract.ts'
import { postgresEngine, sqliteEngine } from './layout-engines.ts'
import { STORE_CONTRACT } from './store-contract.ts'

// Both engines keep one contract, for ledgers of before too, and of every promise in it a store that breaks it is caught
// by it.

const directory = mkdtempSync(join(tmpdir(), 'askfirst-stores-'))
let postgres: PostgresServer | undefined
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  await postgres?.stop()
  rmSync(directory, { recursive: true })
})
const newFile = () => join(directory, `${randomUUID()}.db`)
const newUrl = () => postgres?.newUrl() ?? ''

describe('SQLite', () => {
  it.each(STORE_CONTRACT)('$name', ({ run }) => {
    const file = newFile()
    return run(async () => sqliteStore(file))
  })
  it.each(LAYOUT_CONTRACT)('of an earlier layout $name', ({ run }) => run(sqliteEngine(newFile)))
})

describe('PostgreSQL', () => {
  it.each(STORE_CONTRACT)('$name', ({ run }) => {
    const url = newUrl()
    return run(() => postgresStore(url))
  })
  it.each(LAYOUT_CONTRACT)('of an earlier layout $name', ({ run }) =>
    run(postgresEngine({ newUrl, tell: async (sql) => postgres?.tell(sql) ?? [] })),
  )
})

describe('the PostgreSQL ledger keeps the contract of ledgers', () => {
  it.each(ledgerContract())('$name', ({ run }) => run(() => postgresLedger(newUrl())))
})

describe('of stores, one', () => {
  const BROKEN: readonly [
    what: string,
    caughtBy: string,
    change: (store: LedgerStore) => Partial<LedgerStore>,
  ][] = [
    [
      'writes the last of many twice over the one before',
      'writes as many as come together, each as it is',
      (store) => ({
        append: (meeting, after, addition) =>
          store.append(meeting, after, {
            ...addition,
            events: addition.events.map((row, at) => ({
              ...row,
              body: addition.events[at === 18 ? 19 : at]?.body ?? row.body,
            })),
          }),
      }),
    ],
    [
      'makes something up',
      'has nothing of a meeting never seen',
      () => ({ link: async (hash) => ({ hash, at: 0, to: undefined }) }),
    ],
    [
      'folds letters',
      'gives back every letter and every byte, in order',
      (store) => ({
        read: async (meeting) =>
          (await store.read(meeting)).map((row) => ({ ...row, body: row.body.normalize() })),
      }),
    ],
    [
      'reads all there is',
      'orders by number, and reads on after one',
      (store) => ({ read: (meeting) => store.read(meeting) }),
    ],
    [
      'takes capitals for small letters',
      'keeps meetings apart, letter for letter',
      (store) => ({
        append: (meeting, after, addition) => store.append(meeting.toLowerCase(), after, addition),
        read: (meeting) => store.read(meeting.toLowerCase()),
      }),
    ],
    [
      'renumbers what comes late',
      'refuses a writer that has not seen the last event',
      (store) => ({
        async append(meeting, _after, { events, ...more }) {
          const last = (await store.read(meeting)).length
          const renumbered = events.map((row, at) => ({ ...row, number: last + at + 1 }))
          await store.append(meeting, last, { ...more, events: renumbered })
        },
      }),
    ],
    [
      'closes gaps',
      'refuses numbers with a gap',
      (store) => ({
        append: (meeting, after, { events, ...more }) =>
          store.append(meeting, after, {
            ...more,
            events: events.map((row, at) => ({ ...row, number: after + at + 1 })),
          }),
      }),
    ],
    [
      'pads leaves',
      'refuses a leaf that is no hash',
      (store) => ({
        append: (meeting, after, { events, ...more }) =>
          store.append(meeting, after, {
            ...more,
            events: events.map((row) => ({ ...row, leaf: Uint8Array.from({ ...row.leaf, length: 32 }) })),
          }),
      }),
    ],
    [
      'takes nothing from anybody',
      'writes nothing where nothing is to be written, and says who may',
      (store) => ({
        append: async (meeting, after, addition) => {
          if (addition.events.length > 0) await store.append(meeting, after, addition)
        },
      }),
    ],
    [
      'says yes to whoever loses',
      'lets one of many racing writers win, of one store or of two',
      (store) => ({
        append: (...all) => store.append(...all).catch(() => undefined),
      }),
    ],
    [
      'fails everybody for one',
      'writes for one meeting whatever becomes of another in the same moment',
      (store) => {
        let all: Promise<unknown> = Promise.resolve()
        return {
          append: (...one) => {
            all = Promise.all([all, store.append(...one)])
            return all.then(() => undefined)
          },
        }
      },
    ],
    [
      'writes people by themselves',
      'writes all of an addition or nothing',
      (store) => ({
        async append(meeting, after, { events, people = [], checkpoint }) {
          await store.append(meeting, after, { events })
          for (const one of people)
            await store.append(meeting, after + events.length, { events: [], people: [one] })
          if (checkpoint) await store.append(meeting, after + events.length, { events: [], checkpoint })
        },
      }),
    ],
    [
      'sorts people',
      'keeps who is behind a handle, in the order they came',
      (store) => ({
        people: async (meeting) =>
          (await store.people(meeting)).toSorted((a, b) => (a.handle < b.handle ? -1 : 1)),
      }),
    ],
    [
      'keeps a name as the bytes that it can be written in',
      'refuses a name that it could not give back letter for letter',
      (store) => ({
        append: (meeting, after, { people = [], ...more }) =>
          store.append(meeting, after, {
            ...more,
            people: people.map((one) => ({
              ...one,
              participant: one.participant.replaceAll('\u0000', '').toWellFormed(),
            })),
          }),
      }),
    ],
    [
      'has the latest checkpoint only',
      'keeps checkpoints by size',
      (store) => ({ checkpoints: async (meeting) => (await store.checkpoints(meeting)).slice(-1) }),
    ],
    [
      'keeps every link there ever was',
      'keeps one link of each person, the latest, letter for letter',
      (store) => {
        const links = new Map<string, StoredLink>()
        return {
          async keepLink(link) {
            links.set(link.hash, link)
            return store.keepLink(link)
          },
          link: async (hash) => links.get(hash),
        }
      },
    ],
    [
      'says it kept what it did not',
      'keeps no link of whom it does not know',
      (store) => ({ keepLink: (link) => store.keepLink(link).then(() => true) }),
    ],
    [
      'drops the links of a whole meeting',
      'drops a link, and nobody else’s',
      (store) => ({
        async dropLink(meeting, handle) {
          for (const { handle: one } of await store.people(meeting))
            if (one !== handle) await store.dropLink(meeting, one)
          return store.dropLink(meeting, handle)
        },
      }),
    ],
    [
      'drops the link of who is erased',
      'leaves a link that leads to who was erased, and one that leads nowhere of a purged meeting',
      (store) => ({
        async erase(meeting, handle, bodies) {
          await store.erase(meeting, handle, bodies)
          await store.dropLink(meeting, handle)
        },
      }),
    ],
    [
      'lists by name',
      'lists its meetings, the latest last',
      (store) => ({
        meetings: async () => (await store.meetings()).toSorted((a, b) => (a.meeting < b.meeting ? -1 : 1)),
      }),
    ],
    [
      'keeps whom it erased',
      'erases who is behind a handle, and what is said to go with it',
      (store) => ({ erase: (meeting, _handle, bodies) => store.erase(meeting, '', bodies) }),
    ],
    [
      'purges a moment too early',
      'purges by the age of the last event: whole meetings, and no others',
      (store) => ({ purge: ({ before, ...more }) => store.purge({ before: before + 1, ...more }) }),
    ],
    [
      'purges what was written since',
      'purges those that it is told, and none that was written since',
      (store) => ({
        purge: async ({ only, ...which }) =>
          (await store.purge(which)).filter(
            (gone) => only === undefined || gone.meeting === only[0]?.meeting,
          ),
      }),
    ],
    [
      'has nothing open once it has written',
      'purges nothing that another store has open, before that gives it up',
      (store) => ({
        async append(meeting, after, addition) {
          await store.append(meeting, after, addition)
          await store.release(meeting)
        },
      }),
    ],
    [
      'purges in a dry run',
      'says what it would purge, and leaves it',
      (store) => ({ purge: ({ before }) => store.purge({ before }) }),
    ],
    [
      'lets a purged meeting go on',
      'refuses a writer whose meeting was purged, and lets it begin anew',
      (store) => ({ append: (...all) => store.append(...all).catch(() => undefined) }),
    ],
    [
      'loses what is not closed properly',
      'is there for whoever opens it next',
      (store) => ({ append: async (meeting, after) => store.append(meeting, after, { events: [] }) }),
    ],
    [
      'writes on after it let go',
      'lets go of a meeting for another store',
      (store) => ({ append: (...all) => store.append(...all).catch(() => undefined) }),
    ],
    [
      'reads on once it is closed',
      'does nothing once it is closed, and closes twice',
      () => ({ read: async () => [] }),
    ],
  ]
  it.each(BROKEN)('that %s is caught', async (_what, caughtBy, change) => {
    const file = newFile()
    const found = STORE_CONTRACT.find(({ name }) => name === caughtBy)
    await expect(
      found?.run(async () => {
        const store = sqliteStore(file)
        return { ...store, ...change(store) }
      }),
    ).rejects.toThrow()
  })
  it('that breaks it is there for every promise', () => {
    const caught = new Set(BROKEN.map(([, caughtBy]) => caughtBy))
    expect(STORE_CONTRACT.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([])
  })
})

describe('of stores over layouts, one', () => {
  const BROKEN: readonly [
    what: string,
    caughtBy: string,
    change: (engine: LayoutEngine) => Partial<LayoutEngine>,
  ][] = [
    [
      'has a step that nobody wrote down',
      'makes no layout that is not written down',
      ({ latest }) => ({ latest: latest + 1 }),
    ],
    [
      'has changed a step since',
      'comes by every step of before to the tables that a new ledger has, with all that was in it',
      (engine) => ({
        async open(place) {
          const store = await engine.open(place)
          if ((await store.meetings()).length === 0)
            await engine.tell(place, 'ALTER TABLE links ADD COLUMN why TEXT')
          return store
        },
      }),
    ],
    [
      'begins anew',
      'comes by every step of before to the tables that a new ledger has, with all that was in it',
      (engine) => ({ open: () => engine.open(engine.newPlace()) }),
    ],
    [
      'loses a row on the way',
      'comes by every step of before to the tables that a new ledger has, with all that was in it',
      (engine) => ({
        async open(place) {
          const store = await engine.open(place)
          await engine.tell(place, 'DELETE FROM checkpoints')
          return store
        },
      }),
    ],
    [
      'brings it up to date to read it',
      'is brought up to date by nobody who opens it to read, and is read once it is',
      (engine) => ({ open: (place) => engine.open(place) }),
    ],
    [
      'leaves half a step behind',
      'stays at the layout before a step that fails, whole, and goes on from there',
      (engine) => ({
        async open(place) {
          try {
            return await engine.open(place)
          } catch (error) {
            await engine.tell(place, 'DROP TABLE IF EXISTS texts')
            throw error
          }
        },
      }),
    ],
  ]
  it.each(BROKEN)('that %s is caught', async (_what, caughtBy, change) => {
    const engine = sqliteEngine(newFile)
    const found = LAYOUT_CONTRACT.find(({ name }) => name === caughtBy)
    await expect(found?.run({ ...engine, ...change(engine) })).rejects.toThrow()
  })
  it('that breaks it is there for every promise', () => {
    const caught = new Set(BROKEN.map(([, caughtBy]) => caughtBy))
    expect(LAYOUT_CONTRACT.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([])
  })
})
