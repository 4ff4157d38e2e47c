import { isDrawn, rootOf } from './own-root.ts'

// What a browser knows and jsdom cannot: tests replace these, the package does not export them.

/** Whether an event came from the person and not from a script. */
const isTrusted = (event: Event): boolean => event.isTrusted

/** What has to be seen of a notice: its controls where they are marked, else the whole. */
export function listWatched(element: HTMLElement): readonly HTMLElement[] {
  const watched = element.querySelectorAll<HTMLElement>('[data-askfirst-watch]')
  return watched.length > 0 ? [...watched] : [element]
}

/** Whether somebody looking at the page sees the element now, and nothing lies over it. */
function isInSight(element: HTMLElement): boolean {
  if (element.ownerDocument.visibilityState !== 'visible' || !element.isConnected) return false
  const watched = listWatched(element)
  // Yes and no are seen together; switches are a question each, and one is enough.
  return watched[watched[0]?.dataset.askfirstWatch === 'any' ? 'some' : 'every'](isUncovered)
}

function isUncovered(element: HTMLElement): boolean {
  if (!isDrawn(element)) return false
  const { left, top, width, height } = element.getBoundingClientRect()
  return element.contains(rootOf(element).elementFromPoint(left + width / 2, top + height / 2))
}

export const seam = { isTrusted, isInSight }
