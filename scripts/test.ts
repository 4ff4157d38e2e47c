import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBrowser, ensureHeadless } from './browser.ts'
import { runStep } from './run-step.ts'

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

const projects = [
  'core',
  'server',
  'testing',
  'react',
  'examples',
  'workspace',
  'protocol',
  'packages',
  'e2e',
  'fair',
]

/** `pnpm test core` runs one project; every other argument goes to vitest as it is. */
const args = process.argv.slice(2)
const chosen = args.filter((arg) => projects.includes(arg))
const passedOn = args.filter((arg) => !projects.includes(arg))
const filters = passedOn.filter((arg) => !arg.startsWith('-'))
const includes = (project: string, folder: string) => {
  if (chosen.length > 0) return chosen.includes(project)
  const files = globSync(`${folder}/**/*.test.ts`)
  return filters.length === 0 || files.some((file) => filters.some((filter) => file.includes(filter)))
}
const withBuilt = includes('e2e', 'tests/e2e') || includes('examples', 'examples/playground/tests')
const withFair = includes('fair', 'tests/fair')
const withBrowser = withBuilt || withFair
const withTarballs = includes('packages', 'tests/consumers')

const stop = (message: string): never => {
  console.error(`\n${message}\n`)
  console.log('Tests: 0 passed, 1 failed, 0 skipped')
  process.exit(1)
}

const prepare = async (what: string, command: string[]) => {
  console.log(what)
  const { ok, output } = await runStep(command)
  if (!ok) stop(`${output}\nThis failed: ${command.join(' ')}. No test was run.`)
}

const findBrowserFirst = () => {
  try {
    const wished = process.env.ASKFIRST_CHROMIUM
    const browser = ensureBrowser()
    process.env.ASKFIRST_CHROMIUM = browser
    process.env.ASKFIRST_HEADLESS ??= wished ?? (withFair ? ensureHeadless(browser) : browser)
    console.log(
      `Browser for the tests that need one: ${browser}; without a call: ${process.env.ASKFIRST_HEADLESS}`,
    )
  } catch (error) {
    stop(error instanceof Error ? error.message : String(error))
  }
}

console.log(`Running the tests of Ask First: ${(chosen.length ? chosen : projects).join(', ')}.`)
if (withBrowser) findBrowserFirst()
if (withBuilt || withTarballs) {
  await prepare('Building the packages …', ['pnpm', 'build'])
}
const folder = mkdtempSync(join(tmpdir(), 'askfirst-test-'))
const reportFile = join(folder, 'report.json')
const { status } = spawnSync(
  'vitest',
  [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    // With what belongs to it: those of e2e that listen run by themselves.
    ...chosen.flatMap((project) => ['--project', `${project}*`]),
    ...passedOn,
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
)
if (!existsSync(reportFile)) stop('vitest ended without a report: see above.')
const report = JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport
rmSync(folder, { recursive: true, force: true })

/** A file that could not even be loaded has no failed test in it, and is a failure all the same. */
const filesLost = report.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
).length
const failed = Math.max(report.numFailedTests + filesLost, status === 0 ? 0 : 1)
const skipped = report.numPendingTests + report.numTodoTests
console.log(`\nTests: ${report.numPassedTests} passed, ${failed} failed, ${skipped} skipped`)
process.exit(failed === 0 ? 0 : 1)
