import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { keep, report } from 'bench/report'
import { writePage } from './src/page.ts'
import { toRows } from './src/rows.ts'
import { measureScenario } from './src/scenario.ts'

// `pnpm load`: 10,000 people in one meeting, and 500 meetings of 20. For a quick look, smaller:
// `pnpm load --crowd 1x1000`, any number of them; `--cpu-prof <directory>` profiles the server.

const USAGE =
  'pnpm load [--crowd <meetings>x<people>]… [--cpu-prof <directory>], six people at least: pnpm load --crowd 1x1000'

/** What is said of it ends here, and nothing is measured. */
function stop(why: string, code: number): never {
  console[code === 0 ? 'log' : 'error'](why)
  process.exit(code)
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        crowd: { type: 'string', multiple: true, default: ['1x10000', '500x20'] },
        'cpu-prof': { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : error}\n${USAGE}`, 1)
  }
}

const values = readOptions()
if (values.help) stop(USAGE, 0)
const crowds = values.crowd.map((crowd) => {
  const [, meetings, people] = /^(\d+)x(\d+)$/.exec(crowd)?.map(Number) ?? []
  if (meetings !== undefined && people !== undefined && meetings > 0 && people >= 6)
    return { meetings, people }
  return stop(`--crowd ${crowd} is no crowd.\n${USAGE}`, 1)
})

/** Beside the sockets of the crowd: ledgers, workers, and what a process has open. */
const OTHER_FILES = 500
const needed = Math.max(...crowds.map(({ meetings, people }) => meetings * people)) + OTHER_FILES
const allowed = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim()
if (allowed !== 'unlimited' && Number(allowed) < needed) {
  stop(
    `A crowd of this size takes ${needed} open files in one process, and ${allowed} are allowed here. ` +
      `Allow more with \`ulimit -n ${needed}\`, or take a smaller one: pnpm load --crowd 1x1000`,
    1,
  )
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
