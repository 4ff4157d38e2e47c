import { keep, report } from './report.ts'
import type { Row } from './row.ts'
import { measureDecisions } from './rows/decisions.ts'
import { measureGateCheck } from './rows/gate-check.ts'
import { measureSilence } from './rows/silence.ts'
import { measureSizes } from './rows/size.ts'

/** Every group of figures, in the order they are shown; one more is one more file in `rows/`. */
const groups: readonly (() => Promise<Row[]>)[] = [
  measureGateCheck,
  measureDecisions,
  measureSilence,
  measureSizes,
]

const rows: Row[] = []
for (const measure of groups) rows.push(...(await measure()))
await keep(rows)
report('Bench', rows)
