import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { sqliteLedger } from '../src/ledger/sqlite-ledger.ts'
import { sqliteStore } from '../src/ledger/sqlite-store.ts'
import { runAskfirst } from './serve-child.ts'
import { toRow } from './store-contract.ts'

const directory = mkdtempSync(join(tmpdir(), 'askfirst-owners-'))
afterAll(() => rmSync(directory, { recursive: true }))
const newFile = (): string => join(directory, `${randomUUID()}.db`)
const started = { type: 'authority.started', at: 1, by: 'authority' } as const

describe('a meeting that is quiet, and that a server has open', () => {
  const DAY_MS = 86_400_000
  const purge = async (file: string): Promise<string> =>
    (await runAskfirst(['purge', '--ledger', file, '--older-than', '1d'])).stdout
  const open = async (file: string) => {
    const ledger = sqliteLedger(file)
    await ledger.append('standup', 0, [{ ...started, at: Date.now() - 3 * DAY_MS, number: 1, command: 'c1' }])
    return ledger
  }

  it('is purged by no other program, before the server gives it up', async () => {
    const file = newFile()
    const ledger = await open(file)
    expect(await purge(file)).toContain('purged 0 meetings')
    expect(await ledger.read('standup')).toHaveLength(1)
    await ledger.release?.('standup')
    expect(await purge(file)).toContain('purged 1 meeting, older than 1 day\n')
    await ledger.close()
  })

  it('is given up also where the last that was to be written was not', async () => {
    const file = newFile()
    const [mine, theirs] = [sqliteStore(file), sqliteStore(file)]
    await mine.append('standup', 0, { events: [toRow(1)] })
    await expect(mine.append('standup', 0, { events: [toRow(1)] })).rejects.toThrow('another server')
    const purged = () => theirs.purge({ before: Number.MAX_SAFE_INTEGER, dryRun: true })
    expect(await purged()).toEqual([])
    await mine.release('standup')
    expect(await purged()).toHaveLength(1)
    await Promise.all([mine.close(), theirs.close()])
  })

  /** Two stores on one file, and what the other one may purge; with time that only the test moves. */
  const openTwo = () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const file = newFile()
    const [mine, theirs] = [sqliteStore(file, { waitMs: 10 }), sqliteStore(file)]
    onTestFinished(async () => void (await Promise.all([mine.close(), theirs.close()])))
    const start = (store: typeof mine, meeting: string, after = 0) =>
      store.append(meeting, after, { events: [toRow(after + 1)] })
    const purged = async () =>
      (await theirs.purge({ before: Number.MAX_SAFE_INTEGER, dryRun: true })).map(({ meeting }) => meeting)
    const whileLocked = async (act: () => Promise<unknown>) => {
      const lock = new DatabaseSync(file)
      lock.exec('BEGIN IMMEDIATE')
      await expect(act()).rejects.toThrow()
      lock.exec('ROLLBACK')
      lock.close()
    }
    return { mine, theirs, start, purged, whileLocked }
  }

  it('is open also where what another meeting wrote in the same turn failed', async () => {
    const { mine, start, purged } = openTwo()
    const failing = start(mine, 'retro', 5)
    await Promise.all([start(mine, 'standup'), expect(failing).rejects.toThrow()])
    expect(await purged()).toEqual([])
  })

  it('stays open where an append could not be written', async () => {
    const { mine, start, purged, whileLocked } = openTwo()
    await start(mine, 'standup')
    await whileLocked(() => start(mine, 'standup', 1))
    await vi.advanceTimersByTimeAsync(80_000)
    expect(await purged()).toEqual([])
  })

  it('is given up also where that could not be written', async () => {
    const { mine, start, purged, whileLocked } = openTwo()
    await start(mine, 'standup')
    await start(mine, 'retro')
    await whileLocked(() => mine.release('standup'))
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await purged()).toEqual(['standup'])
  })

  it('is open again by what is written in the turn in which it was given up', async () => {
    const { mine, start, purged } = openTwo()
    await start(mine, 'standup')
    await Promise.all([mine.release('standup'), start(mine, 'standup', 1)])
    expect(await purged()).toEqual([])
    await vi.advanceTimersByTimeAsync(80_000)
    expect(await purged()).toEqual([])
  })

  it('is open again once the process is awake that slept for so long that another one cleared its row', async () => {
    const { mine, theirs, start, purged } = openTwo()
    await start(theirs, 'retro')
    await start(mine, 'standup')
    vi.setSystemTime(Date.now() + 120_000)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await purged()).toEqual(['retro'])
  })

  it('is not opened by who erases in it', async () => {
    const file = newFile()
    const ledger = sqliteLedger(file)
    onTestFinished(() => ledger.close())
    const joined = { type: 'participant.joined', participant: 'ada', connection: 'c', role: 'host' } as const
    await ledger.append('standup', 0, [
      { ...started, at: 1, number: 1, command: 'c1' },
      { ...joined, kind: 'person', place: 'call', at: 2, number: 2, by: 'ada', command: 'c2' },
    ] as never)
    await ledger.release?.('standup')
    await ledger.erase('standup', 'ada')
    const other = sqliteStore(file)
    onTestFinished(() => other.close())
    expect(await other.purge({ before: Number.MAX_SAFE_INTEGER, dryRun: true })).toHaveLength(1)
  })

  it('is kept from it by a look every twenty seconds, and is not by a server that was killed', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const file = newFile()
    const ledger = await open(file)
    onTestFinished(() => ledger.close())
    const other = sqliteStore(file)
    onTestFinished(() => other.close())
    const purgeLater = async (ms: number) => {
      await vi.advanceTimersByTimeAsync(ms)
      return (await other.purge({ before: Date.now(), dryRun: true })).length
    }
    expect(await purgeLater(200_000)).toBe(0)
    // Nothing of it has its turn: it is as if it was killed.
    vi.setSystemTime(Date.now() + 59_000)
    expect(await purgeLater(0)).toBe(0)
    vi.setSystemTime(Date.now() + 1_000)
    expect(await purgeLater(0)).toBe(1)
  })
})
