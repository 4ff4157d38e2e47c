import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createRooms } from '../server/rooms.ts'
import { attachSignalling } from '../server/signalling.ts'
import { createTokens } from '../server/tokens.ts'
import { everyMeeting } from '../shared/identity.ts'
import { type FromClient, fromServerSchema, type Report, readMessage } from '../shared/signalling-messages.ts'
import { type Notes, openNotes } from './notes.ts'
import { startNotetaker } from './notetaker.ts'
import { createExtractiveSummariser, type Summariser } from './summary.ts'

/** A real notetaker at a real signalling server; people are bare sockets that write. */
const tokens = createTokens('a secret for this test')
const admitted = new Set<string>()
const mayReuse = new Set<string>()
const inTranscript = new Set<string>()
/** The run that is on; undefined: the authority is not in touch. */
let run: string | null | undefined
const verbatim: Summariser = async (lines) => lines.map(({ name, text }) => `${name}: ${text}`)
let server: Server
let signalling: { close(): void }
let directory: string
let port: number
let notes: Notes
let notetaker: ReturnType<typeof startNotetaker>

beforeEach(async () => {
  admitted.clear()
  mayReuse.clear()
  inTranscript.clear()
  run = 'run-1'
  server = createServer()
  signalling = attachSignalling({ server, tokens, rooms: createRooms(), admitLine: () => true })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  directory = await mkdtemp(join(tmpdir(), 'notetaker-'))
  notetaker = await start()
})
afterEach(async () => {
  await notetaker.stop()
  signalling.close()
  server.close()
  await rm(directory, { recursive: true })
})

async function start() {
  const token = await tokens.mint({
    ...{
      participant: 'notetaker',
      meeting: everyMeeting,
      name: 'AI notetaker',
      role: 'attendee',
      kind: 'agent',
    },
  })
  notes = await openNotes({ directory: join(directory, 'summary'), summarise: createExtractiveSummariser() })
  return startNotetaker({
    signallingUrl: `ws://127.0.0.1:${port}/signal`,
    token: () => token,
    notes,
    transcript: await openNotes({ directory: join(directory, 'transcript'), summarise: verbatim }),
    reportMs: 20,
    ingress: {
      admitAudio: () => false,
      admitLine: (room, participant) => admitted.has(`${room}/${participant}`),
      admitVerbatim: (room, participant) => inTranscript.has(`${room}/${participant}`),
      admitReuse: (room, participant) => mayReuse.has(`${room}/${participant}`),
      refuseReuse: (room) =>
        ['p-Ana', 'p-Ben'].filter(
          (participant) => admitted.has(`${room}/${participant}`) && !mayReuse.has(`${room}/${participant}`),
        ),
      run: () => run,
    },
  })
}

/** Joins once the notetaker is there too. */
async function joins(name: string) {
  const token = await tokens.mint({
    participant: `p-${name}`,
    meeting: 'room',
    name,
    role: 'attendee',
    kind: 'person',
  })
  // Nothing is waited for between this and `open`: it would be missed.
  const socket = new WebSocket(`ws://127.0.0.1:${port}/signal`)
  const reports: Report[] = []
  let bots = 0
  socket.on('message', (raw) => {
    const message = readMessage(fromServerSchema, raw)
    if (message?.type === 'report') reports.push(message.report)
    if (message?.type === 'joined' && message.entry.kind === 'agent') bots++
    if (message?.type === 'welcome') bots += message.roster.filter(({ kind }) => kind === 'agent').length
  })
  const media = { microphone: 'off', camera: 'off', screen: 'off' } as const
  const send = (message: FromClient) => socket.send(JSON.stringify(message))
  await new Promise((resolve) => socket.once('open', resolve))
  send({ type: 'hello', token, tab: `tab-of-${name}`, media })
  await expect.poll(() => bots).toBeGreaterThan(0)
  return {
    /** How often a notetaker came. */
    bots: () => bots,
    writes: (text: string) => send({ type: 'line', kind: 'chat', id: text.slice(0, 20), text }),
    transcript: () => reports.findLast((report) => report.kind === 'transcript')?.lines,
    summary: () => reports.findLast((report) => report.kind === 'summary')?.sentences,
    heard: () => reports.findLast((report) => report.kind === 'heard')?.seconds,
    everySummary: () =>
      reports.filter((report) => report.kind === 'summary').map(({ sentences }) => sentences),
  }
}
const storage = async () => {
  const files = await readdir(directory, { recursive: true })
  const stored = files.filter((file) => file.endsWith('.json'))
  return (await Promise.all(stored.map((file) => readFile(join(directory, file), 'utf8')))).join('\n')
}

