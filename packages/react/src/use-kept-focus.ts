import { useEffect } from 'react'
import { focusedNear, holdsFocus, listen } from './own-root.ts'
import { focusFirst, listHomes } from './use-focus-return.ts'

/** Keeps focus in the region when the control that had it is gone: it goes to the one that always stays, else to it. */
export function useKeptFocus(region: HTMLElement | null): void {
  useEffect(() => {
    if (region === null) return
    let last: Element | null = null
    const undo = listen(region, 'focusin', () => {
      last = holdsFocus(region) ? focusedNear(region) : null
    })
    const watch = new MutationObserver(() => {
      if (last?.isConnected !== false) return
      last = null
      const { activeElement, body } = region.ownerDocument
      if (activeElement === body) focusFirst([...listHomes(region), region])
    })
    watch.observe(region, { childList: true, subtree: true })
    return () => {
      undo()
      watch.disconnect()
    }
  }, [region])
}
