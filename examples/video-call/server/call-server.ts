import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { ConsentServer } from '@askfirst/server'
import sirv from 'sirv'
import type { Line } from '../shared/signalling-messages.ts'
import { admitsLine, consentPath } from './consent.ts'
import { createHttpApi } from './http-api.ts'
import { requestPath } from './request-path.ts'
import { createRooms } from './rooms.ts'
import { attachSignalling, signalPath } from './signalling.ts'
import type { Tokens } from './tokens.ts'

export interface CallServerOptions {
  readonly tokens: Tokens
  readonly consent: ConsentServer
  /** Whether a chat line or caption may reach the notetaker. @default what the consent authority permits */
  readonly admitLine?: (line: Line) => boolean
  /** Lets a page replace its microphone by a tone. @default false */
  readonly test?: boolean
  /** STUN and TURN servers for the browsers; none are needed on one network. @default [] */
  readonly iceServers?: readonly unknown[]
}

/** The web app, the HTTP API and signalling on one `node:http` server, not yet listening. */
export function createCallServer(options: CallServerOptions) {
  const { tokens, consent, test = false, iceServers = [] } = options
  const { admitLine = (line) => admitsLine(consent, line) } = options
  const rooms = createRooms()
  const api = createHttpApi({ tokens, rooms, consent, config: { test, iceServers } })
  const web = sirv(fileURLToPath(new URL('../dist', import.meta.url)), { single: true, dev: true })
  const http = createServer(async (request, response) => {
    try {
      if (await api(request, response)) return
      // What people take home of it is below the same path.
      if (requestPath(request).startsWith(`${consentPath}/`)) {
        consent.listener(request, response)
        return
      }
      response.setHeader('referrer-policy', 'no-referrer')
      web(request, response)
    } catch {
      // Whatever was asked for must not end the call of everybody else.
      if (!response.headersSent) response.writeHead(500)
      response.end()
    }
  })
  const signalling = attachSignalling({ server: http, tokens, rooms, admitLine })
  consent.attach(http)
  http.on('upgrade', (request, socket) => {
    if ([signalPath, consentPath].includes(requestPath(request))) return
    // Nobody else answers it, or hears of its errors.
    socket.destroy()
  })

  return {
    http,
    rooms,
    /** Resolves to the port, which is the one asked for or, with 0, a free one. */
    listen: (port = 0, host = '127.0.0.1') =>
      new Promise<number>((resolve, reject) => {
        http.once('error', reject)
        http.listen(port, host, () => resolve((http.address() as AddressInfo).port))
      }),
    close: () =>
      new Promise<void>((resolve) => {
        signalling.close()
        void consent.close()
        http.closeAllConnections()
        http.close(() => resolve())
      }),
  }
}
