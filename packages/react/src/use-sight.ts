import { useEffect, useState } from 'react'
import { seam } from './seam.ts'

/** How often it is looked whether something came to lie over the element. */
const LOOK_EVERY_MS = 200

/** Whether the element is seen now, in a visible document and inside any fullscreen element. */
export function useSight(element: HTMLElement | null): boolean {
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    if (element === null) return setSeen(false)
    const look = () => setSeen(seam.isInSight(element))
    look()
    // No event tells that another element came on top, so it is looked for.
    const timer = setInterval(look, LOOK_EVERY_MS)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [element])
  return isSeen && element !== null
}
