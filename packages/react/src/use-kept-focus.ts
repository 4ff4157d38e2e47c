import { useEffect, useRef } from 'react'
import { focusedNear } from './own-root.ts'
import { HOME } from './use-focus-return.ts'

/** Keeps focus in the region when the control that had it is replaced: it goes to the one that always stays. */
export function useKeptFocus(region: HTMLElement | null): void {
  const last = useRef<Element>(undefined)
  useEffect(() => {
    if (region === null) return
    const { ownerDocument } = region
    const onFocus = (): void => {
      const focused = focusedNear(region)
      last.current = focused !== null && region.contains(focused) ? focused : undefined
    }
    ownerDocument.addEventListener('focusin', onFocus)
    return () => ownerDocument.removeEventListener('focusin', onFocus)
  }, [region])
  useEffect(() => {
    if (region === null || last.current === undefined || last.current.isConnected) return
    last.current = undefined
    const { activeElement, body } = region.ownerDocument
    if (activeElement === body) region.querySelector<HTMLElement>(`[${HOME}]`)?.focus()
  })
}
