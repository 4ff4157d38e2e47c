import { complain } from './fault.ts'
import type { Notes } from './notes.ts'

const dayMs = 24 * 60 * 60 * 1000

export interface KeptNotes {
  readonly notes: Notes
  /** As the feature's notice says it. */
  readonly days: number
}

/** Deletes what is older than the notices say: before it resolves, and daily from then on. */
export async function keepRetention(kept: readonly KeptNotes[]): Promise<() => void> {
  const sweep = async () => {
    for (const { notes, days } of kept) await notes.expire(Date.now() - days * dayMs).catch(complain)
  }
  await sweep()
  const daily = setInterval(() => void sweep(), dayMs)
  daily.unref()
  return () => clearInterval(daily)
}
