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

// `pnpm bench`: every group of figures; `pnpm bench ledger call`: some of them, which is a look and keeps nothing.

/** In the order they are shown; one more is one more file in `rows/`. */
const groups: Readonly<Record<string, () => Promise<Row[]>>> = {
  'gate-check': measureGateCheck,
  decisions: measureDecisions,
  authority: measureAuthority,
  ledger: measureLedger,
  messages: measureMessages,
  call: measureCall,
  painting: measurePainting,
  size: measureSizes,
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(groups, name))
if (unknown.length > 0) {
  console.error(
    `There is no group "${unknown.join('", "')}"; pnpm bench [group]… has ${Object.keys(groups).join(', ')}.`,
  )
  process.exit(1)
}

const rows: Row[] = []
for (const [name, measure] of Object.entries(groups)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  console.log(`Measuring ${name} …`)
  rows.push(...(await measure()))
}
// A look is not what the pages speak of.
if (asked.length === 0) await keep(rows)
report('Bench', rows)
