import { type Transport, webSocketTransport } from '@askfirst/core'
import type { SentCommand } from '@askfirst/core/authority'

/** A command as it went over the wire, and what came back. */
export interface TappedCommand {
  readonly by: string
  readonly command: SentCommand
  /** Place among all commands, by when each was first sent. */
  readonly order: number
  /** When it was sent last, by the clock of this machine: the server that answers it had started by then. */
  sentAt: number
  reply?: { readonly ok: boolean; readonly rejection?: { readonly code: string } }
}

/** Writes down every command of everybody and every reply, without touching them. */
export function createWireTap() {
  const commands = new Map<string, TappedCommand>()
  return {
    commands: (): readonly TappedCommand[] => [...commands.values()],
    of: (id: string) => commands.get(id),
    /** The platform's WebSocket, listened to. */
    transport(url: string, by: string): Transport {
      const inner = webSocketTransport(url)
      return {
        connect(listener) {
          const link = inner.connect({
            ...listener,
            onMessage(text) {
              const message = JSON.parse(text) as { type: string; id: string; reply: TappedCommand['reply'] }
              const tapped = message.type === 'reply' ? commands.get(message.id) : undefined
              if (tapped !== undefined && message.reply !== undefined) tapped.reply = message.reply
              listener.onMessage(text)
            },
          })
          return {
            ...link,
            send(text) {
              const { type, command } = JSON.parse(text) as { type: string; command: SentCommand }
              if (type === 'command') {
                const known = commands.get(command.id) ?? { by, command, order: commands.size, sentAt: 0 }
                known.sentAt = Date.now()
                commands.set(command.id, known)
              }
              link.send(text)
            },
          }
        },
      }
    },
  }
}
export type WireTap = ReturnType<typeof createWireTap>
