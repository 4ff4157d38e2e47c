import { isolate } from '../isolate.ts'
import type { Undo } from '../ports.ts'

/** A gate of this device's own person that opened or closed. */
export interface GateChange {
  readonly feature: string
  readonly ask: string
  readonly open: boolean
}

/**
 * The person's own gates on their own device: what cuts a sender to the AI.
 *
 * takes: which asks are open by the facts at hand · gives: changes, to listeners that cannot stop each other
 */
export function createLocalGate() {
  let open: ReadonlySet<string> = new Set()
  const listeners = new Set<(change: GateChange) => void>()
  const tell = (change: GateChange): void => {
    for (const listener of listeners) {
      // One that changed it has told everybody of that already.
      if (open.has(toKey(change.feature, change.ask)) !== change.open) return
      // One broken listener must not keep another from cutting its sender.
      isolate(() => listener(change))
    }
  }
  return {
    isOpen: (feature: string, ask: string): boolean => open.has(toKey(feature, ask)),
    set(now: ReadonlySet<string>): void {
      const was = open
      open = now
      for (const key of was) if (!now.has(key)) tell({ ...fromKey(key), open: false })
      for (const key of now) if (!was.has(key)) tell({ ...fromKey(key), open: true })
    },
    onChange(listener: (change: GateChange) => void): Undo {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

// Ids of asks have no slash: `defineFeature` refuses it.
export const toKey = (feature: string, ask: string): string => `${feature}/${ask}`
function fromKey(key: string): { feature: string; ask: string } {
  const at = key.lastIndexOf('/')
  return { feature: key.slice(0, at), ask: key.slice(at + 1) }
}
