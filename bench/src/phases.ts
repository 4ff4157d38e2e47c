/** One phase of a round: does its work so many times over. */
export interface Phase {
  /** What its time counts for; absent for what only sets the stage. */
  readonly name?: string
  readonly times: number
  run(): void
}

/** Makes the phases of the next round, in order. */
export type Round = () => readonly Phase[]

const LEAST_ROUNDS = 15
const MOST_ROUNDS = 20_000
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/**
 * Median time of one piece of work in nanoseconds, for each phase by name, in each of several.
 *
 * Work that has to be undone before it can be done again cannot be repeated on the spot, so whole rounds
 * are, and each phase of them is timed by itself. Those compared take turns round by round. As much time goes by before
 * any of it counts.
 */
export function timePhases<Name extends string>(
  rounds: Readonly<Record<Name, Round>>,
  forMs = 1_000,
): Record<Name, ReadonlyMap<string, number>> {
  const names = Object.keys(rounds) as Name[]
  const samples = new Map(names.map((name) => [name, new Map<string, number[]>()]))
  let warmUntil = performance.now() + forMs
  let until = Number.POSITIVE_INFINITY
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (round >= LEAST_ROUNDS && performance.now() > until) break
    if (performance.now() > warmUntil) {
      // What is compiled by now is what a server runs that has been there for a while.
      for (const known of samples.values()) known.clear()
      warmUntil = Number.POSITIVE_INFINITY
      until = performance.now() + forMs
      round = 0
    }
    for (const name of names) {
      for (const phase of rounds[name]()) {
        const from = performance.now()
        phase.run()
        const ns = ((performance.now() - from) * 1e6) / phase.times
        if (phase.name === undefined) continue
        const known = samples.get(name)?.get(phase.name) ?? []
        samples.get(name)?.set(phase.name, known)
        known.push(ns)
      }
    }
  }
  const medians = names.map((name) => [
    name,
    new Map([...(samples.get(name) ?? [])].map(([phase, values]) => [phase, median(values)])),
  ])
  return Object.fromEntries(medians) as Record<Name, ReadonlyMap<string, number>>
}
