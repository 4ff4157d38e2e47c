import type { Transport } from '../ports.ts'
import type { Reception } from './reception-types.ts'

// takes: a reception · gives: a transport to it in the same process
// never: delivers out of order, or within the call that sends

/**
 * Connects clients to a reception in the same process, text for text as a socket would.
 *
 * Messages arrive in order, each in a microtask of its own.
 */
export function memoryTransport(reception: Reception): Transport {
  return {
    connect(listener) {
      let isOpen = true
      const later = (call: () => void): void =>
        queueMicrotask(() => {
          if (isOpen) call()
        })
      const close = (): void => {
        if (!isOpen) return
        isOpen = false
        queueMicrotask(() => {
          end.onClose()
          listener.onClose()
        })
      }
      const end = reception.accept({
        send: (text) => later(() => listener.onMessage(text)),
        // What was said before closing arrives, or nobody would learn why they were refused.
        close: () => later(close),
      })
      later(listener.onOpen)
      return { send: (text) => later(() => end.onMessage(text)), close }
    },
  }
}
