import { setTimeout as delay } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import type { WebhookEndpoint, WebhookKind } from './webhook-options.ts'

// takes: messages, at once · gives: each to one endpoint, signed, in order, until it was taken
// never: holds up whoever puts a message in, keeps more than so many, or drops one without a word

export interface WebhookMessage {
  /** The same each time it is sent: whoever receives it twice can tell. */
  readonly id: string
  readonly kind: WebhookKind
  readonly body: string
}

/** What became of a message, or of a try to send it. */
export type WebhookOutcome = 'delivered' | 'failed' | 'dropped'

export interface EndpointOptions {
  readonly endpoint: WebhookEndpoint
  /** `status` is what the other side answered, if it did. */
  onOutcome(outcome: WebhookOutcome, kind: WebhookKind, status?: number): void
  /** It answered that there is nothing any more: nothing is sent to it from then on. */
  onGone(): void
  /** How many messages wait at most. @default 1_000 */
  readonly most?: number | undefined
  /** How long an answer may take. @default 10_000 */
  readonly withinMs?: number | undefined
  /** The first pause after a failure; it doubles, up to a minute. @default 1_000 */
  readonly retryMs?: number | undefined
  /** Waits so many milliseconds, or until it is told to end. @default by a timer that keeps no process alive */
  wait?(ms: number, signal: AbortSignal): Promise<unknown>
}

export interface Endpoint {
  put(message: WebhookMessage): void
  waiting(): number
  /** Resolves once nothing waits. */
  settled(): Promise<void>
  /** Ends what is under way; what waits is not sent. Resolves with how many that were. */
  close(): Promise<number>
}

const LONGEST_PAUSE_MS = 60_000
/** So often is one message tried before it makes way; a duty to erase goes to the end of the queue instead. */
const MOST_TRIES = 10

const waitByTimer = (ms: number, signal: AbortSignal): Promise<unknown> =>
  delay(ms, undefined, { ref: false, signal })

export function createEndpoint(options: EndpointOptions): Endpoint {
  const { endpoint, most = 1_000, retryMs = 1_000, wait = waitByTimer, withinMs = 10_000 } = options
  /** Nothing is sent twice, or not at all, since a log of the app's own has thrown. */
  const isolate =
    <Said extends readonly unknown[]>(say: (...said: Said) => void) =>
    (...said: Said): void => {
      try {
        say(...said)
      } catch {
        // Who would be told of it is who has thrown.
      }
    }
  const [onOutcome, onGone] = [isolate(options.onOutcome), isolate(options.onGone)]
  const webhook = new Webhook(endpoint.secret)
  const ending = new AbortController()
  const queue: { readonly message: WebhookMessage; tries: number }[] = []
  /** Failures in a row: what one message meets, the next will meet too. */
  let failures = 0
  let run: Promise<void> | undefined

  /** The status of the answer; undefined where there was none. */
  async function send({ body, id }: WebhookMessage): Promise<{ status?: number; pauseMs?: number }> {
    const at = new Date()
    try {
      const response = await fetch(endpoint.url, {
        method: 'POST',
        body,
        // Where it leads is another server than the one that was named.
        redirect: 'manual',
        signal: AbortSignal.any([ending.signal, AbortSignal.timeout(withinMs)]),
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': `${Math.floor(at.getTime() / 1_000)}`,
          'webhook-signature': webhook.sign(id, at, body),
        },
      })
      // Nobody reads it: let go of the socket.
      await response.body?.cancel().catch(() => {})
      const pauseMs = Number(response.headers.get('retry-after')) * 1_000
      return { status: response.status, ...(pauseMs > 0 && { pauseMs }) }
    } catch {
      return {}
    }
  }

  async function pause(atLeastMs = 0): Promise<void> {
    const usual = retryMs * 2 ** Math.min(failures - 1, 10) * (0.75 + Math.random() / 2)
    const ms = Math.min(Math.max(usual, atLeastMs), LONGEST_PAUSE_MS)
    await wait(ms, ending.signal).catch(() => {})
  }

  async function work(): Promise<void> {
    for (let first = queue[0]; first !== undefined && !ending.signal.aborted; first = queue[0]) {
      const { message } = first
      const { pauseMs, status } = await send(message)
      if (ending.signal.aborted) return
      const isTaken = status !== undefined && status >= 200 && status < 300
      onOutcome(isTaken ? 'delivered' : 'failed', message.kind, status)
      if (status === 410) {
        for (const { message: left } of queue.splice(0)) onOutcome('dropped', left.kind)
        ending.abort()
        onGone()
        return
      }
      // It may have made way for newer ones meanwhile.
      const at = queue.indexOf(first)
      if (isTaken) {
        failures = 0
        if (at >= 0) queue.splice(at, 1)
        continue
      }
      failures += 1
      first.tries += 1
      if (first.tries >= MOST_TRIES && at >= 0) {
        queue.splice(at, 1)
        first.tries = 0
        if (message.kind === 'erasure') queue.push(first)
        else onOutcome('dropped', message.kind)
      }
      await pause(pauseMs)
    }
  }

  function start(): void {
    run ??= work().finally(() => {
      run = undefined
      // What came in the very moment in which it ended.
      if (queue.length > 0 && !ending.signal.aborted) start()
    })
  }

  return {
    put(message) {
      if (ending.signal.aborted) {
        onOutcome('dropped', message.kind)
        return
      }
      // Told at each opening of its meeting; nothing else is told twice.
      if (message.kind === 'erasure' && queue.some((one) => one.message.id === message.id)) return
      queue.push({ message, tries: 0 })
      if (queue.length > most) {
        // The oldest makes way, but for duties: with nothing else there, the newest, which is told again one day.
        const oldest = queue.findIndex((one) => one.message.kind !== 'erasure')
        const [dropped] = queue.splice(oldest === -1 ? queue.length - 1 : oldest, 1)
        if (dropped !== undefined) onOutcome('dropped', dropped.message.kind)
      }
      start()
    },
    waiting: () => queue.length,
    async settled() {
      while (run !== undefined) await run
    },
    async close() {
      ending.abort()
      await run
      return queue.length
    },
  }
}
