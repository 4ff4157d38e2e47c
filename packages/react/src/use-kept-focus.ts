import { useEffect, useRef } from 'react'
import { HOME } from './use-focus-return.ts'

/** Keeps focus in the region when the control that had it is replaced: it goes to the one that always stays. */
export function useKeptFocus(region: HTMLElement | null): void {
  const last = useRef<Element>(undefined)
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent): void => {
      last.current = region?.contains(target as Node) === true ? (target as Element) : undefined
    }
    document.addEventListener('focusin', onFocus)
    return () => document.removeEventListener('focusin', onFocus)
  }, [region])
  useEffect(() => {
    if (last.current === undefined || last.current.isConnected) return
    last.current = undefined
    if (document.activeElement === document.body) region?.querySelector<HTMLElement>(`[${HOME}]`)?.focus()
  })
}
