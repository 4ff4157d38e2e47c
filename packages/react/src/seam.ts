// What a browser knows and jsdom cannot: tests replace these, the package does not export them.

/** Whether an event came from the person and not from a script. */
const isTrusted = (event: Event): boolean => event.isTrusted

/** Whether somebody looking at the page sees the element now, and nothing lies over it. */
function isInSight(element: HTMLElement): boolean {
  if (document.visibilityState !== 'visible' || !element.isConnected) return false
  const watched = element.querySelectorAll<HTMLElement>('[data-askfirst-watch]')
  return [...(watched.length > 0 ? watched : [element])].every(isUncovered)
}

function isUncovered(element: HTMLElement): boolean {
  if (element.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) === false) return false
  const { left, top, width, height } = element.getBoundingClientRect()
  const root = element.getRootNode() as Document | ShadowRoot
  const hit = root.elementFromPoint(left + width / 2, top + height / 2)
  return hit !== null && (element.contains(hit) || hit.contains(element))
}

export const seam = { isTrusted, isInSight }
