import { type Clock, systemClock } from '@askfirst/core'

// takes: calls that let everybody else have their turn first · gives: each its turn, in order, a few at a time
// never: keeps what comes in waiting for all of them

/** So much is done in one go; what it sends takes the system about three times as long once more. */
const TURN_MS = 0.5

const waiting = new Set<() => void>()
let isTurnDue = false

/**
 * By a timer, whose time is at once where there is much to do: it comes before what arrives meanwhile is read, written and
 * told to those whom it is about, and not between.
 */
function askForTurn(): void {
  if (isTurnDue || waiting.size === 0) return
  isTurnDue = true
  setTimeout(takeTurn)
}

function takeTurn(): void {
  isTurnDue = false
  const until = performance.now() + TURN_MS
  // Whoever waits again by then has had their turn.
  let left = waiting.size
  try {
    for (const call of waiting) {
      waiting.delete(call)
      call()
      left -= 1
      if (left === 0 || performance.now() >= until) break
    }
  } finally {
    askForTurn()
  }
}

/**
 * The machine's clock. Whoever lets others have their turn, by `after(0)`, waits for theirs with all who do so in this
 * process: the crowds of hundreds of meetings are told as if they were one.
 */
export const nodeClock: Clock = {
  ...systemClock,
  after(delayMs, call) {
    if (delayMs > 0) return systemClock.after(delayMs, call)
    const turn = (): void => call()
    waiting.add(turn)
    askForTurn()
    return () => {
      waiting.delete(turn)
    }
  },
}
