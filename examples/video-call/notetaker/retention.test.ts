import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openNotes } from './notes.ts'
import { keepRetention } from './retention.ts'

const dayMs = 24 * 60 * 60 * 1000
let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'retention-'))
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: 10 * dayMs })
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(directory, { recursive: true })
})

test('notes go after the days the notice says: at the start, and daily', async () => {
  const notes = await openNotes({ directory, summarise: async () => [] })
  const write = (room: string, at: number) =>
    notes.add(
      room,
      { participant: 'p-ana', name: 'Ana', kind: 'chat', text: 'hello', at, run: 'run-1' },
      { admits: () => true, reuse: () => true },
    )
  await write('too-old', 2.5 * dayMs)
  await write('old', 3.5 * dayMs)
  await write('fresh', 9 * dayMs)
  const stop = await keepRetention([{ notes, days: 7 }])
  expect((await notes.rooms()).sort()).toEqual(['fresh', 'old'])
  vi.advanceTimersByTime(dayMs)
  // Real time, since the sweep waits for the disk.
  await vi.waitFor(async () =>
    expect((await readdir(directory)).sort()).toEqual(['fresh.json', 'fresh.reuse.json']),
  )
  stop()
})
