import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Admission, openNotes } from './notes.ts'
import type { NoteLine } from './notes-files.ts'
import { createExtractiveSummariser, type Summariser } from './summary.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'notes-'))
})
afterEach(() => rm(directory, { recursive: true }))

const line = (name: string, text: string): NoteLine => ({
  ...{ participant: `p-${name}`, name, kind: 'chat', text, at: 1, run: 'run-1' },
})
const quote: Summariser = async (lines) => lines.map(({ text }) => text)
const gates = (reuse = false) => ({ admits: () => true, reuse: () => reuse })
const everybody: Admission = { run: 'run-1', admits: () => true }
const allBut = (name: string): Admission => ({ run: 'run-1', admits: (id) => id !== `p-${name}` })
const storage = async () => {
  const files = await readdir(directory)
  return (await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')))).join('\n')
}

test('what is kept is on disk, and there after a restart', async () => {
  const notes = await openNotes({ directory, summarise: quote })
  await notes.add('room', line('Ana', 'ship on friday'), gates())
  await notes.setHeard('room', 'p-Ana', { name: 'Ana', seconds: 12.5, at: 1 })
  const again = await openNotes({ directory, summarise: quote })
  expect(await again.heard('room')).toEqual({ 'p-Ana': { name: 'Ana', seconds: 12.5, at: 1 } })
  expect(await again.rebuild('room', everybody)).toEqual({ sentences: ['ship on friday'] })
})

test('erasing somebody leaves no trace of them in storage, and keeps everybody else', async () => {
  const notes = await openNotes({ directory, summarise: createExtractiveSummariser() })
  await notes.add('room', line('Ana', 'The launch moves to the second week of March.'), gates(true))
  await notes.add('room', line('Boris', 'The zeppelin budget has to be cut in half.'), gates(true))
  await notes.setHeard('room', 'p-Boris', { name: 'Boris', seconds: 3, at: 1 })
  expect((await notes.rebuild('room', everybody))?.sentences).toHaveLength(2)
  expect(await storage()).toMatch(/zeppelin/)

  expect(await notes.erase('p-Boris')).toEqual({ erasedLines: 1 })

  expect(await storage()).not.toMatch(/zeppelin|Boris/)
  expect(await storage()).toMatch(/March/)
  expect((await readdir(directory)).sort()).toEqual(['room.json', 'room.reuse.json'])
})

test('erasing in a notetaker that was restarted finds what an earlier run stored', async () => {
  await (await openNotes({ directory, summarise: quote })).add('room', line('Boris', 'zeppelin'), gates(true))
  await (await openNotes({ directory, summarise: quote })).erase('p-Boris')
  expect(await storage()).not.toMatch(/zeppelin|Boris/)
})

test('nothing is kept for reuse unless it was allowed, and taking that back empties it alone', async () => {
  const notes = await openNotes({ directory, summarise: quote })
  await notes.add('room', line('Ana', 'not for training'), gates())
  expect(await readdir(directory)).toEqual(['room.json'])
  await notes.add('room', line('Ana', 'for training'), gates(true))
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
  await notes.add('room', line('Boris', 'zeppelin'), gates())
  const stale = notes.rebuild('room', everybody)
  await expect.poll(() => slow.length).toBe(1)
  await notes.erase('p-Boris')
  slow[0]?.()
  expect(await stale).toBeUndefined()
  expect(await storage()).not.toMatch(/zeppelin|Boris/)
})

test('erasing needs no summariser: the summary that may quote the words goes with them', async () => {
  const notes = await openNotes({ directory, summarise: quote })
  await notes.add('room', line('Boris', 'zeppelin'), gates())
  await notes.rebuild('room', everybody)
  const failing = await openNotes({ directory, summarise: () => Promise.reject(new Error('down')) })
  await failing.erase('p-Boris')
  expect(await storage()).not.toMatch(/zeppelin|Boris/)
})

test('whose gate is closed is not in a new summary, nor sent to whatever makes it, though the line is kept', async () => {
  const sent: string[] = []
  const summarise: Summariser = async (lines) => {
    sent.push(...lines.map(({ text }) => text))
    return quote(lines)
  }
  const notes = await openNotes({ directory, summarise })
  await notes.add('room', line('Ana', 'ship on friday'), gates())
  await notes.add('room', line('Boris', 'zeppelin'), gates())
  expect(await notes.rebuild('room', allBut('Boris'))).toEqual({ sentences: ['ship on friday'] })
  expect(sent).toEqual(['ship on friday'])
  expect(await storage()).toMatch(/zeppelin/)
})

test('lines of an earlier run are not used in a later one', async () => {
  const notes = await openNotes({ directory, summarise: quote })
  await notes.add('room', line('Ana', 'from the first run'), gates())
  await notes.add('room', { ...line('Ana', 'from the second run'), run: 'run-2' }, gates())
  expect(await notes.rebuild('room', { ...everybody, run: 'run-2' })).toEqual({
    sentences: ['from the second run'],
  })
  expect(await notes.rebuild('room', { ...everybody, run: null })).toEqual({ sentences: [] })
})

test('a summary that was being written when somebody took their yes back is thrown away', async () => {
  let admitted = true
  const summarise: Summariser = async (lines) => {
    admitted = false
    return quote(lines)
  }
  const notes = await openNotes({ directory, summarise })
  await notes.add('room', line('Boris', 'zeppelin'), gates())
  expect(await notes.rebuild('room', { run: 'run-1', admits: () => admitted })).toBeUndefined()
  expect(JSON.parse(await readFile(join(directory, 'room.json'), 'utf8')).summary.sentences).toEqual([])
})

test('a line that waited for the disk while its gate closed is not kept', async () => {
  const notes = await openNotes({ directory, summarise: quote })
  let boris: 'open' | 'closed' = 'open'
  const first = notes.add('room', line('Ana', 'ship on friday'), gates())
  const second = notes.add('room', line('Boris', 'zeppelin'), {
    admits: () => boris === 'open',
    reuse: () => true,
  })
  boris = 'closed'
  await Promise.all([first, second])
  expect(await storage()).not.toMatch(/zeppelin/)
})

test('a line is not copied for reuse if that was taken back while the line was written', async () => {
  const notes = await openNotes({ directory, summarise: quote })
  let asked = 0
  await notes.add('room', line('Ana', 'ship on friday'), { admits: () => true, reuse: () => ++asked === 1 })
  expect(asked).toBe(2)
  expect(await readdir(directory)).toEqual(['room.json'])
})

test('what is too old goes, with the summary of it; a file with nothing left goes too', async () => {
  const notes = await openNotes({ directory, summarise: quote })
  await notes.add('old', line('Boris', 'zeppelin'), gates(true))
  await notes.setHeard('old', 'p-Boris', { name: 'Boris', seconds: 3, at: 50 })
  await notes.add('room', line('Boris', 'zeppelin'), gates(true))
  await notes.add('room', { ...line('Ana', 'ship on friday'), at: 200 }, gates())
  await notes.rebuild('room', everybody)
  await writeFile(join(directory, 'broken.json'), '{"lines": zeppelin-secret')
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  // As a notetaker that was started again.
  await (await openNotes({ directory, summarise: quote })).expire(100)
  expect(logged.mock.calls).toEqual([['notetaker:', 'broken.json cannot be read (SyntaxError).']])
  logged.mockRestore()
  expect((await readdir(directory)).sort()).toEqual(['broken.json', 'room.json'])
  expect(await readFile(join(directory, 'room.json'), 'utf8')).toMatch(/friday/)
  expect(await readFile(join(directory, 'room.json'), 'utf8')).not.toMatch(/zeppelin/)
})

test('a file that cannot be read is named, and not quoted', async () => {
  const notes = await openNotes({ directory, summarise: quote })
  await writeFile(join(directory, 'room.json'), '{"lines": "zeppelin", "heard": {}, "summary": {}}')
  await expect(notes.heard('room')).rejects.toThrow(/^room.json cannot be read \(ValiError\).$/)
  await writeFile(join(directory, 'room.json'), '{"lines": [], "heard": {}, "summary": {"sentences": []}}')
  expect(await notes.heard('room')).toEqual({})
})

test('an unfinished write of an earlier run is removed', async () => {
  await writeFile(join(directory, 'room.json.tmp'), 'zeppelin')
  await openNotes({ directory, summarise: quote })
  expect(await readdir(directory)).toEqual([])
})

test('a room cannot name a file outside the directory', async () => {
  const notes = await openNotes({ directory, summarise: quote })
  await expect(notes.add('../room', line('Ana', 'hello'), gates())).rejects.toThrow('not the name of a room')
})

test('the summary names nobody who is in the meeting and not in the notes', async () => {
  const notes = await openNotes({ directory, summarise: quote })
  notes.meet('room', ['Ana', 'Boris'])
  await notes.add('room', line('Ana', 'the launch moves to march'), gates())
  await notes.add('room', line('Ana', 'boris was against it'), gates())
  expect(await notes.rebuild('room', everybody)).toEqual({ sentences: ['the launch moves to march'] })
})
