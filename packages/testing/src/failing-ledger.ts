import type { Ledger } from '@askfirst/core/authority'

// takes: a ledger · gives: the same one, whose appends fail or wait when they are told to

/** A ledger with two faults that a test turns on and off. */
export interface FailingLedger extends Ledger {
  /** From now on every append fails, as on a full disk. Returns what ends it. */
  fail(): () => void
  /** From now on appends wait, as on a slow disk. Returns what lets them through. */
  stall(): () => void
}

/** A ledger that can be told to fail or to stall. */
export function failingLedger(ledger: Ledger): FailingLedger {
  let isFailing = false
  let stalled: Promise<void> | undefined
  return {
    ...ledger,
    read: (meeting) => ledger.read(meeting),
    async append(meeting, after, events) {
      await stalled
      if (isFailing) throw new Error('the ledger is failing, as it was told to')
      await ledger.append(meeting, after, events)
    },
    fail() {
      isFailing = true
      return () => {
        isFailing = false
      }
    },
    stall() {
      const { promise, resolve } = Promise.withResolvers<void>()
      stalled = promise
      return () => {
        stalled = undefined
        resolve()
      }
    },
  }
}
