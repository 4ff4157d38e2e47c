import type { Identity } from '@askfirst/core/authority'
import type { KeeperIdentity } from '../claims.ts'

/** Whoever asks: by a token, or by a link of their own. */
export type Holder = Identity | KeeperIdentity | { readonly use: 'link'; readonly hash: string }

/** Who it is, whatever token of theirs: the end of one is no new allowance. */
export function toHolderKey(asking: Holder): string {
  const {
    expiresAt: _,
    issuedAt: _issuedAt,
    ...holder
  } = { issuedAt: undefined, expiresAt: undefined, ...asking }
  return JSON.stringify(holder)
}

/** Counts how often somebody asks within a second. */
export function createPace(perSecond: number): (holder: Holder) => boolean {
  let since = Number.NEGATIVE_INFINITY
  const counts = new Map<string, number>()
  return (asking) => {
    const now = performance.now()
    if (now - since >= 1_000) {
      since = now
      counts.clear()
    }
    const key = toHolderKey(asking)
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return count <= perSecond
  }
}
