import { type ForwardedRef, type RefCallback, useCallback } from 'react'

export type RefTarget = ((element: HTMLElement | null) => void) | ForwardedRef<HTMLElement> | undefined

/** One ref for several that want the element. */
export function useRefs(first: RefTarget, second?: RefTarget, third?: RefTarget): RefCallback<HTMLElement> {
  return useCallback(
    (element) => {
      for (const target of [first, second, third]) {
        if (typeof target === 'function') target(element)
        else if (target) target.current = element
      }
    },
    [first, second, third],
  )
}
