import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { keep, report } from 'bench/report'
import { writePage } from './src/page.ts'
import { toRows } from './src/rows.ts'
import { measureScenario } from './src/scenario.ts'

// `pnpm load`: 10,000 people in one meeting, and 500 meetings of 20. For a quick look, smaller:
// `pnpm load --crowd 1x1000`, any number of them; `--cpu-prof <directory>` profiles the server.

const { values } = parseArgs({
  options: {
    crowd: { type: 'string', multiple: true, default: ['1x10000', '500x20'] },
    'cpu-prof': { type: 'string' },
  },
})
const crowds = values.crowd.map((crowd) => {
  const [, meetings, people] = /^(\d+)x(\d+)$/.exec(crowd)?.map(Number) ?? []
  if (meetings !== undefined && people !== undefined && meetings > 0 && people >= 6)
    return { meetings, people }
  throw new Error(`--crowd ${crowd}: say meetings x people, six people at least: --crowd 1x10000`)
})

/** Beside the sockets of the crowd: ledgers, workers, and what a process has open. */
const OTHER_FILES = 500
const needed = Math.max(...crowds.map(({ meetings, people }) => meetings * people)) + OTHER_FILES
const allowed = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim()
if (allowed !== 'unlimited' && Number(allowed) < needed) {
  console.error(
    `A crowd of this size takes ${needed} open files in one process, and ${allowed} are allowed here. ` +
      `Allow more with \`ulimit -n ${needed}\`, or take a smaller one: pnpm load --crowd 1x1000`,
  )
  process.exit(1)
}

const profile = values['cpu-prof']
async function run(): Promise<void> {
  const rows = []
  const titles: string[] = []
  for (const { meetings, people } of crowds) {
    const title =
      meetings === 1 ? `${people.toLocaleString('en')} in one meeting` : `${meetings} meetings of ${people}`
    titles.push(title)
    console.log(`Measuring ${title} …`)
    const serverFlags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
    rows.push(...toRows(title, await measureScenario({ meetings, people, serverFlags })))
  }
  // A quick look is not what the page speaks of.
  if (process.argv.length === 2) {
    await keep(rows, 'load.json')
    await writePage(rows, titles)
  }
  report('Load', rows)
}

await run().catch((error: unknown) => {
  console.error(error)
  console.log('Load: not measured, FAILED')
  process.exitCode = 1
})
