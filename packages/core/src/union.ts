// takes: two lists of names · gives: each name once

/** Each name of both once, some first; one of the two lists themselves where that is all. */
export function unionOf(some: readonly string[], more: readonly string[]): readonly string[] {
  if (some.length === 0) return more
  const others = more.filter((name) => !some.includes(name))
  return others.length === 0 ? some : [...some, ...others]
}
