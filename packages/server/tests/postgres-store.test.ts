import { type PostgresServer, startPostgres } from 'own-postgres'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { LedgerStore } from '../src/ledger/ledger-store.ts'
import { POSTGRES_LAYOUT } from '../src/ledger/postgres-layouts.ts'
import { postgresLedger } from '../src/ledger/postgres-ledger.ts'
import { postgresStore } from '../src/ledger/postgres-store.ts'
import { createConsentServer } from '../src/server.ts'
import { FEATURES, SECRET } from './running-server.ts'
import { runAskfirst } from './serve-child.ts'
import { toRow } from './store-contract.ts'

const WAIT = { timeout: 10_000 }
let postgres: PostgresServer
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

const opened: LedgerStore[] = []
afterAll(async () => {
  for (const store of opened) await store.close()
})
async function open(
  url: string,
  options: { leaseMs?: number; readOnly?: boolean } = {},
): Promise<LedgerStore> {
  const store = await postgresStore({ url, ...options })
  opened.push(store)
  return store
}
const schemaOf = (url: string): string => new URL(url).searchParams.get('schema') ?? ''
/** What no test waits for: the lease is over, by the word of the database. */
const endLease = (url: string, meeting: string): Promise<unknown> =>
  postgres.tell(`UPDATE ${schemaOf(url)}.meetings SET until = '-infinity' WHERE meeting = '${meeting}'`)
const untils = (url: string): Promise<string[]> =>
  postgres.tell(`SELECT extract(epoch FROM until) FROM ${schemaOf(url)}.meetings ORDER BY meeting`)
/** Every lease is over as soon as a statement has changed no meeting. */
async function endOnRefusal(schema: string): Promise<void> {
  await postgres.tell(`
    CREATE FUNCTION ${schema}.end_leases() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT EXISTS (SELECT FROM changed) THEN UPDATE ${schema}.meetings SET until = '-infinity'; END IF;
      RETURN NULL;
    END $$`)
  await postgres.tell(`
    CREATE TRIGGER end_leases AFTER UPDATE ON ${schema}.meetings REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ${schema}.end_leases()`)
}
const one = (number: number, words = '"first"') => ({ events: [toRow(number, words)] })

