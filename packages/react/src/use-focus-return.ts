import { useEffect, useRef } from 'react'

/** Where focus goes when nothing else is left: the lasting indicator, never the body. */
export const HOME = 'data-askfirst-home'

/** Our own first; else what the app marked, such as the heading of its lobby with `data-askfirst-home="last"`. */
export const findHome = (page: ParentNode): HTMLElement | null =>
  page.querySelector(`[${HOME}=""]`) ?? page.querySelector(`[${HOME}]`)

/**
 * Lets the shortcut move focus into the region and back, and gives focus back when what had it is gone.
 *
 * @param key changes when what the region holds is replaced
 */
export function useFocusReturn(region: HTMLElement | null, key: string, shortcut: string): void {
  const before = useRef<HTMLElement>(undefined)
  const isInside = useRef(false)

  useEffect(() => {
    if (region === null) return
    const { ownerDocument } = region
    const onFocus = ({ target, relatedTarget }: FocusEvent): void => {
      const enters = region.contains(target as Node)
      if (enters && !isInside.current && relatedTarget instanceof HTMLElement) before.current = relatedTarget
      isInside.current = enters
    }
    const onPress = ({ target }: Event): void => {
      if (!region.contains(target as Node)) isInside.current = false
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== shortcut || event.defaultPrevented) return
      event.preventDefault()
      const { activeElement } = ownerDocument
      if (region.contains(activeElement)) {
        giveBack(before.current, ownerDocument)
        return
      }
      if (activeElement instanceof HTMLElement) before.current = activeElement
      region.focus()
    }
    ownerDocument.addEventListener('focusin', onFocus)
    ownerDocument.addEventListener('pointerdown', onPress, true)
    ownerDocument.addEventListener('keydown', onKey)
    return () => {
      ownerDocument.removeEventListener('focusin', onFocus)
      ownerDocument.removeEventListener('pointerdown', onPress, true)
      ownerDocument.removeEventListener('keydown', onKey)
    }
  }, [region, shortcut])

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the question is another one or gone
  useEffect(() => {
    const page = region?.ownerDocument ?? document
    const { activeElement } = page
    const isLost = activeElement === null || activeElement === page.body
    if (!isInside.current || !isLost) return
    if (region !== null) return region.focus()
    isInside.current = false
    giveBack(before.current, page)
  }, [region, key])
}

function giveBack(before: HTMLElement | undefined, page: Document): void {
  const isThere = before?.isConnected === true && before !== page.body
  const target = isThere ? before : findHome(page)
  target?.focus()
}
