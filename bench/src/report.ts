import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Row } from './row.ts'

const RESULTS = join(import.meta.dirname, '../results')
const round = (value: number): number => Number(value.toPrecision(4))
const show = (value: number | undefined): string =>
  value === undefined ? '' : round(value).toLocaleString('en', { maximumFractionDigits: 2 })

/** Prints the rows as a table and one line at the end; the exit code says whether all were within budget. */
export function report(what: string, rows: readonly Row[]): void {
  const table = rows.map(({ name, value, unit, floor, budget, pass }) => [
    budget === undefined ? '' : pass ? 'ok' : 'OVER',
    name,
    `${show(value)} ${unit}`,
    show(budget),
    show(floor),
  ])
  const head = ['', 'what', 'measured', 'budget', 'floor']
  const widths = head.map((title, at) => Math.max(title.length, ...table.map((row) => row[at]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')
  console.log([head, ...table].map(line).join('\n'))
  const over = rows.filter(({ pass }) => !pass).map(({ name }) => name)
  const end = over.length === 0 ? 'all within budget' : `${over.length} over budget: ${over.join('; ')}`
  console.log(`\n${what}: ${rows.length} figures, ${end}`)
  process.exitCode = over.length === 0 ? 0 : 1
}

/** Keeps the rows for the README and for the next to compare with. */
export async function keep(rows: readonly Row[], file = 'latest.json'): Promise<void> {
  const kept = rows.map(({ name, value, unit, budget, floor, pass }) => ({
    name,
    value: round(value),
    unit,
    budget: budget === undefined ? null : round(budget),
    floor: floor === undefined ? null : round(floor),
    pass,
  }))
  await mkdir(RESULTS, { recursive: true })
  await writeFile(join(RESULTS, file), `${JSON.stringify(kept, null, 2)}\n`)
}
