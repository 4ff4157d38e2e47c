import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import {
  type FromClient,
  type FromServer,
  fromClientSchema,
  type Line,
  type Refusal,
  readMessage,
} from '../shared/signalling-messages.ts'
import { requestPath } from './request-path.ts'
import { type Member, type Rooms, serves } from './rooms.ts'
import type { Tokens } from './tokens.ts'

export interface SignallingOptions {
  readonly server: Server
  readonly tokens: Tokens
  readonly rooms: Rooms
  /** Whether a chat line or caption may reach the agents. Nothing does unless this says yes. @default no line */
  readonly admitLine?: (line: Line) => boolean
  /** A socket that has not said hello by then is closed. @default 5000 */
  readonly helloMs?: number
  /** A socket that does not answer pings this often is taken for gone. @default 5000 */
  readonly pingMs?: number
}

/** Path of the signalling socket. */
export const signalPath = '/signal'

/** Relays negotiation, chat and captions at `/signal`. Who a message is from is read from the sender's token. */
export function attachSignalling(options: SignallingOptions): { close(): void } {
  const { server, rooms, admitLine = () => false, pingMs = 5_000 } = options
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 128 * 1024 })

  server.on('upgrade', (request, socket, head) => {
    if (requestPath(request) !== signalPath) return
    sockets.handleUpgrade(request, socket, head, (webSocket) => greet(webSocket, options, receive, gone))
  })

  const send = (members: readonly Member[], message: FromServer) => {
    for (const member of members) member.send(message)
  }

  const gone = (member: Member) => {
    if (rooms.find(member.entry.connection) === undefined) return
    rooms.remove(member)
    const { connection, participant, room } = member.entry
    send(rooms.audience(room), { type: 'left', connection, participant, room })
  }

  const receive = (member: Member, message: FromClient) => {
    const { entry } = member
    switch (message.type) {
      case 'signal': {
        const target = rooms.find(message.to)
        if (target === undefined) return
        const isTogether = serves(entry.room, target.entry.room) || serves(target.entry.room, entry.room)
        if (isTogether) target.send({ type: 'signal', from: entry.connection, signal: message.signal })
        return
      }
      case 'line': {
        if (entry.kind === 'agent') return
        const { id, kind, text } = message
        const line: Line = {
          ...{ id: `${entry.connection}:${id}`.slice(-128), kind, text, at: Date.now() },
          ...{ room: entry.room, participant: entry.participant, name: entry.name },
        }
        rooms.keep(line)
        send(rooms.people(entry.room), { type: 'line', line })
        if (admitLine(line)) send(rooms.agents(entry.room), { type: 'line', line })
        return
      }
      case 'media': {
        const changed = rooms.update(member, message.media)
        send(rooms.audience(entry.room), { type: 'changed', entry: changed.entry })
        return
      }
      case 'report': {
        if (entry.kind !== 'agent') return
        const { recipient, report, room } = message
        if (!serves(entry.room, room)) return
        const concerned = rooms.people(room).filter(({ entry: person }) => {
          if (recipient.to === 'hosts') return person.role === 'host'
          return recipient.to === 'everyone' || person.participant === recipient.participant
        })
        send(concerned, { type: 'report', report })
        return
      }
      case 'leave':
        return member.close()
      case 'hello':
        return
    }
  }

  const pulse = setInterval(() => {
    for (const socket of sockets.clients) {
      if (silent.has(socket)) socket.terminate()
      silent.add(socket)
      socket.ping()
    }
  }, pingMs)
  pulse.unref()

  return {
    close() {
      clearInterval(pulse)
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}

/** Sockets that have not answered the last ping. */
const silent = new WeakSet<WebSocket>()

function greet(
  socket: WebSocket,
  { tokens, rooms, helloMs = 5_000 }: SignallingOptions,
  receive: (member: Member, message: FromClient) => void,
  gone: (member: Member) => void,
) {
  const send = (message: FromServer) => socket.send(JSON.stringify(message))
  const refuse = (reason: Refusal) => {
    send({ type: 'refused', reason })
    socket.close(4_001, reason)
  }
  const tooLate = setTimeout(() => socket.close(4_000, 'no-hello'), helloMs)
  let connection: string | undefined

  const hello = async (message: FromClient) => {
    if (message.type !== 'hello') return socket.close(4_000, 'no-hello')
    clearTimeout(tooLate)
    const identity = await tokens.verify(message.token)
    if (socket.readyState !== socket.OPEN) return
    if (!identity) return refuse('bad-token')
    const { participant, name, role, kind, meeting: room } = identity
    const id = `${participant}.${message.tab}`
    const refusal = rooms.admits(identity, id)
    if (refusal) return refuse(refusal)

    const entry = { connection: id, participant, name, role, kind, room, media: message.media }
    const before = rooms.find(id)
    const member: Member = { entry, send, close: () => socket.close(1_000) }
    rooms.add(member)
    if (before) before.close()
    connection = id
    // An agent is sent a line at the moment it is written, if its speaker lets it have it, and none from before.
    const lines = kind === 'agent' ? [] : [...rooms.lines(room)]
    send({ type: 'welcome', self: id, roster: rooms.roster(entry), lines })
    for (const other of rooms.audience(room)) {
      if (other.entry.connection !== id) other.send({ type: before ? 'changed' : 'joined', entry })
    }
  }

  let greeting: Promise<unknown> | undefined
  const mine = () => (connection === undefined ? undefined : rooms.find(connection))

  socket.on('message', (raw) => {
    const message = readMessage(fromClientSchema, raw)
    if (!message) return
    greeting ??= hello(message).catch(() => socket.terminate())
    if (message.type === 'hello') return
    greeting
      .then(() => {
        const member = mine()
        if (member && member.send === send) receive(member, message)
      })
      .catch(() => socket.terminate())
  })
  socket.on('pong', () => silent.delete(socket))
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    clearTimeout(tooLate)
    const member = mine()
    if (member && member.send === send) gone(member)
  })
}
