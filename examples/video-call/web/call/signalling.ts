import ReconnectingWebSocket from 'partysocket/ws'
import {
  type FromClient,
  type FromServer,
  fromServerSchema,
  type MediaState,
  readMessage,
} from '../../shared/signalling-messages.ts'

export interface SignallingOptions {
  readonly token: string
  /** Names this page load, so that the server tells a reconnect from a reload. */
  readonly tab: string
  readonly media: () => MediaState
  readonly onMessage: (message: FromServer) => void
  readonly onLost: () => void
}

export interface Signalling {
  /** Dropped when the connection is away: what matters is said again after the next `welcome`. */
  send(message: FromClient): boolean
  /** Gives up a connection that is dead without anybody having said so, and makes another. */
  reconnect(): void
  close(): void
}

/** This tab's connection to signalling. It comes back by itself, and says who it is in its first message. */
export function openSignalling({ token, tab, media, onMessage, onLost }: SignallingOptions): Signalling {
  const url = `${location.origin.replace(/^http/, 'ws')}/signal`
  const socket = new ReconnectingWebSocket(url, [], {
    minReconnectionDelay: 200,
    maxReconnectionDelay: 2_000,
    maxEnqueuedMessages: 0,
  })
  const send = (message: FromClient) => {
    if (socket.readyState !== WebSocket.OPEN) return false
    socket.send(JSON.stringify(message))
    return true
  }
  socket.addEventListener('open', () => send({ type: 'hello', token, tab, media: media() }))
  socket.addEventListener('close', onLost)
  socket.addEventListener('message', ({ data }) => {
    const message = readMessage(fromServerSchema, data)
    if (!message) return
    if (message.type === 'refused') socket.close()
    onMessage(message)
  })
  return { send, reconnect: () => socket.reconnect(), close: () => socket.close() }
}
