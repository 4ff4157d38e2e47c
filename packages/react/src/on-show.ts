import { isDrawn, rootOf } from './own-root.ts'

/** The least of a side, in px, that is a sign and not a sliver of one. */
const LEAST_PX = 12
/** Where along its middle it is looked whether the element is inside the viewport and nothing lies over it. */
const SPOTS = [0.1, 0.3, 0.5, 0.7, 0.9]

/**
 * Whether the element is drawn where somebody who looks at the page sees most of it.
 *
 * A page in the background still counts: nobody was kept from looking. So does what lies under Ask First's own
 * dialogs and notices, which say the same.
 */
export function isOnShow(element: HTMLElement): boolean {
  const root = rootOf(element)
  // Nothing is laid out where the browser cannot say what is where, as in jsdom.
  if (root.elementFromPoint === undefined) return true
  if (!isDrawn(element)) return false
  if (element.ownerDocument.hidden) return true
  const { left, top, width, height } = element.getBoundingClientRect()
  if (width < LEAST_PX || height < LEAST_PX) return false
  // Over a fullscreen video it is drawn on top of everything, and found at no point.
  if (element.popover) return true
  const isPressable = getComputedStyle(element).pointerEvents !== 'none'
  const uncovered = SPOTS.filter((part) => {
    const hit = root.elementFromPoint(left + width * part, top + height / 2)
    if (hit === null) return false
    if (element.contains(hit) || hit.closest('.askfirst, .askfirst-timeline')) return true
    // Under an app's modal a press goes through to what holds the element.
    return !isPressable && hit.contains(element)
  })
  return uncovered.length * 2 > SPOTS.length
}
