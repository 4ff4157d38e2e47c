import { useEffect, useRef } from 'react'
import { focusedNear, holdsFocus, listen, rootOf } from './own-root.ts'

/** Where focus goes when nothing else is left: the lasting indicator, never the body. */
export const HOME = 'data-askfirst-home'

/** On what somebody opened a dialog for: there focus begins. */
export const WANTED = 'data-askfirst-wanted'

/** Our own first; then what the app marked, such as the heading of its lobby with `data-askfirst-home="last"`. */
export const listHomes = (page: ParentNode): readonly HTMLElement[] =>
  ['=""', ''].flatMap((value) => [...page.querySelectorAll<HTMLElement>(`[${HOME}${value}]`)])

/**
 * Lets the shortcut move focus into the region and back, and gives focus back when what had it is gone.
 *
 * @param key changes when what the region holds is replaced
 */
export function useFocusReturn(region: HTMLElement | null, key: string, shortcut: string): void {
  const before = useRef<HTMLElement>(null)
  const isInside = useRef(false)
  /** Where the region stands, or stood. */
  const root = useRef<Document | ShadowRoot>(null)

  useEffect(() => {
    if (region === null) return
    const { ownerDocument } = region
    root.current = rootOf(region)
    const look = (): void => {
      const focused = focusedNear(region)
      isInside.current = holdsFocus(region)
      // Not what is gone again: a dialog of ours, opened from here.
      if (isInside.current || focused?.closest('.askfirst-modal')) return
      if (focused !== ownerDocument.body) before.current = focused
    }
    const onPress = (event: Event): void => {
      if (!event.composedPath().includes(region)) isInside.current = false
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== shortcut || event.defaultPrevented) return
      event.preventDefault()
      if (holdsFocus(region)) giveBack(before.current, rootOf(region))
      else region.focus()
    }
    look()
    const undo = [listen(region, 'focusin', look), listen(region, 'pointerdown', onPress)]
    // Who handles the key first has it.
    ownerDocument.addEventListener('keydown', onKey)
    return () => {
      for (const each of undo) each()
      ownerDocument.removeEventListener('keydown', onKey)
    }
  }, [region, shortcut])

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the question is another one or gone
  useEffect(() => {
    if (!isInside.current || root.current === null) return
    const { activeElement, body } = root.current.ownerDocument ?? (root.current as Document)
    if (activeElement !== null && activeElement !== body) return
    if (region !== null) return region.focus()
    isInside.current = false
    giveBack(before.current, root.current)
  }, [region, key])
}

/** To what had it before, else home. */
export const giveBack = (before: HTMLElement | null, root: Document | ShadowRoot): void =>
  focusFirst([before, ...[root, root.ownerDocument ?? root].flatMap(listHomes)])

/** Focuses the first that takes it, or hands it on: what is gone, hidden or disabled does not. */
export function focusFirst(targets: readonly (HTMLElement | null)[]): void {
  targets.find((target) => {
    if (target === null) return false
    const had = focusedNear(target)
    target.focus()
    const has = focusedNear(target)
    return has === had ? holdsFocus(target) : has !== target.ownerDocument.body
  })
}
