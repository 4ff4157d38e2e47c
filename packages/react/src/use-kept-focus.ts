import { useEffect } from 'react'
import { focusedNear, listen } from './own-root.ts'
import { findHome } from './use-focus-return.ts'

/** Keeps focus in the region when the control that had it is gone: it goes to the one that always stays, else to it. */
export function useKeptFocus(region: HTMLElement | null): void {
  useEffect(() => {
    if (region === null) return
    let last: Element | undefined
    const undo = listen(region, 'focusin', () => {
      const focused = focusedNear(region)
      last = focused !== null && region.contains(focused) ? focused : undefined
    })
    const watch = new MutationObserver(() => {
      if (last?.isConnected !== false) return
      last = undefined
      const { activeElement, body } = region.ownerDocument
      if (activeElement === body) (findHome(region) ?? region).focus()
    })
    watch.observe(region, { childList: true, subtree: true })
    return () => {
      undo()
      watch.disconnect()
    }
  }, [region])
}