describe('a meeting in PostgreSQL has one owner', () => {
  it('whom no other store writes beside, erases under or purges from', async () => {
    const url = postgres.newUrl()
    const [first, second] = [await open(url), await open(url)]
    await first.append('standup', 0, {
      ...one(1),
      people: [{ handle: 'h', participant: 'a', key: new Uint8Array(1) }],
    })
    const owned = { rule: 'ledger-owned' }
    await expect(second.append('standup', 1, one(2))).rejects.toMatchObject(owned)
    await expect(second.append('standup', 0, { events: [] })).rejects.toMatchObject(owned)
    await expect(second.erase('standup', 'h')).rejects.toMatchObject(owned)
    expect(await second.purge({ before: Number.MAX_SAFE_INTEGER })).toEqual([])
    expect(await second.read('standup')).toHaveLength(1)
    expect(await second.people('standup')).toHaveLength(1)
    await first.append('standup', 1, one(2))
  })

  it('who is another once the lease is over, and then writes nothing any more, with or without events', async () => {
    const url = postgres.newUrl()
    const [first, second] = [await open(url), await open(url)]
    await first.append('standup', 0, one(1))
    await endLease(url, 'standup')
    // Takes it without a word: nothing but the epoch tells.
    await second.append('standup', 1, { events: [] })
    await expect(first.append('standup', 1, one(2))).rejects.toMatchObject({ rule: 'ledger-owned' })
    await expect(first.append('standup', 1, { events: [] })).rejects.toMatchObject({ rule: 'ledger-owned' })
    await second.append('standup', 1, one(2, '"second"'))
    expect((await first.read('standup')).map(({ body }) => body)).toEqual(['"first"', '"second"'])
  })

  it('by whose lease another is refused, also where it ends before it is asked why', async () => {
    const url = postgres.newUrl()
    const [first, second] = [await open(url), await open(url)]
    await first.append('standup', 0, one(1))
    await endOnRefusal(schemaOf(url))
    await expect(second.append('standup', 1, one(2))).rejects.toMatchObject({ rule: 'ledger-owned' })
    expect(await untils(url)).toEqual(['-Infinity'])
    await second.append('standup', 1, one(2))
  })

  it('who is told of a lease that another had meanwhile, and not of events that nobody wrote', async () => {
    const url = postgres.newUrl()
    const [first, second] = [await open(url), await open(url)]
    await first.append('standup', 0, one(1))
    await endLease(url, 'standup')
    await second.append('standup', 1, { events: [] })
    await second.release('standup')
    await expect(first.append('standup', 1, one(2))).rejects.toThrow(
      'The lease of "standup" was given up or taken meanwhile.',
    )
  })

  it('who keeps it over an end of the lease that nobody used', async () => {
    const url = postgres.newUrl()
    const first = await open(url)
    await first.append('standup', 0, one(1))
    await endLease(url, 'standup')
    await first.append('standup', 1, one(2))
    const second = await open(url)
    await expect(second.append('standup', 2, one(3))).rejects.toMatchObject({ rule: 'ledger-owned' })
  })

  it('whose epoch is no use to a meeting that was purged and begun anew by another', async () => {
    const url = postgres.newUrl()
    const [first, second] = [await open(url), await open(url)]
    await first.append('standup', 0, one(1))
    await endLease(url, 'standup')
    await second.purge({ before: Number.MAX_SAFE_INTEGER })
    await second.append('standup', 0, one(1, '"second"'))
    await expect(first.append('standup', 1, one(2))).rejects.toMatchObject({ rule: 'ledger-owned' })
  })

  it('who gives it up on closing, and by the word of the meeting', async () => {
    const url = postgres.newUrl()
    const first = await postgresStore(url)
    const second = await open(url)
    await first.append('standup', 0, one(1))
    await first.append('retro', 0, one(1))
    await first.release('standup')
    await second.append('standup', 1, one(2))
    await expect(second.append('retro', 1, one(2))).rejects.toMatchObject({ rule: 'ledger-owned' })
    await first.close()
    await second.append('retro', 1, one(2))
  })

  it('who renews it while nothing happens', async () => {
    const url = postgres.newUrl()
    const store = await open(url, { leaseMs: 1_000 })
    await store.append('standup', 0, one(1))
    const [before] = await untils(url)
    await vi.waitFor(async () => expect(Number((await untils(url))[0])).toBeGreaterThan(Number(before)), WAIT)
    await store.release('standup')
    await store.append('retro', 0, one(1))
    const [retro, standup] = await untils(url)
    // That one is renewed; the other, given up, is not.
    await vi.waitFor(async () => expect(Number((await untils(url))[0])).toBeGreaterThan(Number(retro)), WAIT)
    expect((await untils(url))[1]).toBe(standup)
  })

  it('nobody by what was only written in passing', async () => {
    const url = postgres.newUrl()
    const [first, visitor] = [await open(url), await open(url)]
    await first.append('standup', 0, one(1))
    const visit = (number: number) => ({ ...one(number), isVisit: true })
    await expect(visitor.append('standup', 1, visit(2))).rejects.toMatchObject({ rule: 'ledger-owned' })
    // Who has it goes on having it, whatever it knows of that.
    await expect(first.append('standup', 0, one(1))).rejects.toThrow('the last one is 1')
    await first.append('standup', 1, visit(2))
    await expect(visitor.append('standup', 2, one(3))).rejects.toMatchObject({ rule: 'ledger-owned' })
    await first.release('standup')
    await visitor.append('standup', 2, visit(3))
    expect(await first.purge({ before: Number.MAX_SAFE_INTEGER, dryRun: true })).toHaveLength(1)
    await first.append('standup', 3, one(4))
    await expect(visitor.append('standup', 4, visit(5))).rejects.toMatchObject({ rule: 'ledger-owned' })
  })

  it('nobody by a visit over the end of a lease, and what the one before had sent is refused', async () => {
    const url = postgres.newUrl()
    const [first, visitor] = [await open(url), await open(url)]
    await first.append('standup', 0, one(1))
    await endLease(url, 'standup')
    await visitor.append('standup', 1, { ...one(2), isVisit: true })
    for (const events of [[], [toRow(2)]])
      await expect(first.append('standup', 1, { events })).rejects.toThrow('Somebody else has written to it')
    await (await open(url)).append('standup', 2, one(3))
  })

  it('nobody by a visit of the one whose lease has ended, and that knows no more that it had it', async () => {
    const url = postgres.newUrl()
    const first = await open(url)
    await first.append('standup', 0, one(1))
    await expect(first.append('standup', 0, one(1))).rejects.toThrow('the last one is 1')
    await first.release('standup')
    await endLease(url, 'standup')
    await first.append('standup', 1, { ...one(2), isVisit: true })
    await (await open(url)).append('standup', 2, one(3))
  })

  it('a release that comes late does not end what its own store has taken since', async () => {
    const url = postgres.newUrl()
    const [first, second] = [await open(url), await open(url)]
    await first.append('standup', 0, one(1))
    const releasing = first.release('standup')
    await first.append('standup', 1, one(2)).catch(() => first.append('standup', 1, one(2)))
    await releasing
    // However the two overtook each other: whoever was told that it owns the meeting does.
    await expect(second.append('standup', 2, one(3))).rejects.toMatchObject({ rule: 'ledger-owned' })
  })
})

