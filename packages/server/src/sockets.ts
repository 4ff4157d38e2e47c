import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { AskFirstError, type Link, type Undo } from '@askfirst/core'
import type { Reception } from '@askfirst/core/authority'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Allows } from './allowed-origins.ts'

// takes: upgrade requests on one path · gives: links to the reception
// never: reads a message, or touches an upgrade that is somebody else's

/** What the sockets themselves may cost. Each limit is against one attack. */
export interface SocketLimits {
  /**
   * Bytes of one message. Against one that fills the memory. A command is below 2 kB, a hello with its token at most
   * 10 kB; the roster of an app that is connected by socket takes some 50 bytes a person.
   *
   * @default 32_768
   */
  readonly messageBytes: number
  /** Bytes that wait for a reader. Against one that never reads: it is cut off. @default 4_194_304 */
  readonly waitingBytes: number
  /** Sockets at once, over all meetings. Against a crowd that holds them all. @default 20_000 */
  readonly sockets: number
}

export const DEFAULT_SOCKET_LIMITS: SocketLimits = {
  messageBytes: 32 * 1024,
  waitingBytes: 4 * 1024 * 1024,
  sockets: 20_000,
}

const AS_TEXT = { binary: false }

/** How long a socket may take to say goodbye when the server closes. */
const GOODBYE_MS = 1_000

/** What an app has already: a server of `node:http` or `node:https`. */
export type HttpServer = Server | SecureServer

export interface SocketsOptions {
  readonly reception: Reception
  readonly path: string
  readonly allows: Allows
  readonly limits: SocketLimits
  onLimit(limit: keyof SocketLimits): void
}

/** Paths of every consent server in this process, by the HTTP server that they are on. */
const taken = new WeakMap<HttpServer, Set<string>>()

export function attachSockets({ reception, path, allows, limits, onLimit }: SocketsOptions) {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    perMessageDeflate: false,
  })
  const servers = new Map<HttpServer, Undo>()
  let isStopped = false

  /** Who is being told something in this go. */
  const gathering = new Set<Duplex>()
  /** What is said in one go, a change and the reply to it, is one call of the system: each of them costs the most. */
  function gather(raw: Duplex): void {
    if (gathering.has(raw)) return
    if (gathering.size === 0) {
      process.nextTick(() => {
        for (const one of gathering) one.uncork()
        gathering.clear()
      })
    }
    gathering.add(raw)
    raw.cork()
  }

  let lastText = ''
  let lastBytes: Buffer | undefined
  /** What a crowd is told one after the other is encoded once. */
  function encode(text: string): string | Buffer {
    if (text !== lastText) {
      lastText = text
      lastBytes = undefined
      return text
    }
    lastBytes ??= Buffer.from(text)
    return lastBytes
  }

  /** One object with its methods: closures for each of thousands are not small. */
  class SocketLink implements Link {
    readonly #socket: WebSocket
    readonly #raw: Duplex

    constructor(socket: WebSocket, raw: Duplex) {
      this.#socket = socket
      this.#raw = raw
    }

    send(text: string): void {
      const socket = this.#socket
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount <= limits.waitingBytes) {
        gather(this.#raw)
        socket.send(encode(text), AS_TEXT)
        return
      }
      onLimit('waitingBytes')
      socket.terminate()
    }
    flush(): void {
      if (gathering.delete(this.#raw)) this.#raw.uncork()
    }
    close(): void {
      // Going away: whoever comes back is to look for another server.
      this.#socket.close(isStopped ? 1001 : 1000)
    }
  }

  function welcome(socket: WebSocket, raw: Duplex): void {
    const end = reception.accept(new SocketLink(socket, raw))
    // Bytes are no message of this protocol, and are answered like any other that is not.
    socket.on('message', (message, isBinary) => end.onMessage(isBinary ? '' : message.toString()))
    socket.on('close', () => end.onClose())
    socket.on('error', onError)
  }
  /** A frame that is too long or broken: `ws` closes the socket, which is all there is to do. */
  function onError(error: Error & { code?: string }): void {
    if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') onLimit('messageBytes')
  }

  return {
    attach(server: HttpServer): Undo {
      servers.get(server)?.()
      const paths = taken.get(server) ?? new Set()
      if (paths.has(path)) throw pathTaken(path)
      taken.set(server, paths.add(path))
      const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
        const asked = toPath(request.url)
        if (asked !== path) {
          // Nobody else listens: without a word the other side would wait for ever.
          const isNobodys = !paths.has(asked) && server.listenerCount('upgrade') === paths.size
          if (isNobodys && socket.writable) refuse(socket, 404)
          return
        }
        if (isStopped) refuse(socket, 503)
        else if (!allows(request.headers.origin)) refuse(socket, 403)
        else if (sockets.clients.size < limits.sockets) {
          sockets.handleUpgrade(request, socket, head, (opened) => welcome(opened, socket))
        } else {
          onLimit('sockets')
          refuse(socket, 503)
        }
      }
      server.on('upgrade', onUpgrade)
      const detach = (): void => {
        // Once: by then the path may be another's.
        if (servers.get(server) !== detach) return
        server.off('upgrade', onUpgrade)
        servers.delete(server)
        paths.delete(path)
      }
      servers.set(server, detach)
      return detach
    },
    /** Lets nobody in any more; who is in stays. */
    stop(): void {
      isStopped = true
    },
    async close(): Promise<void> {
      for (const detach of [...servers.values()]) detach()
      const open = [...sockets.clients]
      const gone = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
      for (const socket of open) socket.close(1001)
      const timer = setTimeout(() => {
        for (const socket of open) socket.terminate()
      }, GOODBYE_MS)
      await Promise.all(gone)
      clearTimeout(timer)
      sockets.close()
    },
  }
}

const pathTaken = (path: string): AskFirstError =>
  new AskFirstError('server-path', {
    what: `Another consent server takes the upgrades on "${path}" of this HTTP server already.`,
    why: 'Two that answer one upgrade would end the process.',
    fix: "Give one of them another path, such as '/consent-two', or close the first before the next is attached.",
  })

const toPath = (url = '/'): string => url.split(/[?#]/, 1)[0] ?? '/'

function refuse(socket: Duplex, status: 403 | 404 | 503): void {
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