const march = 'The launch moves to the second week of March.'
const zeppelin = 'The zeppelin budget has to be cut in half.'
const finance = 'The billing budget goes to finance on Friday morning.'

test('lines are taken from those who are admitted; the summary goes to everybody', async () => {
  const ana = await joins('Ana')
  const ben = await joins('Ben')
  admitted.add('room/p-Ana')
  ben.writes('The zeppelin budget stays a secret between us.')
  ana.writes(march)
  await expect.poll(() => ben.summary()).toEqual([march])
  expect(await storage()).not.toMatch(/zeppelin|Ben/)
})

test('erasing rebuilds the summary, tells the room, and leaves nothing in storage, reuse included', async () => {
  const ana = await joins('Ana')
  const ben = await joins('Ben')
  for (const name of ['room/p-Ana', 'room/p-Ben']) admitted.add(name)
  mayReuse.add('room/p-Ben')
  ana.writes(march)
  await expect.poll(() => ana.summary()).toEqual([march])
  ben.writes(zeppelin)
  await expect.poll(() => ana.summary()).toEqual([march, zeppelin])
  expect(await storage()).toMatch(/zeppelin/)

  await notetaker.erase('room', 'p-Ben')

  expect(await storage()).not.toMatch(/zeppelin|Ben/)
  await expect.poll(() => ana.summary()).toEqual([march])
})

test('who comes later, or reloads, sees what the others see, and how long they were heard themselves', async () => {
  const ana = await joins('Ana')
  for (const all of [admitted, inTranscript]) all.add('room/p-Ana')
  ana.writes(march)
  await expect.poll(() => ana.transcript()).toEqual([`Ana: ${march}`])
  await expect.poll(() => ana.summary()).toEqual([march])
  await notes.setHeard('room', 'p-Ben', { name: 'Ben', seconds: 9, at: 0 })
  const ben = await joins('Ben')
  await expect.poll(() => ben.summary()).toEqual([march])
  await expect.poll(() => ben.transcript()).toEqual([`Ana: ${march}`])
  await expect.poll(() => ben.heard()).toBe(9)
})

test('a notetaker that was restarted goes on with what it kept', async () => {
  const ana = await joins('Ana')
  admitted.add('room/p-Ana')
  ana.writes(march)
  await expect.poll(() => ana.summary()).toEqual([march])
  await notetaker.stop()
  const before = ana.bots()
  notetaker = await start()
  // The one that went may still be in Ben's roster.
  await expect.poll(() => ana.bots()).toBeGreaterThan(before)
  const ben = await joins('Ben')
  admitted.add('room/p-Ben')
  ben.writes(finance)
  await expect.poll(() => ben.summary()).toEqual([march, finance])
})

test('the transcript asks for itself, and is erased by itself', async () => {
  const ana = await joins('Ana')
  admitted.add('room/p-Ana')
  ana.writes(march)
  await expect.poll(() => ana.summary()).toEqual([march])
  inTranscript.add('room/p-Ana')
  ana.writes('The zeppelin budget goes to finance on Friday.')
  await expect.poll(() => ana.transcript()).toEqual(['Ana: The zeppelin budget goes to finance on Friday.'])
  await notetaker.eraseVerbatim('room', 'p-Ana')
  await expect.poll(() => ana.transcript()).toEqual([])
  expect((await readdir(join(directory, 'transcript'))).length).toBe(1)
  expect(await readFile(join(directory, 'transcript', 'room.json'), 'utf8')).not.toMatch(/zeppelin|Ana/)
  expect(await storage()).toMatch(/zeppelin/)
})

