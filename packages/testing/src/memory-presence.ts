import type { Peer, Presence } from '@askfirst/core/enforcement'

// takes: who comes and who goes · gives: who is in the call, and each change of that

/** A roster that a test fills. */
export interface MemoryPresence extends Presence {
  /** Somebody comes, or comes on one more device. */
  arrive(peer: Peer): void
  /** Somebody's last device goes. */
  depart(id: string): void
}

/**
 * A call's roster in memory.
 *
 * @param self who is gone after `leave` @default nobody in the roster
 */
export function memoryPresence(peers: readonly Peer[] = [], self?: string): MemoryPresence {
  type Change = { readonly before: readonly Peer[]; readonly after: readonly Peer[] }
  let present: readonly Peer[] = [...peers]
  const listeners = new Set<{ hear(change: Change): void }>()
  const become = (after: readonly Peer[]): void => {
    const before = present
    present = after
    for (const { hear } of [...listeners]) hear({ before, after })
  }
  const depart = (id: string): void => {
    if (present.some((peer) => peer.id === id)) become(present.filter((peer) => peer.id !== id))
  }
  return {
    peers: () => present,
    onChange(hear) {
      const listener = { hear }
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async leave() {
      if (self !== undefined) depart(self)
    },
    arrive(peer) {
      if (!present.some(({ id }) => id === peer.id)) become([...present, { ...peer }])
    },
    depart,
  }
}
