import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { createSharedCommits } from '../src/ledger/shared-commits.ts'
import { sqliteStore } from '../src/ledger/sqlite-store.ts'
import { toRow } from './store-contract.ts'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end()
})
const directory = mkdtempSync(join(tmpdir(), 'askfirst-shared-'))
process.on('exit', () => rmSync(directory, { recursive: true, force: true }))

function open() {
  const file = join(directory, `${randomUUID()}.db`)
  const store = sqliteStore(file)
  undo.push(store.close)
  const bytes = (): number => statSync(`${file}-wal`).size
  const before = bytes()
  return { file, store, logged: () => bytes() - before }
}
const MEETINGS = Array.from({ length: 60 }, (_, at) => `meeting-${at}`)
const first = { events: [toRow(1)] }

describe('What several meetings write in one turn', () => {
  it('is one commit: the disk is waited for once', async () => {
    const [apart, together] = [open(), open()]
    for (const meeting of MEETINGS) await apart.store.append(meeting, 0, first)
    await Promise.all(MEETINGS.map((meeting) => together.store.append(meeting, 0, first)))
    expect(await together.store.meetings()).toHaveLength(MEETINGS.length)
    // Each commit writes its pages to the log again.
    expect(together.logged()).toBeLessThan(apart.logged() / 10)
  })

  it('finds the one that cannot be written in a few commits, and writes all the others', async () => {
    let commits = 0
    const shared = createSharedCommits(
      (act) => {
        commits += 1
        act()
      },
      () => false,
    )
    const refuse = (): void => {
      throw new Error('not this one')
    }
    const outcomes = await Promise.allSettled(
      Array.from({ length: 64 }, (_, at) => shared.write(at === 37 ? refuse : () => {})),
    )
    expect(outcomes.flatMap(({ status }, at) => (status === 'rejected' ? [at] : []))).toEqual([37])
    // Two for each halving of 64, and the first.
    expect(commits).toBe(13)
  })

  it('is on disk before any of it is acknowledged', async () => {
    const { file, store } = open()
    const reader = new DatabaseSync(file, { readOnly: true })
    undo.push(() => reader.close())
    const count = () => reader.prepare('SELECT count(*) AS count FROM events').get()?.count
    const seen = await Promise.all(
      MEETINGS.map((meeting) => store.append(meeting, 0, first).then(() => count())),
    )
    expect(new Set(seen)).toEqual(new Set([MEETINGS.length]))
  })

  it('is not written while another program has the file, and can be said again', async () => {
    const { file, store } = open()
    const other = new DatabaseSync(file)
    undo.push(() => other.close())
    other.exec('BEGIN IMMEDIATE')
    const outcomes = await Promise.allSettled(MEETINGS.map((meeting) => store.append(meeting, 0, first)))
    expect(
      new Set(outcomes.map((one) => (one.status === 'rejected' ? one.reason.message : 'written'))),
    ).toEqual(new Set(['database is locked']))
    other.exec('ROLLBACK')
    expect(await store.meetings()).toEqual([])
    await Promise.all(MEETINGS.map((meeting) => store.append(meeting, 0, first)))
    expect(await store.meetings()).toHaveLength(MEETINGS.length)
  })

  it('is written before the store is closed', async () => {
    const { file, store } = open()
    const appends = MEETINGS.map((meeting) => store.append(meeting, 0, first))
    await store.close()
    await Promise.all(appends)
    const next = sqliteStore(file)
    undo.push(next.close)
    expect(await next.meetings()).toHaveLength(MEETINGS.length)
  })
})

describe('Shared commits', () => {
  /** Writes letters; together or not at all. */
  function createLetters(isFaulty: (letter: string) => boolean, isRefused = false) {
    const written: string[] = []
    let tries = 0
    const commits = createSharedCommits(
      (act) => {
        tries += 1
        const before = written.length
        try {
          act()
        } catch (error) {
          written.length = before
          throw error
        }
      },
      () => isRefused,
    )
    const write = (letter: string) =>
      commits.write(() => {
        if (isFaulty(letter)) throw new Error(`not ${letter}`)
        written.push(letter)
      })
    return { write, written, tries: () => tries }
  }

  it('tell each what became of its own', async () => {
    const { write, written } = createLetters((letter) => letter === 'b' || letter === 'd')
    const outcomes = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map(write))
    expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : ''))).toEqual([
      '',
      'Error: not b',
      '',
      'Error: not d',
      '',
    ])
    expect(written).toEqual(['a', 'c', 'e'])
  })

  it('do not try each by itself where nobody may write', async () => {
    const { write, written, tries } = createLetters((letter) => letter === 'b', true)
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map(write))
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect([written, tries()]).toEqual([[], 1])
  })

  it('let whatever came meanwhile have its turn while many are told', async () => {
    const { write } = createLetters(() => false)
    const told: string[] = []
    const all = MEETINGS.map((meeting) => write(meeting).then(() => told.push(meeting)))
    await all[0]
    const atOnce = told.length
    await Promise.all(all)
    expect(atOnce).toBeLessThan(MEETINGS.length)
    expect(told).toEqual(MEETINGS)
  })
})
