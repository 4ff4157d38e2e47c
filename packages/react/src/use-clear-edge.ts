import { useEffect, useState } from 'react'
import { keepLooking } from './keep-looking.ts'
import { focusedNear, holds, rootOf } from './own-root.ts'

/** What must stay usable under a notice beside the safe area: what the app marks, the lasting sign, what has focus. */
const KEEP_CLEAR = '[data-askfirst-keep-clear], .askfirst-indicator'

/**
 * The edge of the screen at which the notice covers neither the focused control, nor the lasting sign with
 * its "Stop including me", nor any element that the app marked with `data-askfirst-keep-clear`.
 */
export function useClearEdge(region: HTMLElement | null): 'end' | 'start' {
  const [edge, setEdge] = useState<'end' | 'start'>('end')
  useEffect(() => {
    if (region === null) return
    const look = (): void => setEdge((now) => (isCovering(region) ? (now === 'end' ? 'start' : 'end') : now))
    return keepLooking(look)
  }, [region])
  return edge
}

function isCovering(region: HTMLElement): boolean {
  const page = region.ownerDocument
  const marked = [page, rootOf(region)].flatMap((root) => [...root.querySelectorAll(KEEP_CLEAR)])
  const over = [...marked, focusedNear(region) ?? page.body].filter(
    (element) => !region.contains(element) && !holds(element, region),
  )
  const box = region.getBoundingClientRect()
  const height = page.defaultView?.innerHeight ?? 0
  const covers = (start: number, end: number) =>
    over.some((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect()
      return left < box.right && right > box.left && top < end && bottom > start
    })
  // Moving is only worth it where the other edge is free.
  return covers(box.top, box.bottom) && !covers(height - box.bottom, height - box.top)
}
