import type { Clock } from '@askfirst/core'
import type { Catalogue } from '@askfirst/core/authority'
import { type Declared, declaredOf, mayBeOpen } from '../explore/rules.ts'
import type { Truth } from '../explore/truth.ts'
import { FEATURES, PEOPLE } from './cast.ts'

// takes: what the ledger says, each time that changes · gives: how long each gate has been closed by it

export interface SimulatedGate {
  readonly name: string
  readonly feature: string
  readonly ask: string
}
export const GATES: readonly SimulatedGate[] = PEOPLE.flatMap(({ name }) =>
  FEATURES.flatMap(({ id, asks }) => asks.map((ask) => ({ name, feature: id, ask }))),
)

/** Longest a device may believe in an old yes: its own lease, and a second to come round. */
export const DEVICE_LEASE_MS = 10_000 + 1_000
/** Longest on a line that loses what it should not: what is lost is noticed at a renewal, and may be lost again. */
export const LOSSY_LEASE_MS = 3 * DEVICE_LEASE_MS
export const WORKER_LEASE_MS = 3_000

export const isAnyOpen = (permits: (feature: string, ask: string) => boolean): boolean =>
  FEATURES.some(({ id, asks }) => asks.some((ask) => permits(id, ask)))

/** When each gate was last open by the ledger, under whatever is deployed somewhere: by monotonic time. */
export function createOpenings(clock: Clock, catalogues: readonly Catalogue[]) {
  const lastOpen = new Map<SimulatedGate, number>()
  let latest: Truth | undefined
  const declared: readonly ReadonlyMap<string, Declared>[] = catalogues.map(
    (catalogue) => new Map(declaredOf(catalogue.values(), []).map((one) => [one.id, one])),
  )
  const look = (): void => {
    if (latest === undefined) return
    for (const gate of GATES) {
      const isOpen = declared.some((byId) => {
        const entry = byId.get(gate.feature)
        return entry !== undefined && latest !== undefined && mayBeOpen(latest, entry, gate.name, gate.ask)
      })
      if (isOpen) lastOpen.set(gate, clock.monotonic())
    }
  }
  return {
    /** The ledger says something else from now on. */
    onTruth(now: Truth): void {
      // What was open until this moment is open until this moment.
      look()
      latest = now
      look()
    },
    closedForMs(gate: SimulatedGate): number {
      look()
      return clock.monotonic() - (lastOpen.get(gate) ?? 0)
    },
  }
}
