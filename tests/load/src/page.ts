import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { Row } from 'bench/row'

const PAGE = join(import.meta.dirname, '../../../docs/performance.md')
const [BEGIN, END] = ['<!-- figures of pnpm load -->', '<!-- end of figures -->']

const show = (value: number | undefined): string =>
  value === undefined ? '' : Number(value.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 2 })

function toTable(rows: readonly Row[]): string {
  const cells = rows.map(({ name, value, unit, budget, floor, pass }) => {
    const verdict = budget === undefined ? '' : pass ? 'within' : '**over**'
    return [name, `${show(value)} ${unit}`, show(floor), show(budget), verdict]
  })
  const head = ['what', 'measured', 'plain server', 'budget', 'verdict']
  const widths = head.map((title, at) => Math.max(title.length, ...cells.map((row) => row[at]?.length ?? 0)))
  // As the formatter has it.
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n')
}

/** Writes what was measured into the page that speaks of it, so that the two are of one run. */
export async function writePage(rows: readonly Row[], crowds: readonly string[]): Promise<void> {
  const page = await readFile(PAGE, 'utf8')
  const [before, rest] = page.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined) throw new Error(`${PAGE} has no place for figures.`)
  const on = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'a processor'}.`
  const parts = crowds.map((crowd) => {
    const own = rows.filter(({ name }) => name.startsWith(`${crowd}: `))
    const heading = crowd.charAt(0).toUpperCase() + crowd.slice(1)
    return `### ${heading}\n\n${toTable(own.map((row) => ({ ...row, name: row.name.slice(crowd.length + 2) })))}`
  })
  await writeFile(PAGE, [before, BEGIN, '\n\n', on, '\n\n', parts.join('\n\n'), '\n\n', END, after].join(''))
}
