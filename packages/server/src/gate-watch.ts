import type { Authority } from '@askfirst/core/authority'
import type { AllowList } from '@askfirst/core/protocol'
import type { ConsentHooks } from './hooks.ts'

type Change = Parameters<NonNullable<ConsentHooks['onGateChange']>>[0]

/** Tells of every gate that opens or closes in a meeting, from what AI workers are told. */
export function watchGates(authority: Authority, tell: (change: Change) => void): void {
  const { meeting, features } = authority
  const known = new Map<string, Map<string, readonly string[]>>()
  const entriesOf = (feature: string) => {
    const entries = known.get(feature) ?? new Map<string, readonly string[]>()
    known.set(feature, entries)
    return entries
  }
  function set(feature: string, { participant, asks }: AllowList['allow'][number]): void {
    const entries = entriesOf(feature)
    const before = entries.get(participant) ?? []
    if (asks.length > 0) entries.set(participant, asks)
    else entries.delete(participant)
    if (before.join() !== asks.join()) tell({ meeting, participant, feature, before, after: asks })
  }

  authority.attachWorker({
    features,
    onLists(lists) {
      for (const { feature, allow } of lists) {
        const named = new Set(allow.map(({ participant }) => participant))
        for (const participant of [...entriesOf(feature).keys()]) {
          if (!named.has(participant)) set(feature, { participant, asks: [] })
        }
        for (const entry of allow) set(feature, entry)
      }
    },
    onChanges(changes) {
      for (const { feature, allow } of changes) for (const entry of allow) set(feature, entry)
    },
    onDuties: () => {},
  })
}
