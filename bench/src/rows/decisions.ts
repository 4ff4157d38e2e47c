import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TimedKind } from '../decisions/once.ts'
import { type SeriesName, seriesNames } from '../decisions/series.ts'
import { type Row, toRatioRow } from '../row.ts'

const SIZES = [10, 1_000, 10_000, 100_000] as const
/** Each in a process of its own: where things come to lie in memory is another each time, and tells for tenths. */
const TIMES = 3
const ONCE = join(import.meta.dirname, '../decisions/once.ts')

/** What one decision of each kind costs the authority, and how that grows with the meeting. */
export async function measureDecisions(): Promise<Row[]> {
  const rows: Row[] = []
  const growth: TimedKind[] = []
  for (const people of SIZES) {
    const timed: TimedKind[][] = []
    for (const name of seriesNames) {
      for (let time = 0; time < TIMES; time += 1) timed.push(await timeOnce(people, name))
    }
    for (const kind of new Set(timed.flat().map((one) => one.kind))) {
      const { ns, floor } = medianOf(timed.flat().filter((one) => one.kind === kind))
      const name = `${kind}, decide + evolve, ${people.toLocaleString('en')} people`
      rows.push(toRatioRow(name, ns / 1_000, 'µs', { floor: floor / 1_000, times: 3 }))
    }
    growth.push(medianOf(timed.flat().filter(({ kind }) => kind === 'consent.accept')))
  }
  const [first, last] = [growth[0], growth.at(-1)]
  if (first === undefined || last === undefined) return rows
  const name = 'consent.accept, its growth from 10 to 100,000 people'
  return [
    ...rows,
    toRatioRow(name, last.ns / first.ns, 'times', { floor: last.floor / first.floor, times: 3 }),
  ]
}

async function timeOnce(people: number, name: SeriesName): Promise<TimedKind[]> {
  const args = [...process.execArgv, ONCE, String(people), name]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout)
}

/** The one whose ratio is in the middle. */
function medianOf(timed: readonly TimedKind[]): TimedKind {
  const ranked = timed.toSorted((a, b) => a.ns / a.floor - b.ns / b.floor)
  const middle = ranked[ranked.length >> 1]
  if (middle === undefined) throw new Error('nothing was timed')
  return middle
}
