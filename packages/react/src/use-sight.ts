import { useCallback, useEffect, useRef, useState } from 'react'
import { keepLooking } from './keep-looking.ts'
import { listen } from './own-root.ts'
import { listWatched, seam } from './seam.ts'

/** What moves by less is still under the finger. */
const STILL_PX = 4

export interface Sight {
  /** Whether the element is seen now, in a visible document and inside any fullscreen element. */
  readonly isSeen: boolean
  /** Whether the words that lead the question were in sight since the element is. */
  readonly isRead: boolean
  /** Another number each time that what is watched is somewhere else. */
  readonly place: number
}
const UNSEEN: Sight = { isSeen: false, isRead: false, place: 0 }

/** Looks after what is watched in the element; `isStill` tells whether it is where it was at the last look. */
export function useSight(element: HTMLElement | null, question: string) {
  const [sight, setSight] = useState(UNSEEN)
  const boxes = useRef<readonly Box[]>([])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another question is read from when it comes
  useEffect(() => {
    if (element === null) return setSight(UNSEEN)
    let isRead = false
    const look = () => {
      const now = listWatched(element).map(toBox)
      const isMoved = !isSame(boxes.current, now)
      if (isMoved) boxes.current = now
      const isSeen = seam.isInSight(element)
      const lead = element.querySelector<HTMLElement>('[data-askfirst="lead"]') ?? element
      isRead = isSeen && (isRead || seam.isInSight(lead))
      setSight((was) =>
        was.isSeen === isSeen && was.isRead === isRead && !isMoved
          ? was
          : { isSeen, isRead, place: was.place + Number(isMoved) },
      )
    }
    const undo = [keepLooking(look), listen(element, 'visibilitychange', look)]
    return () => {
      for (const each of undo) each()
    }
  }, [element, question])

  const isStill = useCallback(
    () => element !== null && isSame(boxes.current, listWatched(element).map(toBox)),
    [element],
  )
  return { ...(element === null ? UNSEEN : sight), isStill }
}

interface Box {
  readonly element: HTMLElement
  readonly left: number
  readonly top: number
}

function toBox(element: HTMLElement): Box {
  const { left, top } = element.getBoundingClientRect()
  return { element, left, top }
}

const isSame = (before: readonly Box[], now: readonly Box[]): boolean =>
  before.length === now.length &&
  before.every(({ element, left, top }, at) => {
    const box = now[at]
    return (
      box?.element === element && Math.abs(box.left - left) <= STILL_PX && Math.abs(box.top - top) <= STILL_PX
    )
  })
