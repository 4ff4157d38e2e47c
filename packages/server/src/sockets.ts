import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import type { Duplex } from 'node:stream'
import type { Undo } from '@askfirst/core'
import type { Reception } from '@askfirst/core/authority'
import { type WebSocket, WebSocketServer } from 'ws'

// takes: upgrade requests on one path · gives: links to the reception
// never: reads a message, or touches an upgrade that is somebody else's

/** A command is below 2 kB; a hello carries a token of at most 8 kB. */
const LARGEST_MESSAGE_BYTES = 32 * 1024
/** A reader this far behind is cut off: it would cost memory for as long as it stays. */
const FURTHEST_BEHIND_BYTES = 4 * 1024 * 1024
/** How long a socket may take to say goodbye when the server closes. */
const GOODBYE_MS = 1_000

/** What an app has already: a server of `node:http` or `node:https`. */
export type HttpServer = Server | SecureServer

export interface SocketsOptions {
  readonly reception: Reception
  readonly path: string
  readonly allowedOrigins?: readonly string[] | undefined
}

export function attachSockets({ reception, path, allowedOrigins }: SocketsOptions) {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE_BYTES,
    perMessageDeflate: false,
  })
  const servers = new Map<HttpServer, Undo>()
  const isAllowed = (origin: string | undefined): boolean =>
    origin === undefined || allowedOrigins === undefined || allowedOrigins.includes(origin)

  function welcome(socket: WebSocket): void {
    const end = reception.accept({
      send(text) {
        if (socket.readyState !== socket.OPEN) return
        if (socket.bufferedAmount > FURTHEST_BEHIND_BYTES) socket.terminate()
        else socket.send(text)
      },
      close: () => socket.close(),
    })
    // Bytes are no message of this protocol, and are answered like any other that is not.
    socket.on('message', (message, isBinary) => end.onMessage(isBinary ? '' : message.toString()))
    socket.on('close', () => end.onClose())
    // A frame that is too long or broken: `ws` closes the socket, which is all there is to do.
    socket.on('error', () => {})
  }

  return {
    attach(server: HttpServer): Undo {
      const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
        if (toPath(request.url) !== path) {
          // Nobody else listens: without a word the other side would wait for ever.
          if (server.listenerCount('upgrade') === 1) refuse(socket, 404)
          return
        }
        if (isAllowed(request.headers.origin)) sockets.handleUpgrade(request, socket, head, welcome)
        else refuse(socket, 403)
      }
      servers.get(server)?.()
      server.on('upgrade', onUpgrade)
      const detach = (): void => {
        server.off('upgrade', onUpgrade)
        servers.delete(server)
      }
      servers.set(server, detach)
      return detach
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

const toPath = (url = '/'): string => url.split(/[?#]/, 1)[0] ?? '/'

function refuse(socket: Duplex, status: 403 | 404): void {
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
