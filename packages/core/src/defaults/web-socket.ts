import type { Transport } from '../ports.ts'

// takes: an address · gives: a transport to it
// never: connects again by itself

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
