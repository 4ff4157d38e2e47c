import { Bench } from 'tinybench'

/** One thing to be timed: does its work `times` times over. */
export interface Timed {
  readonly times: number
  run(): void
}

/**
 * Median time of one piece of work in nanoseconds, for each of several, side by side.
 *
 * They take turns for three rounds, so that a noisy moment of the machine hits all of them; the median
 * round counts.
 */
export async function time<Name extends string>(
  work: Readonly<Record<Name, Timed>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(work) as Name[]
  const rounds = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (let round = 0; round < 3; round += 1) {
    const bench = new Bench({ time: 250, warmupTime: 100 })
    for (const name of names) bench.add(name, () => work[name].run())
    await bench.run()
    for (const { name, result } of bench.tasks) {
      if (!('latency' in result)) throw new Error(`"${name}" was not measured: ${JSON.stringify(result)}`)
      const { times } = work[name as Name]
      rounds.get(name as Name)?.push((result.latency.p50 * 1e6) / times)
    }
  }
  const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[1] ?? Number.NaN
  return Object.fromEntries(names.map((name) => [name, median(rounds.get(name) ?? [])])) as Record<
    Name,
    number
  >
}
