import type { Link, LinkListener, Transport } from '../src/ports.ts'

/** Reads along between a client and the authority, cuts the line, and keeps it cut. */
export function tap() {
  const sent: string[] = []
  const received: string[] = []
  let now: { link: Link; listener: LinkListener } | undefined
  let isDown = false
  let isDeaf = false
  const types = (texts: readonly string[]) =>
    texts.map((text) => {
      const message = JSON.parse(text) as { type: string; command?: { type: string } }
      return message.command?.type ?? message.type
    })
  return {
    sent,
    received,
    /** What was sent, by the command's type or the message's. */
    sentTypes: () => types(sent),
    receivedTypes: () => types(received),
    clear() {
      sent.splice(0)
      received.splice(0)
    },
    /** Says something to the client as if the authority had. */
    inject: (message: object) => now?.listener.onMessage(JSON.stringify(message)),
    cut: () => now?.link.close(),
    /** Cuts the line and keeps it cut until the undo. */
    down() {
      isDown = true
      now?.link.close()
      return () => {
        isDown = false
      }
    },
    /** Lets nothing come back any more, and tells the other end of no close, until the undo. */
    deafen() {
      isDeaf = true
      return () => {
        isDeaf = false
      }
    },
    through: (below: Transport): Transport => ({
      connect(listener) {
        if (isDeaf) return { send: () => {}, close: () => {} }
        if (isDown) {
          queueMicrotask(() => listener.onClose())
          return { send: () => {}, close: () => {} }
        }
        const link = below.connect({
          ...listener,
          onClose: () => isDeaf || listener.onClose(),
          onMessage(text) {
            if (isDeaf) return
            received.push(text)
            listener.onMessage(text)
          },
        })
        now = { link, listener }
        return {
          send(text) {
            sent.push(text)
            link.send(text)
          },
          close: () => isDeaf || link.close(),
        }
      },
    }),
  }
}

/** A transport whose other end is the test itself, one message at a time. */
export function scripted() {
  const sent: { type: string; [key: string]: unknown }[] = []
  let listener: LinkListener | undefined
  let links = 0
  const transport: Transport = {
    connect(mine) {
      links += 1
      listener = mine
      queueMicrotask(() => mine.onOpen())
      return {
        send: (text) => void sent.push(JSON.parse(text)),
        close: () => {
          if (listener === mine) listener = undefined
        },
      }
    },
  }
  return {
    transport,
    sent,
    links: () => links,
    say: (message: object | string) =>
      listener?.onMessage(typeof message === 'string' ? message : JSON.stringify(message)),
    drop: () => listener?.onClose(),
  }
}
