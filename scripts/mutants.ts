import { availableParallelism } from 'node:os'
import { type CoreCopy, copyCore, selectCatch } from './mutants/copy-core.ts'
import { type Fault, faults } from './mutants/faults.ts'
import { coverageOf, toTable } from './mutants/invariants.ts'

// Seeds one fault after the other into a copy of the core: each has to be caught by what is said to catch it.

const startedAt = performance.now()
const copies = Array.from({ length: Math.min(4, availableParallelism()) }, copyCore)
const survivors: string[] = []
/** Failed, and not by being found: a text that does not run any more is a mistake of the list. */
const lame: string[] = []
const caughtOnes: Fault[] = []
/** `pnpm mutants <words> …` seeds those whose sentence has the words. */
const wanted = process.argv.slice(2)
const chosen = faults.filter(
  ({ says }) => wanted.length === 0 || wanted.some((words) => says.includes(words)),
)

/** Every copy works on what is left until nothing is. */
async function each<Work>(
  work: readonly Work[],
  act: (copy: CoreCopy, one: Work) => Promise<void>,
): Promise<void> {
  const left = [...work]
  await Promise.all(
    copies.map(async (copy) => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) await act(copy, one)
    }),
  )
}

async function seed(copy: CoreCopy, fault: Fault): Promise<void> {
  const mend = copy.break(fault)
  const result = await copy.run(fault)
  // Where one rule is said to be the only one, all the others together have to miss it.
  const others = fault.only === true ? await copy.run({ ...fault, rule: `not:${fault.rule}` }) : undefined
  mend()
  const found = selectCatch(fault, result)
  const isLame = found === undefined && !result.ok
  const isShared = !isLame && others?.ok === false
  const caught = isShared ? undefined : found
  if (caught !== undefined) caughtOnes.push(fault)
  else {
    const why = isShared ? `other rules than ${fault.rule} find it too:\n${others.output}` : result.output
    const where = isLame ? lame : survivors
    where.push(`${fault.says}\n${why.trim().slice(-1_500)}`)
  }
  const verdict = caught !== undefined ? 'caught' : isLame ? 'NOT RUN' : 'SURVIVED'
  console.log(
    [
      verdict.padEnd(8),
      `rule ${fault.rule}`.padEnd(17),
      fault.by.padEnd(20),
      fault.says.padEnd(48),
      `${caught ?? ''}${fault.only === true && caught !== undefined ? ' (and no other rule finds it)' : ''}`,
    ].join('  '),
  )
}

try {
  // What fails without a fault would catch anything; for a chosen few, the test command knows that already.
  await each(wanted.length > 0 ? [] : [...new Set(chosen.map(({ by }) => by))], async (copy, by) => {
    const { ok, output } = await copy.run({ by })
    if (!ok) throw new Error(`${by} fails without any fault:\n${output.slice(-3_000)}`)
  })
  await each(chosen, seed)
} finally {
  for (const copy of copies) copy.remove()
}
const coverage = coverageOf(caughtOnes)
// Of a chosen few, most rules have nothing to show.
const isBare = wanted.length === 0 && coverage.some(({ alone }) => alone === 0)
console.log(`\n${toTable(coverage.filter(({ caught }) => wanted.length === 0 || caught > 0))}`)
for (const survivor of survivors) console.log(`\nSURVIVED: ${survivor}`)
for (const one of lame) console.log(`\nNOT RUN: ${one}`)
const seconds = Math.round((performance.now() - startedAt) / 1_000)
const rules = new Set(chosen.map(({ rule }) => rule)).size
console.log(
  `\nMutants: ${chosen.length} seeded over ${rules} rules, ${caughtOnes.length} caught, ${survivors.length} survived, ${lame.length} not run (${seconds} s)`,
)
process.exit(survivors.length + lame.length === 0 && !isBare ? 0 : 1)
