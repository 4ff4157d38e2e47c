import type { OnTrouble } from '../client/troubles.ts'

// takes: where the authority is · gives: what says on the console what keeps this from working, and where more of it is

/** Warns on the console. */
export const toWarn =
  (url: string): OnTrouble =>
  (trouble) =>
    console.warn(`Ask First, ${url}: ${trouble} (see @askfirst/core/dist/errors.md)`)
