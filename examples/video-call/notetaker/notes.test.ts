import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type NoteLine, openNotes } from './notes.ts'
import { createExtractiveSummariser, type Summariser } from './summary.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'notes-'))
})
afterEach(() => rm(directory, { recursive: true }))

const line = (name: string, text: string): NoteLine => ({
  ...{ participant: `p-${name}`, name, kind: 'chat', text, at: 1 },
})
const quote: Summariser = async (lines) => lines.map(({ name, text }) => `${name}: ${text}`)
const storage = async () => {
  const files = await readdir(directory)
  return (await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')))).join('\n')
}

test('what is kept is on disk, and there after a restart', async () => {
  const notes = await openNotes({ directory, summarise: quote })
  await notes.add('room', line('Ana', 'ship on friday'), { reuse: false })
  await notes.setHeard('room', 'p-Ana', { name: 'Ana', seconds: 12.5 })
  const again = await openNotes({ directory, summarise: quote })
  expect(await again.heard('room')).toEqual({ 'p-Ana': { name: 'Ana', seconds: 12.5 } })
  expect(await again.rebuild('room')).toEqual({ sentences: ['Ana: ship on friday'], people: ['Ana'] })
})

test('erasing somebody leaves no trace of them in storage, and keeps everybody else', async () => {
  const notes = await openNotes({ directory, summarise: createExtractiveSummariser() })
  await notes.add('room', line('Ana', 'The launch moves to the second week of March.'), { reuse: true })
  await notes.add('room', line('Boris', 'The zeppelin budget has to be cut in half.'), { reuse: true })
  await notes.setHeard('room', 'p-Boris', { name: 'Boris', seconds: 3 })
  expect((await notes.rebuild('room')).people).toEqual(['Ana', 'Boris'])
  expect(await storage()).toMatch(/zeppelin/)

  expect(await notes.erase('p-Boris')).toEqual({ erasedLines: 1 })

  expect(await storage()).not.toMatch(/zeppelin|Boris/)
  expect(await storage()).toMatch(/March/)
  expect((await readdir(directory)).sort()).toEqual(['room.json', 'room.reuse.json'])
})

test('erasing in a notetaker that was restarted finds what an earlier run stored', async () => {
  await (await openNotes({ directory, summarise: quote })).add('room', line('Boris', 'zeppelin'), {
    reuse: true,
  })
  await (await openNotes({ directory, summarise: quote })).erase('p-Boris')
  expect(await storage()).not.toMatch(/zeppelin|Boris/)
})

test('nothing is kept for reuse unless it was allowed, and taking that back empties it alone', async () => {
  const notes = await openNotes({ directory, summarise: quote })
  await notes.add('room', line('Ana', 'not for training'), { reuse: false })
  expect(await readdir(directory)).toEqual(['room.json'])
  await notes.add('room', line('Ana', 'for training'), { reuse: true })
  const reuse = () => readFile(join(directory, 'room.reuse.json'), 'utf8')
  expect(JSON.parse(await reuse()).lines).toHaveLength(1)
  await notes.eraseReuse('p-Ana')
  expect(JSON.parse(await reuse()).lines).toEqual([])
  expect(await storage()).toMatch(/not for training/)
})

test('a summary that was being written when somebody was erased is thrown away', async () => {
  const slow: (() => void)[] = []
  const summarise: Summariser = async (lines) => {
    const made = await quote(lines)
    if (slow.length === 0) await new Promise<void>((resolve) => slow.push(resolve))
    return made
  }
  const notes = await openNotes({ directory, summarise })
  await notes.add('room', line('Boris', 'zeppelin'), { reuse: false })
  const stale = notes.rebuild('room')
  await expect.poll(() => slow.length).toBe(1)
  await notes.erase('p-Boris')
  slow[0]?.()
  expect(await stale).toEqual({ sentences: [], people: [] })
  expect(await storage()).not.toMatch(/zeppelin|Boris/)
})

test('a summariser that fails does not keep the words it was to forget', async () => {
  const notes = await openNotes({ directory, summarise: quote })
  await notes.add('room', line('Boris', 'zeppelin'), { reuse: false })
  await notes.rebuild('room')
  const failing = await openNotes({ directory, summarise: () => Promise.reject(new Error('down')) })
  await failing.erase('p-Boris')
  expect(await storage()).not.toMatch(/zeppelin|Boris/)
})

test('an unfinished write of an earlier run is removed', async () => {
  await writeFile(join(directory, 'room.json.tmp'), 'zeppelin')
  await openNotes({ directory, summarise: quote })
  expect(await readdir(directory)).toEqual([])
})

test('a room cannot name a file outside the directory', async () => {
  const notes = await openNotes({ directory, summarise: quote })
  await expect(notes.add('../room', line('Ana', 'hello'), { reuse: false })).rejects.toThrow(
    'not the name of a room',
  )
})

test('the summary names nobody who is in the meeting and not in the notes', async () => {
  const notes = await openNotes({ directory, summarise: quote })
  notes.meet('room', ['Ana', 'Boris'])
  await notes.add('room', line('Ana', 'the launch moves to march'), { reuse: false })
  await notes.add('room', line('Ana', 'boris was against it'), { reuse: false })
  expect(await notes.rebuild('room')).toEqual({
    sentences: ['Ana: the launch moves to march'],
    people: ['Ana'],
  })
})
