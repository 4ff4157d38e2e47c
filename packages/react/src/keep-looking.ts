// takes: a look at the page · gives: the same again and again, until it is undone
// no event tells that something came to lie over an element, or under it, or moved it

/** How often it is looked. */
const LOOK_EVERY_MS = 200

/** Looks now, and from now on. */
export function keepLooking(look: () => void): () => void {
  look()
  const timer = setInterval(look, LOOK_EVERY_MS)
  return () => clearInterval(timer)
}
