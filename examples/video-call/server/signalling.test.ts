import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { everyMeeting, type Identity } from '../shared/identity.ts'
import {
  type FromClient,
  type FromServer,
  fromServerSchema,
  type Line,
  readMessage,
} from '../shared/signalling-messages.ts'
import { createRooms } from './rooms.ts'
import { attachSignalling } from './signalling.ts'
import { createTokens } from './tokens.ts'

const tokens = createTokens('a secret for this test')
const media = { microphone: 'on', camera: 'off', screen: 'off' } as const
let server: Server
let signalling: { close(): void }
let port: number
let mayReachAgents: (line: Line) => boolean
beforeEach(async () => {
  mayReachAgents = () => false
  server = createServer()
  const admitLine = (line: Line) => mayReachAgents(line)
  signalling = attachSignalling({ server, tokens, rooms: createRooms(), admitLine })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(() => {
  signalling.close()
  server.close()
})

/** One socket, and everything it was sent. */
async function connect(hello: unknown) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/signal`)
  const received: FromServer[] = []
  let closed: number | undefined
  socket.on('message', (raw) => {
    const message = readMessage(fromServerSchema, raw)
    if (message) received.push(message)
  })
  socket.on('close', (code) => {
    closed = code
  })
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(typeof hello === 'string' ? hello : JSON.stringify(hello))
  const sees = <TType extends FromServer['type']>(type: TType) =>
    received.filter((message): message is Extract<FromServer, { type: TType }> => message.type === type)
  return {
    sees,
    send: (message: FromClient | string) =>
      socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    close: () => socket.close(),
    closed: () => closed,
    welcomed: () => expect.poll(() => sees('welcome').length).toBeGreaterThan(0),
  }
}

const person = (name: string, overrides: Partial<Identity> = {}): Identity => ({
  ...{ meeting: 'room', participant: `p-${name}`, name, role: 'attendee', kind: 'person' },
  ...overrides,
})
async function joins(identity: Identity, tab = `tab-of-${identity.name}`) {
  const connection = await connect({ type: 'hello', token: await tokens.mint(identity), tab, media })
  await connection.welcomed()
  return connection
}
const notetaker = () => joins(person('notetaker', { meeting: everyMeeting, kind: 'agent' }))
const says = (text: string, id = text) => ({ type: 'line', kind: 'chat', id, text }) as const

test('who joins is told who is there, and they are told of them', async () => {
  const ana = await joins(person('ana', { role: 'host' }))
  const ben = await joins(person('ben'))
  expect(ben.sees('welcome')[0]?.roster).toMatchObject([{ name: 'ana', role: 'host' }, { name: 'ben' }])
  await expect
    .poll(() => ana.sees('joined'))
    .toMatchObject([{ entry: { name: 'ben', participant: 'p-ben' } }])
  ben.close()
  await expect.poll(() => ana.sees('left')).toMatchObject([{ participant: 'p-ben' }])
})

test('rooms do not see each other, and an agent for every meeting is in all of them', async () => {
  const ana = await joins(person('ana'))
  const zoe = await joins(person('zoe', { meeting: 'another' }))
  const bot = await notetaker()
  expect(bot.sees('welcome')[0]?.roster.map(({ name, room }) => [name, room])).toEqual([
    ['ana', 'room'],
    ['zoe', 'another'],
  ])
  await expect
    .poll(() => [...ana.sees('joined'), ...zoe.sees('joined')].map(({ entry }) => entry.kind))
    .toEqual(['agent', 'agent'])
  ana.send(says('hello'))
  await expect.poll(() => ana.sees('line')).toHaveLength(1)
  ana.send({
    type: 'signal',
    to: 'p-zoe.tab-of-zoe',
    signal: { type: 'description', session: 's', description: { type: 'offer', sdp: 'x' } },
  })
  ana.send(says('after'))
  await expect.poll(() => ana.sees('line')).toHaveLength(2)
  expect([...zoe.sees('line'), ...zoe.sees('signal')]).toEqual([])
})

test('the sender of a signal or a line is who the token says, whatever the message says', async () => {
  const ana = await joins(person('ana'))
  const ben = await joins(person('ben'))
  const forged = { from: 'p-ana.tab-of-ana', participant: 'p-ana', name: 'ana' }
  ben.send(JSON.stringify({ ...says('I am ana'), ...forged }))
  const signal = { type: 'candidate', session: 's', candidate: { candidate: 'c' } }
  ben.send(JSON.stringify({ type: 'signal', to: 'p-ana.tab-of-ana', signal, ...forged }))
  await expect
    .poll(() => ana.sees('line'))
    .toMatchObject([{ line: { participant: 'p-ben', name: 'ben', room: 'room' } }])
  await expect.poll(() => ana.sees('signal')).toMatchObject([{ from: 'p-ben.tab-of-ben' }])
})

test('no line reaches an agent but those that are admitted', async () => {
  const ana = await joins(person('ana'))
  const ben = await joins(person('ben'))
  const bot = await notetaker()
  mayReachAgents = ({ participant }) => participant === 'p-ana'
  ben.send(says('not for the bot'))
  await expect.poll(() => ana.sees('line')).toHaveLength(1)
  ana.send(says('for the bot'))
  await expect.poll(() => bot.sees('line').map(({ line }) => line.text)).toEqual(['for the bot'])
  const late = await joins(person('notetaker', { meeting: everyMeeting, kind: 'agent' }), 'second-bot')
  expect(late.sees('welcome')[0]?.lines).toEqual([])
})

test('a report reaches whom it is for, and only an agent can send one', async () => {
  const ana = await joins(person('ana', { role: 'host' }))
  const ben = await joins(person('ben'))
  const bot = await notetaker()
  const report = { kind: 'heard', seconds: 3 } as const
  ben.send({ type: 'report', room: 'room', recipient: { to: 'everyone' }, report })
  bot.send({ type: 'report', room: 'room', recipient: { to: 'participant', participant: 'p-ben' }, report })
  bot.send({
    type: 'report',
    room: 'room',
    recipient: { to: 'hosts' },
    report: { kind: 'heard', seconds: 9 },
  })
  await expect.poll(() => ben.sees('report')).toEqual([{ type: 'report', report }])
  await expect
    .poll(() => ana.sees('report'))
    .toEqual([{ type: 'report', report: { kind: 'heard', seconds: 9 } }])
})

test('a bad token, rubbish for a hello, and a fifth person are turned away', async () => {
  const stranger = await connect({ type: 'hello', token: 'rubbish', tab: 'tab-12345', media })
  await expect.poll(() => stranger.sees('refused')).toMatchObject([{ reason: 'bad-token' }])
  await expect.poll(() => stranger.closed()).toBe(4_001)
  const early = await connect(says('no hello'))
  await expect.poll(() => early.closed()).toBe(4_000)
  for (const name of ['one', 'two', 'three', 'four']) await joins(person(name))
  const fifth = await connect({
    type: 'hello',
    token: await tokens.mint(person('five')),
    tab: 'tab-12345',
    media,
  })
  await expect.poll(() => fifth.sees('refused')).toMatchObject([{ reason: 'room-full' }])
  await joins(person('four'), 'second-device')
})

test('rubbish in the middle closes nothing', async () => {
  const ana = await joins(person('ana'))
  ana.send('{"type":"line"')
  ana.send('{"type":"unheard-of"}')
  ana.send(says('still here'))
  await expect.poll(() => ana.sees('line').map(({ line }) => line.text)).toEqual(['still here'])
})

test('a tab that reconnects before its old socket was noticed takes its place, and nobody sees it leave', async () => {
  const ana = await joins(person('ana'))
  const before = await joins(person('ben'))
  const after = await joins(person('ben'))
  await expect.poll(() => before.closed()).toBe(1_000)
  after.send(says('me again'))
  await expect.poll(() => ana.sees('line')).toHaveLength(1)
  expect(ana.sees('left')).toEqual([])
  expect(ana.sees('changed')).toHaveLength(1)
})

test('an agent is sent nothing from before it came, and an agent of one room nothing of another', async () => {
  mayReachAgents = () => true
  const ana = await joins(person('ana'))
  ana.send(says('from before'))
  await expect.poll(() => ana.sees('line')).toHaveLength(1)
  const here = await joins(person('bot-here', { kind: 'agent' }))
  const elsewhere = await joins(person('bot-elsewhere', { kind: 'agent', meeting: 'another' }))
  expect(here.sees('welcome')[0]?.lines).toEqual([])
  ana.send(says('for the bot of this room'))
  const report = { kind: 'heard', seconds: 3 } as const
  const recipient = { to: 'everyone' } as const
  elsewhere.send({ type: 'report', room: 'room', recipient, report: { kind: 'heard', seconds: 99 } })
  await expect
    .poll(() => here.sees('line').map(({ line }) => line.text))
    .toEqual(['for the bot of this room'])
  here.send({ type: 'report', room: 'room', recipient, report })
  await expect.poll(() => ana.sees('report')).toEqual([{ type: 'report', report }])
  expect(elsewhere.sees('line')).toEqual([])
  expect(elsewhere.sees('welcome')[0]?.roster.filter(({ kind }) => kind === 'person')).toEqual([])
})
