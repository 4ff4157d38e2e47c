import type { Identity } from '@askfirst/core/authority'
import type { KeeperIdentity } from '../claims.ts'

/** Counts how often whoever holds a token asks within a second. */
export function createPace(perSecond: number): (identity: Identity | KeeperIdentity) => boolean {
  let since = Number.NEGATIVE_INFINITY
  const counts = new Map<string, number>()
  return (identity) => {
    const now = performance.now()
    if (now - since >= 1_000) {
      since = now
      counts.clear()
    }
    // Whatever token of theirs it is: the end of one is no new allowance.
    const { expiresAt: _, issuedAt: _issuedAt, ...holder } = { issuedAt: undefined, ...identity }
    const key = JSON.stringify(holder)
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return count <= perSecond
  }
}
