import type { Clock, Undo } from '../ports.ts'

// takes: names that fall due after one time · gives: each name when it does, by one timer

/** Deadlines that are all the same time away. */
export interface DueQueue<Key = string> {
  /** Sets the deadline of a key anew; `elapsedMs` of it may be over, of no key less than of one that follows. */
  set(key: Key, elapsedMs?: number): void
  has(key: Key): boolean
  cancel(key: Key): void
  /** No further call. */
  close(): void
}

/** What a platform's timer can wait for: a longer one goes off at once, again and again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * Calls for each key once its time is over: one timer however many keys, since they fall due in the order
 * they were set in.
 */
export function createDueQueue<Key = string>(
  clock: Clock,
  delayMs: number,
  call: (key: Key) => void,
): DueQueue<Key> {
  /** When each is due; setting one anew puts it at the end. */
  const waiting = new Map<Key, number>()
  let timer: Undo | undefined

  function arm(): void {
    if (timer !== undefined) return
    const [first] = waiting.values()
    if (first === undefined) return
    timer = clock.after(Math.min(Math.max(0, first - clock.monotonic()), LONGEST_TIMER_MS), () => {
      timer = undefined
      const now = clock.monotonic()
      try {
        for (const [key, dueAt] of waiting) {
          if (dueAt > now) break
          waiting.delete(key)
          call(key)
        }
      } finally {
        // Whatever one call has thrown, the others are due as well.
        arm()
      }
    })
  }

  return {
    set(key, elapsedMs = 0) {
      waiting.delete(key)
      waiting.set(key, clock.monotonic() + delayMs - elapsedMs)
      arm()
    },
    has: (key) => waiting.has(key),
    cancel: (key) => void waiting.delete(key),
    close() {
      timer?.()
      timer = undefined
      waiting.clear()
    },
  }
}
