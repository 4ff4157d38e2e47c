import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// `pnpm torture`: the tests that break things, as often as it takes to believe them. `pnpm torture kill` for one of them.

/** Kills and pauses, of servers and of a worker, a second server, a full disk and a read-only one, somebody hostile. */
const NAMES = ['kill', 'takeover', 'stopped-worker', 'disk', 'hostile', 'hostile-flood']

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly { readonly status: string }[]
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((part) => !NAMES.some((name) => name.includes(part)))
// Without a file, every test of the server would run instead.
if (unknown.length > 0) {
  console.error(
    `There is no test "${unknown.join('", "')}"; pnpm torture [name]… has ${NAMES.join(', ')}, by any part of a name.`,
  )
  process.exit(1)
}
const files = NAMES.filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part))).map(
  (name) => `packages/server/tests/${name}.test.ts`,
)
const folder = mkdtempSync(join(tmpdir(), 'askfirst-torture-'))
const reportFile = join(folder, 'report.json')
const from = performance.now()
const { status } = spawnSync(
  'vitest',
  [
    'run',
    ...['--project', 'server', '--no-file-parallelism', '--reporter=verbose', '--reporter=json'],
    `--outputFile.json=${reportFile}`,
    ...files,
  ],
  { stdio: 'inherit', env: { ...process.env, ASKFIRST_TORTURE: '1' } },
)
const minutes = ((performance.now() - from) / 60_000).toFixed(1)
let said = 'nothing ran'
let isOk = false
try {
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = report
  isOk = status === 0 && passed > 0 && report.testResults.every((file) => file.status === 'passed')
  said = `${passed} passed, ${failed} failed, ${skipped} skipped in ${minutes} minutes`
} catch (error) {
  console.error(error)
}
rmSync(folder, { recursive: true })
console.log(`Torture: ${said}${isOk ? '' : ', FAILED'}`)
process.exit(isOk ? 0 : 1)
