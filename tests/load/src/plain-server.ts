import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import { jwtVerify } from 'jose'
import { type WebSocket, WebSocketServer } from 'ws'
import { SECRET } from './subject.ts'

// The floor: what the same clients cost a server that does nothing but what has to be done. A token is verified, a
// message goes to everybody in the room, and a request is answered once it is durable, with all that came meanwhile.

const LONGEST_BATCH = 500

interface Message {
  readonly type: 'hello' | 'broadcast' | 'echo' | 'command'
  readonly token?: string
  readonly text?: string
  readonly command?: { readonly id: string }
}

/** A plain server on `ws` and SQLite; not listening yet. */
export function createPlainServer(file: string) {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec('CREATE TABLE rows (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT')
  const insert = database.prepare('INSERT INTO rows (body) VALUES (?)')
  const key = new TextEncoder().encode(SECRET)
  const rooms = new Map<string, Set<WebSocket>>()
  const queue: { readonly socket: WebSocket; readonly id: string; readonly body: string }[] = []
  let isRunning = false

  async function run(): Promise<void> {
    if (isRunning) return
    isRunning = true
    while (queue.length > 0) {
      const batch = queue.splice(0, LONGEST_BATCH)
      database.exec('BEGIN IMMEDIATE')
      for (const { body } of batch) insert.run(body)
      database.exec('COMMIT')
      for (const { socket, id } of batch) socket.send(`{"type":"reply","id":"${id}","reply":{"ok":true}}`)
      await new Promise((resolve) => setImmediate(resolve))
    }
    isRunning = false
  }

  const http = createServer()
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
  sockets.on('connection', (socket) => {
    let room: Set<WebSocket> | undefined
    socket.on('error', () => {})
    socket.on('close', () => room?.delete(socket))
    socket.on('message', async (bytes) => {
      const { type, token = '', text = '', command } = JSON.parse(bytes.toString()) as Message
      if (type === 'command' && command !== undefined) {
        queue.push({ socket, id: command.id, body: JSON.stringify(command) })
        void run()
      } else if (type === 'broadcast') for (const one of room ?? []) one.send(text)
      else if (type === 'echo') socket.send('{"type":"echo"}')
      else {
        const { payload } = await jwtVerify(token, key)
        const meeting = String(payload.meeting)
        room = rooms.get(meeting) ?? new Set()
        rooms.set(meeting, room)
        room.add(socket)
        socket.send('{"type":"snapshot"}')
      }
    })
  })
  return {
    http,
    async close(): Promise<void> {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      database.close()
    },
  }
}
