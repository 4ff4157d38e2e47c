import type { ManualClock } from '@askfirst/testing'

/** How often the meeting catches up with the machine. */
const EVERY_MS = 50
/** A page that slept, or was in the background, goes on where it was: nobody lapses by a closed lid. */
const LONGEST_MS = 1_000

/** Lets the clock of a meeting in memory go on with the machine's; the undo stops it. */
export function runByMachine(clock: ManualClock): () => void {
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    clock.advance(Math.min(now - last, LONGEST_MS))
    last = now
  }, EVERY_MS)
  return () => clearInterval(timer)
}

/** The time of day is the machine's. */
export const setToNow = (clock: ManualClock): void => clock.jump(Date.now() - clock.now())
