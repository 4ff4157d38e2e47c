/** The least of a side, in px, that is a sign and not a sliver of one. */
const LEAST_PX = 12
/** Where it is looked whether something lies over the element, as parts of what is inside the viewport. */
const SPOTS = [0.1, 0.5, 0.9].flatMap((x) => [0.3, 0.7].map((y) => [x, y] as const))

/**
 * Whether the element is drawn where somebody who looks at the page sees most of it.
 *
 * A page in the background still counts: nobody was kept from looking. So does what lies under Ask First's own
 * dialogs and notices, which say the same.
 */
export function isOnShow(element: HTMLElement): boolean {
  // Nothing is laid out where the browser cannot say what is where, as in jsdom.
  if (document.elementFromPoint === undefined) return true
  if (element.checkVisibility?.({ visibilityProperty: true, opacityProperty: true }) === false) return false
  if (document.hidden) return true
  const box = element.getBoundingClientRect()
  const left = Math.max(box.left, 0)
  const top = Math.max(box.top, 0)
  const width = Math.min(box.right, innerWidth) - left
  const height = Math.min(box.bottom, innerHeight) - top
  if (width < LEAST_PX || height < LEAST_PX) return false
  // Over a fullscreen video it is drawn on top of everything, and found at no point.
  if (element.popover) return true
  const isPressable = getComputedStyle(element).pointerEvents !== 'none' && !element.closest('[inert]')
  const root = element.getRootNode() as Document | ShadowRoot
  const uncovered = SPOTS.filter(([x, y]) => {
    const hit = root.elementFromPoint(left + width * x, top + height * y)
    if (hit === null) return false
    if (element.contains(hit) || hit.closest('.askfirst, .askfirst-timeline')) return true
    // Under an app's modal a press goes through to what holds the element.
    return !isPressable && hit.contains(element)
  })
  return uncovered.length * 2 > SPOTS.length
}
