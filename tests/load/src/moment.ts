/** Milliseconds of a clock that all processes of a machine share, and that nobody sets. */
export const moment = (): number => Number(process.hrtime.bigint()) / 1e6

/** What a number of times comes to. */
export interface Spread {
  readonly count: number
  readonly p50: number
  readonly p99: number
  readonly worst: number
}

export function toSpread(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), worst: at(1) }
}

/** Processor time of this process in milliseconds, since it began. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
