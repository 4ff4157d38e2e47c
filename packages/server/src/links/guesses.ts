/** Keeps whoever tries addresses from having the ledger search without end. */
export interface Guesses {
  /** Whether it may be looked for: one that was there a moment ago always. Any other counts from now on. */
  mayLook(hash: string): boolean
  /** Says what came of it: one that is there counts no more. */
  saw(hash: string, isThere: boolean): void
}

/** How many links are known to be there, so that a flood of guesses is not in their way. */
const MOST_KNOWN = 10_000

export function createGuesses(perSecond: number, onLimit: () => void): Guesses {
  const known = new Set<string>()
  let since = Number.NEGATIVE_INFINITY
  let inVain = 0
  return {
    mayLook(hash) {
      const now = performance.now()
      if (now - since >= 1_000) {
        since = now
        inVain = 0
      }
      if (known.has(hash)) return true
      // Before it is known whether it is there: of many at once none is back by then.
      if (inVain < perSecond) {
        inVain += 1
        return true
      }
      onLimit()
      return false
    },
    saw(hash, isThere) {
      if (!isThere) {
        if (known.delete(hash)) inVain += 1
        return
      }
      if (known.has(hash)) return
      inVain = Math.max(0, inVain - 1)
      if (known.size >= MOST_KNOWN) known.clear()
      known.add(hash)
    },
  }
}
