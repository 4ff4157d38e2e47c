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
import { openNotes } from './notes.ts'
import { startNotetaker } from './notetaker.ts'
import { createExtractiveSummariser, type Summariser } from './summary.ts'

/** A real notetaker at a real signalling server; people are bare sockets that write. */
const tokens = createTokens('a secret for this test')
const admitted = new Set<string>()
const mayReuse = new Set<string>()
const inTranscript = new Set<string>()
const verbatim: Summariser = async (lines) => lines.map(({ name, text }) => `${name}: ${text}`)
let server: Server
let signalling: { close(): void }
let directory: string
let port: number
let notetaker: ReturnType<typeof startNotetaker>

beforeEach(async () => {
  admitted.clear()
  mayReuse.clear()
  inTranscript.clear()
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
  return startNotetaker({
    signallingUrl: `ws://127.0.0.1:${port}/signal`,
    token: () => token,
    notes: await openNotes({
      directory: join(directory, 'summary'),
      summarise: createExtractiveSummariser(),
    }),
    transcript: await openNotes({ directory: join(directory, 'transcript'), summarise: verbatim }),
    reportMs: 20,
    ingress: {
      admitAudio: () => false,
      admitLine: (room, participant) => admitted.has(`${room}/${participant}`),
      admitVerbatim: (room, participant) => inTranscript.has(`${room}/${participant}`),
      admitReuse: (room, participant) => mayReuse.has(`${room}/${participant}`),
    },
  })
}

/** Joins once the notetaker is there too. */
async function joins(name: string) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/signal`)
  const reports: Report[] = []
  let bots = 0
  socket.on('message', (raw) => {
    const message = readMessage(fromServerSchema, raw)
    if (message?.type === 'report') reports.push(message.report)
    if (message?.type === 'joined' && message.entry.kind === 'agent') bots++
    if (message?.type === 'welcome') bots += message.roster.filter(({ kind }) => kind === 'agent').length
  })
  const token = await tokens.mint({
    participant: `p-${name}`,
    meeting: 'room',
    name,
    role: 'attendee',
    kind: 'person',
  })
  const media = { microphone: 'off', camera: 'off', screen: 'off' } as const
  const send = (message: FromClient) => socket.send(JSON.stringify(message))
  await new Promise((resolve) => socket.once('open', resolve))
  send({ type: 'hello', token, tab: `tab-of-${name}`, media })
  await expect.poll(() => bots).toBeGreaterThan(0)
  return {
    writes: (text: string) => send({ type: 'line', kind: 'chat', id: text.slice(0, 20), text }),
    transcript: () => reports.findLast((report) => report.kind === 'transcript')?.lines,
    summary: () => reports.findLast((report) => report.kind === 'summary'),
  }
}
const storage = async () => {
  const files = await readdir(directory, { recursive: true })
  const stored = files.filter((file) => file.endsWith('.json'))
  return (await Promise.all(stored.map((file) => readFile(join(directory, file), 'utf8')))).join('\n')
}

test('lines are taken from those who are admitted; the summary goes to everybody', async () => {
  const ana = await joins('Ana')
  const ben = await joins('Ben')
  admitted.add('room/p-Ana')
  ben.writes('The zeppelin budget stays a secret between us.')
  ana.writes('The launch moves to the second week of March.')
  const summary = { sentences: ['Ana: The launch moves to the second week of March.'], people: ['Ana'] }
  await expect.poll(() => ben.summary()).toMatchObject(summary)
  expect(await storage()).not.toMatch(/zeppelin|Ben/)
})

test('erasing rebuilds the summary, tells the room, and leaves nothing in storage, reuse included', async () => {
  const ana = await joins('Ana')
  const ben = await joins('Ben')
  for (const name of ['room/p-Ana', 'room/p-Ben']) admitted.add(name)
  mayReuse.add('room/p-Ben')
  ana.writes('The launch moves to the second week of March.')
  ben.writes('The zeppelin budget has to be cut in half.')
  await expect.poll(() => ana.summary()?.people).toEqual(['Ana', 'Ben'])
  expect(await storage()).toMatch(/zeppelin/)

  await notetaker.erase('room', 'p-Ben')

  expect(await storage()).not.toMatch(/zeppelin|Ben/)
  await expect.poll(() => ana.summary()?.people).toEqual(['Ana'])
})

test('a notetaker that was restarted goes on with what it kept', async () => {
  const ana = await joins('Ana')
  admitted.add('room/p-Ana')
  ana.writes('The launch moves to the second week of March.')
  await expect.poll(() => ana.summary()?.people).toEqual(['Ana'])
  await notetaker.stop()
  notetaker = await start()
  const ben = await joins('Ben')
  admitted.add('room/p-Ben')
  ben.writes('The billing budget goes to finance on Friday morning.')
  await expect.poll(() => ben.summary()?.people).toEqual(['Ana', 'Ben'])
})

test('the transcript asks for itself, and is erased by itself', async () => {
  const ana = await joins('Ana')
  admitted.add('room/p-Ana')
  ana.writes('The launch moves to the second week of March.')
  await expect.poll(() => ana.summary()?.people).toEqual(['Ana'])
  inTranscript.add('room/p-Ana')
  ana.writes('The zeppelin budget goes to finance on Friday.')
  await expect.poll(() => ana.transcript()).toEqual(['Ana: The zeppelin budget goes to finance on Friday.'])
  await notetaker.eraseVerbatim('room', 'p-Ana')
  await expect.poll(() => ana.transcript()).toEqual([])
  expect((await readdir(join(directory, 'transcript'))).length).toBe(1)
  expect(await readFile(join(directory, 'transcript', 'room.json'), 'utf8')).not.toMatch(/zeppelin|Ana/)
  expect(await storage()).toMatch(/zeppelin/)
})
