/** Keeps whoever tries addresses from having the ledger search without end. */
export interface Guesses {
  /** Whether it may be looked for: one that was there a moment ago always. */
  mayLook(hash: string): boolean
  /** Says what came of it. */
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
      if (known.has(hash) || inVain < perSecond) return true
      onLimit()
      return false
    },
    saw(hash, isThere) {
      if (!isThere) {
        known.delete(hash)
        inVain += 1
        return
      }
      if (known.size >= MOST_KNOWN) known.clear()
      known.add(hash)
    },
  }
}
