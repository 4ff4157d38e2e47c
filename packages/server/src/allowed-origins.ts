import { AskFirstError } from '@askfirst/core'

// takes: web origins as an app names them, and the one that a browser says · gives: whether it may connect
// never: lets in an origin that only looks like one that was named

/** An origin as browsers write it. */
export const ORIGIN_RULE = 'scheme, host and port as browsers write them, with nothing after them'

/** Longer ones no browser has: a name of 253 characters, a scheme and a port. */
const LONGEST_ORIGIN = 300

/** Whether it is an origin, letter for letter as browsers write it. `*` stands for itself: there are no patterns. */
export const isOrigin = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length <= LONGEST_ORIGIN &&
  !value.includes('*') &&
  toOrigin(value) === value

function toOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { host, origin, protocol } = new URL(text)
  // Apps in a shell have schemes of their own, `capacitor://localhost`: `URL` gives no origin for those.
  return origin === 'null' && host !== '' ? `${protocol}//${host}` : origin
}

/** @throws AskFirstError where no browser would ever say one of them */
export function assertOrigins(origins: readonly string[] | undefined): void {
  if (origins === undefined) return
  const isList = Array.isArray(origins)
  const at = isList ? origins.findIndex((one) => !isOrigin(one)) : 0
  if (at < 0) return
  const odd: unknown = isList ? origins[at] : origins
  const likely = `'${toLikely(odd)}'`
  throw new AskFirstError('server-origins', {
    what: isList
      ? `allowedOrigins has ${JSON.stringify(odd)}, which is no web origin.`
      : `allowedOrigins is ${JSON.stringify(odd)}, which is no array.`,
    why: `What browsers say is compared with it letter for letter: ${ORIGIN_RULE}.`,
    fix: `Write ${isList ? likely : `[${likely}]`}, each origin by its full name; leave allowedOrigins out for any.`,
  })
}

/** The origin that is in it, or would be with a scheme. */
function toLikely(odd: unknown): string {
  const text = String(odd)
  return [toOrigin(text), toOrigin(`https://${text}`)].find(isOrigin) ?? 'https://app.example'
}

/** Whether a page of an origin may connect or ask: whoever has none is no page. */
export type Allows = (origin: string | undefined) => boolean

/** @param onRefused hears which it was: only an origin, never whatever else is in its place */
export function createAllows(
  allowedOrigins: readonly string[] | undefined,
  onRefused: (origin: string) => void,
): Allows {
  const allowed = allowedOrigins && new Set(allowedOrigins)
  return (origin) => {
    if (origin === undefined || allowed === undefined || allowed.has(origin)) return true
    // `null` is what pages of files and of sandboxes say.
    onRefused(isOrigin(origin) || origin === 'null' ? origin : 'no origin')
    return false
  }
}
