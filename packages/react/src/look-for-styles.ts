import type { ConsentClient } from '@askfirst/core'

/** Styles that are loaded beside the page have come by then. */
const LATE_MS = 2_000

/**
 * Says to who built the page that a prefab on it has no styles: it may stand anywhere then. Not of parts, whose look is
 * the app's own.
 *
 * @returns what ends the look
 */
export function lookForStyles(client: ConsentClient): () => void {
  const timer = setTimeout(() => {
    // Where nothing is laid out, as in jsdom, nothing is styled either.
    const prefab = 'elementFromPoint' in document && document.querySelector('.askfirst')
    if (prefab && !getComputedStyle(prefab).getPropertyValue('--_ink'))
      client.sayTrouble(`The prefabs have no styles: import '@askfirst/react/styles.css'.`)
  }, LATE_MS)
  return () => clearTimeout(timer)
}