describe('a PostgreSQL that cannot be relied on', () => {
  it('is refused where it does not wait for its disk', async () => {
    const url = postgres.newUrl()
    await postgres.tell('CREATE ROLE hasty SUPERUSER LOGIN')
    await postgres.tell('ALTER ROLE hasty SET synchronous_commit = off')
    await expect(postgresLedger(url.replace('askfirst@', 'hasty@'))).rejects.toMatchObject({
      rule: 'ledger-database',
      message: expect.stringContaining('synchronous_commit off'),
    })
  })

  it('is refused where it never does', async () => {
    const own = await startPostgres(['fsync=off'])
    try {
      await expect(postgresLedger(own.newUrl())).rejects.toMatchObject({
        rule: 'ledger-database',
        message: expect.stringContaining('has fsync off'),
      })
    } finally {
      await own.stop()
    }
  })

  it('is refused the next append where it stops waiting for its disk later', async () => {
    const url = postgres.newUrl()
    const store = await open(url)
    await store.append('standup', 0, one(1))
    const set = async (value: string) => {
      await postgres.tell(`ALTER SYSTEM SET synchronous_commit = ${value}`)
      await postgres.tell('SELECT pg_reload_conf()')
    }
    await set('off')
    try {
      await vi.waitFor(() =>
        expect(store.append('standup', 1, { events: [] })).rejects.toThrow('synchronous_commit off by now'),
      )
    } finally {
      await set('on')
    }
    await vi.waitFor(() => store.append('standup', 1, one(2)))
  })

  it('is refused with letters it has not', async () => {
    await postgres.tell("CREATE DATABASE latin ENCODING LATIN1 LOCALE 'C' TEMPLATE template0")
    await expect(postgresLedger(postgres.newUrl().replace('/postgres?', '/latin?'))).rejects.toThrow(
      'keeps text as LATIN1',
    )
  })

  it('is refused where it is not there, and no password is shown', async () => {
    const nobody = 'postgres://ada:hunter2@127.0.0.1:1/consent'
    const error = await postgresLedger(nobody).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ rule: 'ledger-database' })
    expect(String(error)).toContain('127.0.0.1:1/consent')
    expect(String(error)).not.toContain('hunter2')
  })

  it.each([
    ['mysql://localhost/consent', 'is not one of PostgreSQL'],
    ['consent.db', 'is not one of PostgreSQL'],
    ['postgres://localhost/consent?schema=A"B', 'schema is "A\\"B"'],
    ['postgres://localhost/consent?lease_ms=999', 'leaseMs is 999'],
    ['postgres://localhost/consent?lease_ms=soon', 'leaseMs is NaN'],
  ])('is refused as %s', async (url, words) => {
    await expect(postgresLedger(url)).rejects.toThrow(words)
  })

  it('is refused by a server whose workers would outlive its lease', async () => {
    const ledger = await postgresLedger({ url: postgres.newUrl(), leaseMs: 4_999 })
    const options = { features: FEATURES, keys: { secret: SECRET }, ledger }
    expect(() => createConsentServer(options)).toThrow("the ledger's leaseMs 4999")
    await createConsentServer({ ...options, gateLeaseMs: 2_999 }).close()
  })
})

