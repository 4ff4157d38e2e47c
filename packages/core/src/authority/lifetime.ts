import type { Clock, Undo } from '../ports.ts'
import { createDueQueue, type DueQueue } from './due-queue.ts'

// takes: that something was heard, a lease, the end of a token · gives: the end of a link, once one of them is over
// never: leaves it to a timer alone: `isExpired` compares with the clock

/** What lasts for as long as it is heard of, and its token counts: a link. There are thousands of them. */
export interface Lasting {
  /** How long it may be silent; 0 until it has said hello, for which there is another time. */
  leaseMs: number
  /** By the clock that never goes back. */
  tokenUntil: number
  /** Ends the timer for the end of its token: there is one only when no sign of life is due before that. */
  undoToken: Undo | undefined
  /** It is over; may be called for more than one reason. */
  end(cause: 'late' | 'silent' | 'expired'): void
}

export interface Lifetimes {
  /** A new one: it has to say hello in time. */
  begin(one: Lasting): void
  /** Something was heard: the silence begins anew. */
  heard(one: Lasting): void
  /** Whoever said hello may be silent for so long from now on. */
  lease(one: Lasting, leaseMs: number): void
  /** The token by which it is let in ends then, milliseconds since 1970; undefined has no end. */
  admit(one: Lasting, expiresAt: number | undefined): void
  /** How long the token counts from now; undefined has no end. */
  tokenMs(one: Lasting): number | undefined
  isExpired(one: Lasting): boolean
  close(one: Lasting): void
}

export function createLifetimes(clock: Clock, helloWithinMs: number): Lifetimes {
  const hellos = createDueQueue<Lasting>(clock, helloWithinMs, (one) => one.end('late'))
  /** One for each length of a lease, with one timer each. */
  const silences = new Map<number, DueQueue<Lasting>>()
  const silenceOf = (leaseMs: number): DueQueue<Lasting> => {
    const known = silences.get(leaseMs)
    if (known !== undefined) return known
    const queue = createDueQueue<Lasting>(clock, leaseMs, (one) => one.end('silent'))
    silences.set(leaseMs, queue)
    return queue
  }
  const isExpired = ({ tokenUntil }: Lasting): boolean => tokenUntil <= clock.monotonic()

  function heard(one: Lasting): void {
    if (one.leaseMs === 0) return
    silenceOf(one.leaseMs).set(one)
    watchToken(one)
  }
  /** Whoever is heard of again before their token ends is looked at again then. */
  function watchToken(one: Lasting): void {
    const leftMs = one.tokenUntil - clock.monotonic()
    if (one.undoToken !== undefined || leftMs > one.leaseMs) return
    one.undoToken = clock.after(Math.max(0, leftMs), () => {
      one.undoToken = undefined
      if (isExpired(one)) one.end('expired')
      else watchToken(one)
    })
  }

  return {
    begin: (one) => hellos.set(one),
    heard,
    lease(one, leaseMs) {
      hellos.cancel(one)
      one.leaseMs = leaseMs
      heard(one)
    },
    admit(one, expiresAt) {
      // By the wall clock once, and then by one that is never set back.
      one.tokenUntil =
        expiresAt === undefined ? Number.POSITIVE_INFINITY : clock.monotonic() + expiresAt - clock.now()
      one.undoToken?.()
      one.undoToken = undefined
      if (isExpired(one)) one.end('expired')
      else watchToken(one)
    },
    tokenMs: ({ tokenUntil }) =>
      tokenUntil === Number.POSITIVE_INFINITY
        ? undefined
        : Math.max(0, Math.floor(tokenUntil - clock.monotonic())),
    isExpired,
    close(one) {
      hellos.cancel(one)
      if (one.leaseMs > 0) silenceOf(one.leaseMs).cancel(one)
      one.undoToken?.()
      one.undoToken = undefined
    },
  }
}
