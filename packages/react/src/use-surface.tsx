import {
  type HTMLAttributes,
  type ReactNode,
  type ReactPortal,
  useCallback,
  useEffect,
  useState,
  // biome-ignore lint/style/noRestrictedImports: what fills the screen is the document's to know
  useSyncExternalStore,
} from 'react'
import { createPortal } from 'react-dom'
import { holds, listen, rootOf } from './own-root.ts'

/** The element that fills the screen now, as seen from where another one stands. */
export function useFullscreenElement(near: Element | null): Element | null {
  const subscribe = useCallback(
    (onChange: () => void) => (near ? listen(near, 'fullscreenchange', onChange) : () => {}),
    [near],
  )
  const read = () =>
    (near && (rootOf(near).fullscreenElement ?? near.ownerDocument.fullscreenElement)) ?? null
  return useSyncExternalStore(subscribe, read, () => null)
}

/** Elements that show none of what is put into them. */
const REPLACED = ['VIDEO', 'AUDIO', 'IFRAME', 'IMG', 'CANVAS', 'OBJECT', 'EMBED']
export const canHold = (element: Element): boolean => !REPLACED.includes(element.tagName)

export interface Surface {
  /** Stays where the part was put; shows where that is. */
  readonly slot: ReactNode
  /**
   * `inside` somebody's fullscreen element instead of where it was put · `over` one that can hold nothing,
   * such as a video: browsers show the part there, but let nobody press on it before full screen ends
   */
  readonly where: 'here' | 'inside' | 'over'
  /** Go on the root of what is placed. */
  readonly rootProps: Pick<HTMLAttributes<HTMLElement>, 'popover'>
  readonly showAbove: (element: HTMLElement | null) => void
  place(node: ReactNode): ReactNode | ReactPortal
}

/** Keeps a part in sight: inside the fullscreen element, or over it where that can hold nothing. */
export function useSurface(): Surface {
  const [slot, setSlot] = useState<HTMLElement | null>(null)
  const fullscreen = useFullscreenElement(slot)
  const isOutside = fullscreen !== null && slot !== null && !holds(fullscreen, slot)
  const isOver = isOutside && !canHold(fullscreen)
  const holder = useHolder(isOutside && !isOver ? fullscreen : null)
  const showAbove = useCallback(
    (element: HTMLElement | null) => {
      if (isOver && element?.isConnected === true) element.showPopover?.()
    },
    [isOver],
  )
  return {
    slot: <span ref={setSlot} hidden />,
    where: isOver ? 'over' : isOutside ? 'inside' : 'here',
    rootProps: isOver ? { popover: 'manual' } : {},
    showAbove,
    place: (node) => (holder === null ? node : createPortal(node, holder)),
  }
}

/** An element of our own inside the app's, whose children are the app's to render. */
function useHolder(parent: Element | null): HTMLElement | null {
  const [holder, setHolder] = useState<HTMLElement | null>(null)
  useEffect(() => {
    if (parent === null) return
    const created = parent.appendChild(parent.ownerDocument.createElement('div'))
    setHolder(created)
    return () => {
      setHolder(null)
      created.remove()
    }
  }, [parent])
  return parent === null ? null : holder
}
