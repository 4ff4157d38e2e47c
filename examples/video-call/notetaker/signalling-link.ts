import { randomUUID } from 'node:crypto'
import ReconnectingWebSocket from 'partysocket/ws'
import {
  type FromClient,
  fromServerSchema,
  type Line,
  type RosterEntry,
  readMessage,
  type Signal,
} from '../shared/signalling-messages.ts'

export interface SignallingLinkOptions {
  /** `ws://…/signal` */
  readonly url: string
  /** Asked for at every connection. */
  readonly token: () => string | Promise<string>
  /** Whole list of connected people: after connecting, and after each change. */
  readonly onRoster: (roster: ReadonlyMap<string, RosterEntry>) => void
  readonly onSignal: (from: RosterEntry, signal: Signal) => void
  readonly onLine: (line: Line) => void
}

export interface SignallingLink {
  send(message: FromClient): void
  roster(): ReadonlyMap<string, RosterEntry>
  close(): void
}

/** The notetaker's own connection to signalling, for every room; comes back by itself. */
export function openSignallingLink({
  url,
  token,
  onRoster,
  onSignal,
  onLine,
}: SignallingLinkOptions): SignallingLink {
  const socket = new ReconnectingWebSocket(url, [], {
    minReconnectionDelay: 200,
    maxReconnectionDelay: 2_000,
    maxEnqueuedMessages: 0,
  })
  const tab = randomUUID()
  let roster = new Map<string, RosterEntry>()
  const media = { microphone: 'off', camera: 'off', screen: 'off' } as const

  socket.addEventListener('open', async () => {
    socket.send(JSON.stringify({ type: 'hello', token: await token(), tab, media } satisfies FromClient))
  })
  socket.addEventListener('message', ({ data }) => {
    const message = readMessage(fromServerSchema, data)
    switch (message?.type) {
      case 'welcome':
        roster = new Map(message.roster.map((entry) => [entry.connection, entry]))
        return onRoster(roster)
      case 'joined':
      case 'changed':
        if (message.entry.kind === 'person') roster.set(message.entry.connection, message.entry)
        return onRoster(roster)
      case 'left':
        roster.delete(message.connection)
        return onRoster(roster)
      case 'signal': {
        const from = roster.get(message.from)
        return from && onSignal(from, message.signal)
      }
      case 'line':
        return onLine(message.line)
      case 'refused':
        throw new Error(`Signalling refused the notetaker: ${message.reason}.`)
    }
  })

  return {
    send: (message) => socket.readyState === socket.OPEN && socket.send(JSON.stringify(message)),
    roster: () => roster,
    close: () => socket.close(),
  }
}
