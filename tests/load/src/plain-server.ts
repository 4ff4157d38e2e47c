import { createSecretKey } from 'node:crypto'
import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import type { MeetingEvent } from '@askfirst/core/authority'
import { type SealedLedger, sqliteLedger } from '@askfirst/server'
import { jwtVerify } from 'jose'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Accepted, SECRET, toFact } from './subject.ts'

// The floor: what the same clients cost a server that does nothing but what has to be done. A token is verified, a
// message goes to everybody in the room, and a request is answered once it is durable, with all that came meanwhile: as
// a row of text, or as the fact that it is in the ledger that an authority writes.

const LONGEST_BATCH = 500

interface Message {
  readonly type: 'hello' | 'broadcast' | 'echo' | 'renew' | 'command'
  readonly token?: string
  readonly text?: string
  readonly command?: Accepted
}

/** What waits for the next commit. */
interface Request {
  readonly socket: WebSocket
  readonly command: Accepted
  readonly meeting: string
  readonly participant: string
}

/** A plain server on `ws` and SQLite; not listening yet. */
export function createPlainServer(file: string) {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec('CREATE TABLE rows (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT')
  const insert = database.prepare('INSERT INTO rows (body) VALUES (?)')
  // Once, as whoever minds what a join costs would.
  const key = createSecretKey(SECRET, 'utf8').toCryptoKey({ name: 'HMAC', hash: 'SHA-256' }, false, [
    'verify',
  ])
  const rooms = new Map<string, Set<WebSocket>>()
  const queue: Request[] = []
  let isRunning = false
  let ledger: SealedLedger | undefined
  /** How many facts there are, by meeting. */
  const sizes = new Map<string, number>()

  function addRows(batch: readonly Request[]): void {
    database.exec('BEGIN IMMEDIATE')
    for (const { command } of batch) insert.run(JSON.stringify(command))
    database.exec('COMMIT')
  }
  async function append(to: SealedLedger, batch: readonly Request[]): Promise<void> {
    const facts = new Map<string, MeetingEvent[]>()
    for (const { command, meeting, participant } of batch) {
      const number = (sizes.get(meeting) ?? 0) + 1
      sizes.set(meeting, number)
      const theirs = facts.get(meeting) ?? []
      facts.set(meeting, theirs)
      theirs.push(toFact(command, participant, number))
    }
    await Promise.all(
      Array.from(facts, ([meeting, some]) => to.append(meeting, (some[0]?.number ?? 1) - 1, some)),
    )
  }

  async function run(): Promise<void> {
    if (isRunning) return
    isRunning = true
    while (queue.length > 0) {
      const batch = queue.splice(0, LONGEST_BATCH)
      if (ledger === undefined) addRows(batch)
      else await append(ledger, batch)
      for (const { socket, command } of batch) {
        socket.send(`{"type":"reply","id":"${command.id}","reply":{"ok":true}}`)
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
    isRunning = false
  }

  const http = createServer()
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
  sockets.on('connection', (socket) => {
    let room: Set<WebSocket> | undefined
    let [meeting, participant] = ['', '']
    socket.on('error', () => {})
    socket.on('close', () => room?.delete(socket))
    socket.on('message', async (bytes) => {
      const { type, token = '', text = '', command } = JSON.parse(bytes.toString()) as Message
      if (type === 'command' && command !== undefined) {
        queue.push({ socket, command, meeting, participant })
        void run()
      } else if (type === 'broadcast') for (const one of room ?? []) one.send(text)
      else if (type === 'echo') socket.send('{"type":"echo"}')
      else if (type === 'renew') socket.send('{"type":"renewed","nonce":"n"}')
      else {
        const { payload } = await jwtVerify(token, key)
        meeting = String(payload.meeting)
        participant = String(payload.sub)
        room = rooms.get(meeting) ?? new Set()
        rooms.set(meeting, room)
        room.add(socket)
        socket.send('{"type":"snapshot"}')
      }
    })
  })
  return {
    http,
    /** Writes requests from now on as the authority does: chained, sealed and signed. */
    keepInLedger(): void {
      ledger = sqliteLedger(`${file}.ledger`)
    },
    async close(): Promise<void> {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      database.close()
      await ledger?.close()
    },
  }
}
