import type { Transport } from '@askfirst/core'
import { createRandom } from './random.ts'

// takes: a transport, a seed, how often things go wrong · gives: the same one, which loses, repeats and breaks off

/** What goes wrong, and how often: shares are from 0 to 1. */
export interface LossyOptions {
  /** Prints with a failure; the same seed loses the same messages. */
  readonly seed: number
  /** Share of messages to the client that are lost. @default 0.1 */
  readonly loss?: number
  /** Share of messages to the client that come twice. @default 0.1 */
  readonly twice?: number
  /** Share of messages, either way, after which the link breaks. @default 0.02 */
  readonly cut?: number
}

/** A transport that can be made to keep its promises again. */
export interface LossyTransport extends Transport {
  /** Loses, repeats and cuts nothing from now on. */
  stop(): void
}

/**
 * A transport that breaks its promises: updates get lost, come twice, and links end.
 *
 * The handshake is spared, so that a test always gets on; `stop()` makes it behave from then on.
 */
export function lossyTransport(
  transport: Transport,
  { seed, loss = 0.1, twice = 0.1, cut = 0.02 }: LossyOptions,
): LossyTransport {
  const random = createRandom(seed)
  let isLossy = true
  return {
    stop() {
      isLossy = false
    },
    connect(listener) {
      const link = transport.connect({
        ...listener,
        onMessage(text) {
          const isSpared = !isLossy || !text.includes('"type":"update"')
          if (!isSpared && random() < loss) return
          listener.onMessage(text)
          if (!isSpared && random() < twice) listener.onMessage(text)
          if (!isSpared && random() < cut) link.close()
        },
      })
      return {
        send(text) {
          link.send(text)
          if (isLossy && text.includes('"type":"command"') && random() < cut) link.close()
        },
        close: link.close,
      }
    },
  }
}
