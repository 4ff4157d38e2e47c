import type { AllowList, Enforced, EnforcementPoint, Enforcer } from '@askfirst/core/enforcement'

// takes: allow-lists, and faults to have · gives: answers, and whether somebody would be captured

/** An enforcer in memory, with its faults and with what it let through. */
export interface MemoryEnforcer extends Enforcer {
  /** Whether what somebody sends would reach the AI at the moment, for one ask of a feature. */
  captures(participant: string, feature: string, ask: string): boolean
  /** Every list it was given, in order. */
  readonly given: readonly AllowList[]
  /** From now on it cannot hold this participant back. Returns what ends it. */
  uncover(participant: string): () => void
  /** From now on lists take effect, and are answered, only once it is let go on. Returns what lets it. */
  stall(): () => void
  /** From now on every list fails and changes nothing. Returns what ends it. */
  fail(): () => void
}

/** What the enforcer says that it is. */
export interface MemoryEnforcerOptions {
  /** @default 'sfu' */
  readonly point?: EnforcementPoint
  /** @default 'participant' */
  readonly granularity?: Enforcer['granularity']
}

/** Media control in memory, that can be told to be slow, to fail, or to miss somebody. */
export function memoryEnforcer(options: MemoryEnforcerOptions = {}): MemoryEnforcer {
  const { point = 'sfu', granularity = 'participant' } = options
  const newest = new Map<string, AllowList>()
  /** What media obeys, by feature: the newest list once it has taken effect. */
  const running = new Map<string, AllowList>()
  const given: AllowList[] = []
  const missed = new Set<string>()
  let stalled: Promise<void> | undefined
  let state: 'working' | 'failing' = 'working'

  return {
    point,
    granularity,
    given,
    captures(participant, feature, ask) {
      const allow = running.get(feature)?.allow ?? []
      if (granularity === 'all-or-nothing') return allow.some(({ asks }) => asks.includes(ask))
      return allow.some((entry) => entry.participant === participant && entry.asks.includes(ask))
    },
    async apply(list): Promise<Enforced> {
      given.push(list)
      if (state === 'failing') throw new Error('the enforcer is failing, as it was told to')
      const known = newest.get(list.feature)
      const isOlder =
        known !== undefined &&
        (list.term < known.term || (list.term === known.term && list.epoch < known.epoch))
      if (!isOlder) newest.set(list.feature, structuredClone(list))
      await stalled
      const now = newest.get(list.feature) ?? list
      const { feature, term, epoch } = now
      // With anybody it cannot hold back, nobody is captured.
      const isStopped = missed.size > 0
      running.set(feature, isStopped ? { ...now, allow: [] } : now)
      return { feature, term, epoch, effective: isStopped ? 'stopped' : 'enforced', uncovered: [...missed] }
    },
    uncover(participant) {
      missed.add(participant)
      return () => missed.delete(participant)
    },
    stall() {
      const { promise, resolve } = Promise.withResolvers<void>()
      stalled = promise
      return () => {
        stalled = undefined
        resolve()
      }
    },
    fail() {
      state = 'failing'
      return () => {
        state = 'working'
      }
    },
  }
}
