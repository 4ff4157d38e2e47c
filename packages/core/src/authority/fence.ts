import type { Clock, Undo } from '../ports.ts'

/** How long another writer may have gone unnoticed while a feature is on. */
const FENCE_MS = 1_000

export interface FenceOptions {
  readonly clock: Clock
  /** Whether anybody may be captured. */
  isNeeded(): boolean
  /** Asks the ledger whether this authority still writes the meeting. */
  check(): void
}

/**
 * While anybody may be captured, who writes the meeting makes sure that it still does: a no may be elsewhere.
 *
 * takes: whether that is needed, looked at with each commit · gives: a check each second for as long as it is
 */
export function createFence({ clock, isNeeded, check }: FenceOptions) {
  let timer: Undo | undefined
  let isClosed = false

  function watch(): void {
    if (!isNeeded() || timer !== undefined || isClosed) return
    timer = clock.after(FENCE_MS, () => {
      timer = undefined
      watch()
      check()
    })
  }

  return {
    watch,
    isWatching: (): boolean => timer !== undefined,
    close(): void {
      isClosed = true
      timer?.()
    },
  }
}
