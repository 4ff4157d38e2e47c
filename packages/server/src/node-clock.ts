import { type Clock, systemClock } from '@askfirst/core'

/**
 * The machine's clock, by which whoever lets others have their turn goes on right after it: a timer waits for a
 * millisecond at least, forty times over in a crowd of ten thousand.
 */
export const nodeClock: Clock = {
  ...systemClock,
  after(delayMs, call) {
    if (delayMs > 0) return systemClock.after(delayMs, call)
    const turn = setImmediate(call)
    return () => clearImmediate(turn)
  },
}
