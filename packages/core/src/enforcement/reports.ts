import { isolate } from '../isolate.ts'
import type { Clock, Undo } from '../ports.ts'

// takes: what was enforced · gives: the latest of each feature to the authority, so many a second

/** What was enforced of one feature, for the authority. */
export interface EnforcementReport {
  readonly feature: string
  readonly term: number
  readonly epoch: number
  /** `confirmed` the list is so, for everybody · `failed` it is not, and the feature was stopped here. */
  readonly outcome: 'confirmed' | 'failed'
  /** Whom an enforcer cannot hold back. */
  readonly uncovered: readonly string[]
  readonly why?: string
}

/** Reports on their way up: of each feature the latest only, none twice, so many a second. */
export interface Reports {
  put(report: EnforcementReport): void
  /** Drops what waits and forgets what was told: whoever is told next knows nothing. */
  forget(): void
}

export function createReports(
  report: (report: EnforcementReport) => void,
  clock: Clock,
  perSecond: number,
): Reports {
  const waiting = new Map<string, EnforcementReport>()
  const told = new Map<string, string>()
  let freeAt = Number.NEGATIVE_INFINITY
  let timer: Undo | undefined

  const send = (): void => {
    timer = undefined
    for (const [feature, next] of waiting) {
      const leftMs = freeAt - clock.monotonic()
      if (leftMs > 0) {
        timer = clock.after(leftMs, send)
        return
      }
      waiting.delete(feature)
      const text = JSON.stringify(next)
      if (told.get(feature) === text) continue
      told.set(feature, text)
      freeAt = clock.monotonic() + 1_000 / perSecond
      // Enforcement goes on whatever becomes of its reports.
      isolate(() => report(next))
    }
  }

  return {
    put(next) {
      waiting.set(next.feature, next)
      if (timer === undefined) send()
    },
    forget() {
      timer?.()
      timer = undefined
      waiting.clear()
      told.clear()
    },
  }
}