describe('the tables in PostgreSQL', () => {
  it('are made once, by however many servers start together', async () => {
    const url = postgres.newUrl()
    const stores = await Promise.all(Array.from({ length: 5 }, () => open(url)))
    await stores[0]?.append('standup', 0, one(1))
    expect(await stores[4]?.read('standup')).toHaveLength(1)
    expect(await postgres.tell(`SELECT layout FROM ${schemaOf(url)}.layout`)).toEqual([`${POSTGRES_LAYOUT}`])
  })

  it('are made in a schema that somebody else had to make', async () => {
    const url = postgres.newUrl()
    await postgres.tell('CREATE ROLE narrow LOGIN')
    await postgres.tell(`CREATE SCHEMA ${schemaOf(url)} AUTHORIZATION narrow`)
    const store = await open(url.replace('askfirst@', 'narrow@'))
    await store.append('standup', 0, one(1))
    await expect(postgresLedger(postgres.newUrl().replace('askfirst@', 'narrow@'))).rejects.toThrow(
      'permission denied',
    )
  })

  it('of a newer version are left alone', async () => {
    const url = postgres.newUrl()
    await (await open(url)).close()
    await postgres.tell(`UPDATE ${schemaOf(url)}.layout SET layout = 99`)
    await expect(postgresStore(url)).rejects.toThrow('newer version (layout 99)')
    await expect(postgresStore({ url, readOnly: true })).rejects.toThrow('newer version (layout 99)')
  })

  it('are neither made nor changed by whoever opens them to read', async () => {
    const url = postgres.newUrl()
    await expect(postgresStore({ url, readOnly: true })).rejects.toThrow('has no ledger in schema')
    expect(await postgres.tell(`SELECT to_regnamespace('${schemaOf(url)}') IS NULL`)).toEqual(['true'])
    const writer = await open(url)
    await writer.append('standup', 0, one(1))
    const reader = await open(url, { readOnly: true })
    expect(await reader.read('standup')).toHaveLength(1)
    await expect(reader.append('standup', 1, { events: [] })).rejects.toThrow('opened to be read')
    await expect(reader.purge({ before: 1 })).rejects.toThrow('opened to be read')
    await reader.close()
    await writer.append('standup', 1, one(2))
  })
})

it('goes on over a restart of the database, with what was acknowledged', async () => {
  const own = await startPostgres()
  const store = await postgresStore(own.newUrl())
  try {
    await store.append('standup', 0, one(1))
    await own.restart()
    await vi.waitFor(() => store.append('standup', 1, one(2)), WAIT)
    expect(await store.read('standup')).toHaveLength(2)
  } finally {
    await store.close()
    await own.stop()
  }
})

it('is read by `askfirst log`, which shows no password', async () => {
  const url = postgres.newUrl().replace('askfirst@', 'askfirst:hunter2@')
  const ledger = await postgresLedger(url)
  await ledger.append('standup', 0, [
    { type: 'authority.started', at: 1, by: 'authority', number: 1, command: 'c1' },
  ])
  const list = await runAskfirst(['log', '--ledger', url])
  expect([list.code, list.stdout]).toEqual([0, expect.stringContaining('1 event  standup')])
  const told = await runAskfirst(['log', 'standup', '--json', '--ledger', url])
  expect(JSON.parse(told.stdout)).toMatchObject({ type: 'authority.started', number: 1 })
  const missing = await runAskfirst(['log', 'retro', '--ledger', url])
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('has no meeting "retro"')])
  expect(missing.stderr).not.toContain('hunter2')
  await ledger.close()
})
