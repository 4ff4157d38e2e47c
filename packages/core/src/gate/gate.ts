import type { Undo } from '../ports.ts'
import type { AllowList } from '../protocol/gate-messages.ts'

// takes: whole allow-lists, a growing epoch, a lease · gives: open or closed, at once
// never: opens on what it does not know, and is closed the moment the lease has run out

/** A gate of one participant that closed: what is buffered of them is to be thrown away. */
export interface Revocation {
  readonly participant: string
  readonly feature: string
  readonly ask: string
}

/** The gates of some features as an AI worker obeys them. */
export interface Gate {
  /** Whether the participant's gate is open right now. Unknown means closed. */
  permits(participant: string, feature: string, ask: string): boolean
  /** Who may be captured for the ask right now. */
  allowed(feature: string, ask: string): readonly string[]
  /** The run that is on, or null. */
  activation(feature: string): string | null
  /** Hears of gates that closed, after `permits` says so. */
  onRevoke(listener: (revocation: Revocation) => void): Undo
  /** Hears that lists changed, opened or closed. */
  onChange(listener: () => void): Undo
}

interface Entry {
  readonly list: AllowList
  /** Open asks by participant; so few that looking through them beats a set. */
  readonly asks: ReadonlyMap<string, readonly string[]>
}

/** Tells every listener; what one throws is thrown again apart, so that the others hear of it all the same. */
export function tell<Value>(listeners: Iterable<(value: Value) => void>, value: Value): void {
  for (const listener of listeners) {
    try {
      listener(value)
    } catch (error) {
      queueMicrotask(() => {
        throw error
      })
    }
  }
}

/** The gate itself, fed by a connection; `isLive` is asked at every check. */
export function createGate(isLive: () => boolean) {
  const entries = new Map<string, Entry>()
  const revoked = new Set<(revocation: Revocation) => void>()
  const changed = new Set<() => void>()

  const replace = (feature: string, entry: Entry | undefined): void => {
    const was = entries.get(feature)
    if (entry === undefined) entries.delete(feature)
    else entries.set(feature, entry)
    for (const [participant, asks] of was?.asks ?? []) {
      for (const ask of asks) {
        if (entry?.asks.get(participant)?.includes(ask) === true) continue
        tell(revoked, { participant, feature, ask })
      }
    }
  }

  return {
    permits: (participant: string, feature: string, ask: string) =>
      isLive() && entries.get(feature)?.asks.get(participant)?.includes(ask) === true,
    allowed: (feature: string, ask: string) =>
      isLive()
        ? [...(entries.get(feature)?.asks ?? [])].flatMap(([participant, asks]) =>
            asks.includes(ask) ? [participant] : [],
          )
        : [],
    activation: (feature: string) => entries.get(feature)?.list.activation ?? null,
    onRevoke(listener: (revocation: Revocation) => void): Undo {
      revoked.add(listener)
      return () => revoked.delete(listener)
    },
    onChange(listener: () => void): Undo {
      changed.add(listener)
      return () => changed.delete(listener)
    },
    /** Takes lists as they came; one that is not newer than what is known changes nothing. */
    apply(lists: readonly AllowList[]): void {
      for (const list of lists) {
        const known = entries.get(list.feature)?.list
        if (known !== undefined && !isNewer(list, known)) continue
        const asks = new Map(list.allow.map((entry) => [entry.participant, entry.asks]))
        replace(list.feature, { list, asks })
      }
      tell(changed, undefined)
    },
    /** Closes everything and forgets it: nothing opens before the next whole lists. */
    closeAll(): void {
      if (entries.size === 0) return
      for (const feature of [...entries.keys()]) replace(feature, undefined)
      tell(changed, undefined)
    },
  } satisfies Gate & { apply(lists: readonly AllowList[]): void; closeAll(): void }
}

const isNewer = (list: AllowList, known: AllowList): boolean =>
  list.term > known.term || (list.term === known.term && list.epoch > known.epoch)
