import { AskFirstError } from '../error.ts'
import type { Transport } from '../ports.ts'

// takes: an address · gives: a transport to it
// never: connects again by itself

/**
 * The whole address of the consent server, with `ws:` or `wss:`; in a page it may be given from there on.
 *
 * @throws AskFirstError where it is none
 */
export function toSocketAddress(url: string): string {
  const base = globalThis.location?.href
  const at = URL.canParse(url, base) ? new URL(url, base) : undefined
  const protocol = at?.protocol.replace(/^http/, 'ws')
  if (at !== undefined && (protocol === 'ws:' || protocol === 'wss:')) {
    at.protocol = protocol
    return at.href
  }
  throw new AskFirstError('server-url', {
    what: `url is ${JSON.stringify(url)}.`,
    why: 'The consent server is reached by WebSocket.',
    fix: "Give its whole address: 'wss://calls.example/consent', with ws: in development.",
  })
}

/** Connects by the platform's WebSocket: browsers have it, Node from 22 on. */
export function webSocketTransport(url: string): Transport {
  return {
    connect({ onOpen, onMessage, onClose }) {
      const socket = new WebSocket(url)
      socket.addEventListener('open', onOpen)
      socket.addEventListener('message', ({ data }) => {
        if (typeof data === 'string') onMessage(data)
      })
      // `error` is always followed by `close`.
      socket.addEventListener('close', onClose)
      return {
        send: (text) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(text)
        },
        close: () => socket.close(),
      }
    },
  }
}
