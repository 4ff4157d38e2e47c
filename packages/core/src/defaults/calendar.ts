// takes: a time in milliseconds, or what a calendar calls it · gives: the other of the two
// never: reads a clock

/** RFC 3339, in UTC; a device may claim any time, also one that no calendar has. */
export function toTime(at: number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString()
}

/** Milliseconds since 1970; NaN for what is no time. */
export const fromTime = (text: string): number => Date.parse(text)
