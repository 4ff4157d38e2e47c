import { useEffect, useState } from 'react'
import { focusedNear, holds, listen, rootOf } from './own-root.ts'

/** What must stay usable under a notice beside the safe area: controls the app marks, and what has focus. */
const KEEP_CLEAR = '[data-askfirst-keep-clear]'

/**
 * The edge of the screen at which the notice covers neither the focused control nor any element that the
 * app marked with `data-askfirst-keep-clear`.
 */
export function useClearEdge(region: HTMLElement | null): 'end' | 'start' {
  const [edge, setEdge] = useState<'end' | 'start'>('end')
  useEffect(() => {
    if (region === null) return
    const look = (): void => setEdge((now) => (isCovering(region) ? (now === 'end' ? 'start' : 'end') : now))
    look()
    return listen(region, 'focusin', look)
  }, [region])
  return edge
}

function isCovering(region: HTMLElement): boolean {
  const page = region.ownerDocument
  const marked = [page, rootOf(region)].flatMap((root) => [...root.querySelectorAll(KEEP_CLEAR)])
  const over = [...marked, focusedNear(region) ?? page.body].filter(
    (element) => element !== page.body && !region.contains(element) && !holds(element, region),
  )
  const box = region.getBoundingClientRect()
  const height = page.defaultView?.innerHeight ?? 0
  const mirrored = { left: box.left, right: box.right, top: height - box.bottom, bottom: height - box.top }
  const covers = (place: Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>) =>
    over.some((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect()
      return left < place.right && right > place.left && top < place.bottom && bottom > place.top
    })
  // Moving is only worth it where the other edge is free.
  return covers(box) && !covers(mirrored)
}
