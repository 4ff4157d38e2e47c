import type { CommandOf, Unsent } from '../commands.ts'
import type { Clock } from '../ports.ts'
import type { MeetingState } from '../state.ts'
import { createDueQueue } from './due-queue.ts'
import { GONE_MS } from './workers.ts'

// takes: what enforcers were told and have said · gives: the commands that say who has said nothing in time
// never: waits for whoever will not be back

export interface EnforcerDeadlinesOptions {
  readonly clock: Clock
  readonly state: MeetingState
  /** Epoch of the latest list of a feature. */
  epoch(feature: string): number
  /** Whether an enforcer of a feature has been away for so long that it will not be back. */
  isGone(enforcer: string, feature: string): boolean
  /** How long an enforcer may take to say what it enforced. */
  readonly enforceWithinMs: number
  send(command: Unsent<CommandOf<'enforcement.lapse'>>): void
}

/** How long enforcers have to say what they made of a list, and of the end of a run. */
export function createEnforcerDeadlines(options: EnforcerDeadlinesOptions) {
  const { clock, state, epoch, isGone, enforceWithinMs, send } = options
  /** The oldest list of a feature that not every enforcer has confirmed. */
  const unconfirmed = new Map<string, number>()
  const lists = createDueQueue(clock, enforceWithinMs, (feature) => {
    const asked = unconfirmed.get(feature) ?? 0
    unconfirmed.delete(feature)
    const { term, features } = state
    for (const said of features.get(feature)?.enforcers ?? []) {
      const { enforcer } = said
      const isSaid = said.term === term && said.epoch >= asked
      if (!isSaid) send({ type: 'enforcement.lapse', feature, enforcer, term, epoch: asked })
    }
    if (epoch(feature) > asked) expect(feature)
  })
  /** A list went out. */
  function expect(feature: string): void {
    if (unconfirmed.has(feature)) return
    if ((state.features.get(feature)?.enforcers ?? []).length === 0) return
    unconfirmed.set(feature, epoch(feature))
    lists.set(feature)
  }

  /** Whoever has said nothing of the end of a run, and will not: nobody is to wait for them for ever. */
  const endedAt = new Map<string, number>()
  const ends = createDueQueue(clock, enforceWithinMs, (feature) => {
    const { term, features } = state
    const isLong = clock.monotonic() - (endedAt.get(feature) ?? 0) >= GONE_MS
    for (const { enforcer, state: said } of features.get(feature)?.unclosed ?? []) {
      const isLast = said === 'overdue' && isLong && isGone(enforcer, feature)
      if (said !== 'silent' && !isLast) continue
      const list = { term, epoch: epoch(feature) }
      send({ type: 'enforcement.lapse', feature, enforcer, ...list, ...(isLast && { isLast }) })
    }
    watchEnd(feature)
  })
  function watchEnd(feature: string): void {
    const isAwaited = state.features.get(feature)?.unclosed.some((one) => one.state !== 'failed')
    if (isAwaited !== true) ends.cancel(feature)
    else if (!ends.has(feature)) ends.set(feature)
  }

  return {
    expect,
    /** Once all have confirmed what was asked, only a later list is still to be. */
    settle(feature: string): void {
      const { term, features } = state
      const said = features.get(feature)?.enforcers ?? []
      const least = Math.min(...said.map((one) => (one.term === term ? one.epoch : -1)))
      if (least >= (unconfirmed.get(feature) ?? 0)) {
        unconfirmed.delete(feature)
        lists.cancel(feature)
      }
      if (least < epoch(feature)) expect(feature)
    },
    /** A run ended: from now on it is waited for whoever has still to close it. */
    beginEnd(feature: string): void {
      endedAt.set(feature, clock.monotonic())
      watchEnd(feature)
    },
    /** Somebody has said something of the end of a run, or has not in time. */
    watchEnd,
    close(): void {
      lists.close()
      ends.close()
    },
  }
}
