import type { FeatureOptions } from '@askfirst/core'
import type { Authority } from '@askfirst/core/authority'

/**
 * The same authority, closed to workers of processors that a feature names no more: they are told what they have still
 * to erase, and of nobody who may be captured.
 *
 * takes: an authority, and what is declared now · gives: lists with nobody in them to who is not named · never: keeps a
 * duty from whose it is
 */
export function closeToFormer(authority: Authority, features: readonly FeatureOptions[]): Authority {
  const named = new Map(
    features.map(({ id, processors }) => [id, new Set(processors.map(({ name }) => name))]),
  )
  return {
    ...authority,
    attachWorker(listener) {
      const { onChanges, processor } = listener
      if (processor === undefined) return authority.attachWorker(listener)
      // Somebody's own run is <feature>@<participant>.
      const close = <List extends { readonly feature: string }>(list: List): List =>
        named.get(list.feature.split('@', 1)[0] ?? '')?.has(processor) === true
          ? list
          : { ...list, allow: [] }
      return authority.attachWorker({
        ...listener,
        onLists: (lists) => listener.onLists(lists.map(close)),
        ...(onChanges !== undefined && {
          onChanges: (changes) => onChanges.call(listener, changes.map(close)),
        }),
        onDuties: (duties) => listener.onDuties(duties),
      })
    },
  }
}
