import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Ledger } from '@askfirst/core/authority'
import { startPostgres } from 'own-postgres'
import { afterEach, describe, expect, it } from 'vitest'
import { openLedger } from '../src/ledger/open-ledger.ts'
import { sqliteLedger } from '../src/ledger/sqlite-ledger.ts'
import { eventually, joined, MEETING, turnOn, useServer } from './running-server.ts'

// A disk that takes no more, under a real server: a yes is told so, a no closes at once and is written later.

const start = useServer()
const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end()
})

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'askfirst-disk-'))
  undo.push(() => rmSync(directory, { recursive: true }))
  return directory
}
const mount = (directory: string, options: string): void => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', directory])
  undo.push(() => execFileSync('umount', ['--lazy', directory]))
}
const isRoot = userInfo().uid === 0
/** Mounting asks for root; what the server does is the same either way. */
const asRoot = (name: string): string =>
  isRoot ? name : `${name} (not tried: mounting a disk asks for root)`

interface Disk {
  open(): Ledger | Promise<Ledger>
  /** Returns what makes it take bytes again. */
  fill(): (() => unknown) | Promise<() => unknown>
}
const openFile = (directory: string): Ledger => sqliteLedger(join(directory, 'consent.db'))

/** To this program every file is as long as it may be: not a byte is written, as on a disk turned read-only. */
function limitedDisk(): Disk {
  const limit = (bytes: number | 'unlimited') =>
    execFileSync('prlimit', ['--pid', `${process.pid}`, `--fsize=${bytes}:`])
  const directory = newDirectory()
  return {
    open: () => openFile(directory),
    fill() {
      limit(0)
      const free = () => limit('unlimited')
      undo.push(free)
      return free
    },
  }
}

/** A small disk of memory, and a file that takes what is left of it. */
function smallDisk(): Disk {
  const directory = newDirectory()
  mount(directory, 'size=2m')
  const filler = join(directory, 'filler')
  return {
    open: () => openFile(directory),
    fill() {
      const { bavail, bsize } = statfsSync(directory)
      writeFileSync(filler, new Uint8Array(bavail * bsize))
      return () => rmSync(filler)
    },
  }
}

/** Another program that writes to the file and takes its time. */
function lockedFile(): Disk {
  const directory = newDirectory()
  return {
    open: () => openFile(directory),
    fill() {
      const other = new DatabaseSync(join(directory, 'consent.db'))
      undo.push(() => other.close())
      other.exec('BEGIN IMMEDIATE')
      return () => other.exec('COMMIT')
    },
  }
}

/** A database that answers each write with an error, by connections that were there and by new ones. */
async function readOnlyDatabase(): Promise<Disk> {
  const postgres = await startPostgres()
  undo.push(postgres.stop)
  await postgres.tell('CREATE DATABASE consent')
  const url = new URL(postgres.newUrl())
  url.pathname = '/consent'
  const become = async (how: 'off' | 'on') => {
    await postgres.tell(`ALTER DATABASE consent SET default_transaction_read_only = ${how}`)
    await postgres.tell(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'consent'`)
  }
  return {
    open: () => openLedger(url.href),
    async fill() {
      await become('on')
      return () => become('off')
    },
  }
}

/** What a real disk does to a server between a yes and a no. */
async function survives({ open, fill }: Disk): Promise<void> {
  const ledger = await open()
  const faults: unknown[] = []
  const { person, worker, server, events } = await start({ ledger, onFault: (fault) => faults.push(fault) })
  const [ada, bob] = [person('ada', 'host'), person('bob')]
  const gate = await worker()
  await joined(ada, bob)
  await turnOn(ada)
  const hears = (who: string) => server.permits(MEETING, who, 'meeting-summary', 'summarise')
  await eventually(() => expect(gate.allowed('meeting-summary', 'summarise')).toEqual(['ada']))
  await eventually(() => expect(bob.store.getState().view?.features['meeting-summary']?.phase).toBe('on'))
  expect(await bob.show('meeting-summary', { visibleMs: 2_500, lang: 'en' })).toEqual({ ok: true })

  const free = await fill()
  const unavailable = { ok: false, rejection: { code: 'unavailable' } }
  expect(await bob.accept('meeting-summary')).toMatchObject(unavailable)
  expect([hears('bob'), hears('ada')]).toEqual([false, true])
  let reply: unknown
  void ada.withdraw('meeting-summary').then((outcome) => {
    reply = outcome
  })
  await eventually(() => expect(gate.allowed('meeting-summary', 'summarise')).toEqual([]))
  expect([hears('bob'), hears('ada')]).toEqual([false, false])
  // Told, and not only by silence: a server that waits for its disk is heard by nobody.
  expect(gate.isLive()).toBe(true)
  expect(reply).toBeUndefined()
  expect(faults).not.toEqual([])
  expect((await events()).map(({ type }) => type)).not.toContain('consent.withdrawn')

  await free()
  await eventually(() => expect(reply).toEqual({ ok: true }))
  expect((await events()).at(-1)).toMatchObject({ type: 'consent.withdrawn', participant: 'ada' })
  expect(await bob.accept('meeting-summary')).toEqual({ ok: true })
  await eventually(() => expect(gate.allowed('meeting-summary', 'summarise')).toEqual(['bob']))
  expect((await events()).map(({ number }) => number)).toEqual((await events()).map((_, at) => at + 1))
}

it('a file that another program has locked holds up neither a no nor the server', () =>
  survives(lockedFile()))

it('a PostgreSQL that takes no writes any more is as a disk that does not', { timeout: 60_000 }, async () =>
  survives(await readOnlyDatabase()),
)

describe('a disk that takes no more under a SQLite ledger', () => {
  it('because not a byte may be written', () => survives(limitedDisk()))

  it.runIf(isRoot)(asRoot('because it is full'), () => survives(smallDisk()))

  it.runIf(isRoot)(asRoot('from the start, is refused with words'), () => {
    const directory = newDirectory()
    mount(directory, 'ro')
    expect(() => sqliteLedger(join(directory, 'consent.db'))).toThrow('cannot be opened for writing')
  })
})