test('after a no the summary is made again without their words, though the lines are kept', async () => {
  const ana = await joins('Ana')
  const ben = await joins('Ben')
  for (const name of ['room/p-Ana', 'room/p-Ben']) admitted.add(name)
  ana.writes(march)
  await expect.poll(() => ana.summary()).toEqual([march])
  ben.writes(zeppelin)
  await expect.poll(() => ana.summary()).toEqual([march, zeppelin])
  admitted.delete('room/p-Ben')
  await notetaker.gatesChanged('room')
  await expect.poll(() => ana.summary()).toEqual([march])
  ana.writes(finance)
  await expect.poll(() => ana.summary()).toEqual([march, finance])
  expect(await storage()).toMatch(/zeppelin/)
  // Back with a yes of their own, in the same run.
  admitted.add('room/p-Ben')
  await notetaker.gatesChanged('room')
  await expect.poll(() => ana.summary()).toEqual([march, zeppelin, finance])
})

test('a later run starts from nothing, and one that is over makes nothing new', async () => {
  const ana = await joins('Ana')
  const ben = await joins('Ben')
  for (const name of ['room/p-Ana', 'room/p-Ben']) admitted.add(name)
  ben.writes(zeppelin)
  await expect.poll(() => ana.summary()).toEqual([zeppelin])
  const before = ana.everySummary().length
  run = null
  admitted.clear()
  await notetaker.gatesChanged('room')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(ana.everySummary()).toHaveLength(before)
  run = 'run-2'
  for (const name of ['room/p-Ana', 'room/p-Ben']) admitted.add(name)
  ana.writes(march)
  await expect.poll(() => ana.summary()).toEqual([march])
})

test('while the authority is away nothing is made; once it is back, from who is admitted then', async () => {
  const ana = await joins('Ana')
  admitted.add('room/p-Ana')
  ana.writes(march)
  await expect.poll(() => ana.summary()).toEqual([march])
  const before = ana.everySummary().length
  run = undefined
  admitted.clear()
  await notetaker.gatesChanged('room')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(ana.everySummary()).toHaveLength(before)
  run = 'run-1'
  admitted.add('room/p-Ana')
  await expect.poll(() => ana.everySummary().slice(before)).toEqual([[march]])
})

test('an erasure while the authority is away takes the words off the screens at once', async () => {
  const ana = await joins('Ana')
  admitted.add('room/p-Ana')
  ana.writes(march)
  await expect.poll(() => ana.summary()).toEqual([march])
  run = undefined
  await notetaker.erase('room', 'p-Ana')
  await expect.poll(() => ana.summary()).toEqual([])
})

test('who is in without the optional ask keeps nothing for reuse; who is out altogether may have lost the network', async () => {
  const ana = await joins('Ana')
  const ben = await joins('Ben')
  for (const all of [admitted, mayReuse]) for (const name of ['room/p-Ana', 'room/p-Ben']) all.add(name)
  ana.writes(march)
  await expect.poll(() => ana.summary()).toEqual([march])
  ben.writes(zeppelin)
  const reuse = async () => {
    const file = join(directory, 'summary', 'room.reuse.json')
    return (JSON.parse(await readFile(file, 'utf8')).lines as { text: string }[]).map(({ text }) => text)
  }
  await expect.poll(() => reuse().catch(() => [])).toEqual([march, zeppelin])
  mayReuse.delete('room/p-Ana')
  for (const all of [admitted, mayReuse]) all.delete('room/p-Ben')
  await notetaker.gatesChanged('room')
  expect(await reuse()).toEqual([zeppelin])
  // Ben is back, and leaves the box unticked.
  admitted.add('room/p-Ben')
  await notetaker.gatesChanged('room')
  expect(await reuse()).toEqual([])
})
