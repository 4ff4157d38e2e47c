import { type ForwardedRef, type RefCallback, useCallback, useRef } from 'react'

// biome-ignore lint/suspicious/noConfusingVoidType: so does React type what a ref may give back
export type RefTarget = ((element: HTMLElement | null) => void | (() => void)) | ForwardedRef<HTMLElement>

/** One ref for several that want the element. One that gives back what undoes it, as in React 19, is undone by that. */
export function useRefs(
  first: RefTarget | undefined,
  second?: RefTarget,
  third?: RefTarget,
): RefCallback<HTMLElement> {
  const undo = useRef<readonly (() => void)[]>([])
  return useCallback(
    (element) => {
      for (const each of undo.current) each()
      // Never given back itself: React 18 warns of that.
      undo.current = element === null ? [] : [first, second, third].map((target) => hold(target, element))
    },
    [first, second, third],
  )
}

/** Gives it the element; gives what takes it back. */
function hold(target: RefTarget | undefined, element: HTMLElement): () => void {
  if (typeof target === 'function') {
    const undo = target(element)
    return typeof undo === 'function' ? undo : () => void target(null)
  }
  if (target) target.current = element
  return () => {
    if (target) target.current = null
  }
}
