import type { Undo } from '@askfirst/core'
import { writeDue } from './ledger/shared-commits.ts'

// takes: what may wait until everybody else has had their turn · gives: each its turn, in order, a few at a time
// never: keeps what comes in waiting for all of it

/** So much is done in one go; what it sends takes the system about three times as long once more. */
const TURN_MS = 0.5

const line = new Set<() => void>()
let isTurnDue = false

/**
 * One line for the crowds of all meetings in this process: they are told as if they were one.
 *
 * What has arrived is read before the next turn, and where the disk is this process's own it is written and told to those
 * whom it is about: once around the event loop. A timer would have the loop sleep for up to a millisecond before each of
 * a hundred turns.
 */
export function waitInLine(call: () => void): Undo {
  const turn = (): void => call()
  line.add(turn)
  askForTurn()
  return () => {
    line.delete(turn)
  }
}

function askForTurn(): void {
  if (isTurnDue || line.size === 0) return
  isTurnDue = true
  // One right after the other, once whatever has arrived is read; what the first leads to is said in between.
  setImmediate(writeDue)
  setImmediate(takeTurn)
}

function takeTurn(): void {
  isTurnDue = false
  const until = performance.now() + TURN_MS
  // Whoever waits again by then has had their turn.
  let left = line.size
  try {
    for (const call of line) {
      line.delete(call)
      call()
      left -= 1
      if (left === 0 || performance.now() >= until) break
    }
  } finally {
    askForTurn()
  }
}
