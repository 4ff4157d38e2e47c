import type { Link, Transport } from '@askfirst/core'

/** A connection that can be pulled out like a cable, and put in again. */
export interface Cuttable extends Transport {
  cut(isCut: boolean): void
}

export function cuttable(transport: Transport): Cuttable {
  const links = new Set<Link>()
  let isCut = false
  return {
    cut(now) {
      isCut = now
      if (isCut) for (const link of [...links]) link.close()
    },
    connect(listener) {
      if (isCut) {
        queueMicrotask(listener.onClose)
        return { send: () => {}, close: () => {} }
      }
      const link = transport.connect({
        ...listener,
        onClose() {
          links.delete(link)
          listener.onClose()
        },
      })
      links.add(link)
      return link
    },
  }
}
