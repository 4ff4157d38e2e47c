import type { Clock, Undo } from '../ports.ts'
import type { Reply } from '../rejection.ts'
import type { ClientState } from './client-state.ts'

// takes: indicators that come and go · gives: whether one of them is on show, and word of a yes that none indicates
// never: tells of one that made way for another in the same turn

export interface IndicatorsOptions {
  readonly clock: Clock
  onChange(indicator: ClientState['indicator']): void
  /** A yes was given some seconds ago, and nothing indicates it. */
  onMissing(): void
}

export function createIndicators({ clock, onChange, onMissing }: IndicatorsOptions) {
  let count = 0
  const change = (by: 1 | -1): void => {
    count += by
    queueMicrotask(() => onChange(count > 0 ? 'shown' : 'hidden'))
  }
  return {
    attach(): Undo {
      change(1)
      let isAttached = true
      return () => {
        if (isAttached) change(-1)
        isAttached = false
      }
    },
    /** Passes on what came of a yes. */
    expect(reply: Reply): Reply {
      if (reply.ok && count === 0) clock.after(INDICATED_MS, () => count === 0 && onMissing())
      return reply
    },
  }
}

/** How soon after a yes something has to indicate it. */
const INDICATED_MS = 3_000
