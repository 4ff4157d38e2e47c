import { keep, report } from './report.ts'
import type { Row } from './row.ts'
import { measureAuthority } from './rows/authority.ts'
import { measureCall } from './rows/call.ts'
import { measureDecisions } from './rows/decisions.ts'
import { measureGateCheck } from './rows/gate-check.ts'
import { measureLedger } from './rows/ledger.ts'
import { measureMessages } from './rows/messages.ts'
import { measurePainting } from './rows/painting.ts'
import { measureSizes } from './rows/size.ts'

/** Every group of figures, in the order they are shown; one more is one more file in `rows/`. */
const groups: readonly (() => Promise<Row[]>)[] = [
  measureGateCheck,
  measureDecisions,
  measureAuthority,
  measureLedger,
  measureMessages,
  measureCall,
  measurePainting,
  measureSizes,
]

const rows: Row[] = []
for (const measure of groups) rows.push(...(await measure()))
await keep(rows)
report('Bench', rows)
