import type { Clock, Undo } from '../ports.ts'

// takes: that something was heard, a lease, the end of a token · gives: the end of the link, once one of them is over
// never: leaves it to a timer alone: `isExpired` compares with the clock

export interface Lifetime {
  /** Something was heard: the silence begins anew. */
  heard(): void
  /** Whoever said hello may be silent for so long from now on. */
  lease(leaseMs: number): void
  /** The token by which this link is let in ends then, milliseconds since 1970; undefined has no end. */
  admit(expiresAt: number | undefined): void
  /** How long the token counts from now; undefined has no end. */
  tokenMs(): number | undefined
  isExpired(): boolean
  close(): void
}

/** What a platform's timer can wait for. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** @param end is told why; it may be called for more than one reason */
export function createLifetime(
  clock: Clock,
  helloWithinMs: number,
  end: (cause: 'late' | 'silent' | 'expired') => void,
): Lifetime {
  let heardAt = clock.monotonic()
  let tokenUntil = Number.POSITIVE_INFINITY
  let undoToken: Undo = () => {}
  let undoSilence = clock.after(helloWithinMs, () => end('late'))

  function watchSilence(leaseMs: number): void {
    const left = heardAt + leaseMs - clock.monotonic()
    if (left <= 0) end('silent')
    else undoSilence = clock.after(left, () => watchSilence(leaseMs))
  }
  function watchToken(): void {
    undoToken()
    const left = tokenUntil - clock.monotonic()
    if (left === Number.POSITIVE_INFINITY) return
    if (left <= 0) end('expired')
    else undoToken = clock.after(Math.min(left, LONGEST_TIMER_MS), watchToken)
  }

  return {
    heard() {
      heardAt = clock.monotonic()
    },
    lease(leaseMs) {
      undoSilence()
      heardAt = clock.monotonic()
      watchSilence(leaseMs)
    },
    admit(expiresAt) {
      // By the wall clock once, and then by one that is never set back.
      tokenUntil =
        expiresAt === undefined ? Number.POSITIVE_INFINITY : clock.monotonic() + expiresAt - clock.now()
      watchToken()
    },
    tokenMs: () =>
      tokenUntil === Number.POSITIVE_INFINITY
        ? undefined
        : Math.max(0, Math.floor(tokenUntil - clock.monotonic())),
    isExpired: () => tokenUntil <= clock.monotonic(),
    close() {
      undoSilence()
      undoToken()
    },
  }
}
