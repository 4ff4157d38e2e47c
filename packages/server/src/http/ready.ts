import type { Ledger } from '@askfirst/core/authority'
import { within } from '../meetings.ts'
import { toJson } from './answer.ts'

export interface ReadyRoute {
  readonly ledger: Ledger
  isDraining(): boolean
  /** When an append last failed, by `performance.now`. */
  failedAt(): number | undefined
}

/** How long the ledger may take to say anything. */
const PROBE_MS = 2_000
/** Reading may go well while nothing can be written: a full disk counts for so long after it was met. */
const FAILED_MS = 10_000

/**
 * Ready is who can make a yes durable: the ledger answers, no append failed a moment ago but for what somebody else has
 * written, and it is not ending.
 */
export async function answerReady({ failedAt, isDraining, ledger }: ReadyRoute): Promise<Response> {
  if (isDraining()) return toJson(503, { status: 'draining' })
  let isReachable = false
  await within(PROBE_MS, async () => {
    try {
      // No meeting is called that.
      await ledger.read('')
      isReachable = true
    } catch {
      // Whoever opens a meeting hears why.
    }
  })
  if (!isReachable) return toJson(503, { status: 'ledger-unreachable' })
  const isFailing = performance.now() - (failedAt() ?? Number.NEGATIVE_INFINITY) < FAILED_MS
  return isFailing ? toJson(503, { status: 'ledger-failing' }) : toJson(200, { status: 'ready' })
}
