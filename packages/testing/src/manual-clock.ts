import type { Clock } from '@askfirst/core'

// takes: how far to go on · gives: a clock that goes so far, and what is due on the way
// never: goes on by itself

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /** Goes on by `ms`, running what is due on the way, in order. */
  advance(ms: number): void
  /** Goes on by `ms` without running anything, as for a suspended machine: the next `advance` does. */
  suspend(ms: number): void
  /** Changes wall time only, as a person or a time server might: nothing may come to depend on it. */
  jump(ms: number): void
}

/**
 * Makes a clock on which nothing happens by itself.
 *
 * @param startAt wall time to begin with, milliseconds since 1970; without it the year 2026 begins
 */
export function createManualClock(startAt = Date.UTC(2026, 0, 1)): ManualClock {
  let elapsed = 0
  let wall = startAt
  let order = 0
  const timers = new Map<number, { readonly at: number; readonly call: () => void }>()

  const nextDue = (until: number): [id: number, at: number, call: () => void] | undefined => {
    let next: [id: number, at: number, call: () => void] | undefined
    for (const [id, { at, call }] of timers) {
      if (at <= until && (next === undefined || at < next[1])) next = [id, at, call]
    }
    return next
  }

  return {
    now: () => wall + elapsed,
    monotonic: () => elapsed,
    after(delayMs, call) {
      order += 1
      const id = order
      timers.set(id, { at: elapsed + Math.max(0, delayMs), call })
      return () => timers.delete(id)
    },
    advance(ms) {
      const until = elapsed + ms
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        const [id, at, call] = due
        timers.delete(id)
        elapsed = Math.max(elapsed, at)
        call()
      }
      elapsed = until
    },
    suspend(ms) {
      elapsed += ms
    },
    jump(ms) {
      wall += ms
    },
  }
}
