import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packPackages } from './pack-packages.ts'
import { runStep, type StepResult } from './run-step.ts'

/** Stylesheets carry no types, so there is nothing in them for attw to judge. */
const attw = (tarball: string) => [
  ...['attw', tarball, '--profile', 'esm-only', '--no-emoji', '--no-color', '--format', 'ascii'],
  ...(tarball.includes('askfirst-react') ? ['--exclude-entrypoints', 'styles.css'] : []),
]

const failed: string[] = []
let ran = 0

const step = async (name: string, run: () => Promise<Pick<StepResult, 'ok' | 'output'>>) => {
  const startedAt = performance.now()
  const { ok, output } = await run()
  ran += 1
  if (!ok) failed.push(name)
  if (!ok) console.log(`\n${output.trim()}\n`)
  console.log(
    `${ok ? 'ok    ' : 'FAILED'}  ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`,
  )
}

const published = async (): Promise<Pick<StepResult, 'ok' | 'output'>> => {
  const folder = await mkdtemp(join(tmpdir(), 'askfirst-pack-'))
  try {
    const results: StepResult[] = []
    for (const { tarball } of await packPackages(folder)) {
      results.push(await runStep(['publint', 'run', '--strict', tarball]), await runStep(attw(tarball)))
    }
    const bad = results.filter(({ ok }) => !ok)
    return { ok: bad.length === 0, output: bad.map(({ output }) => output).join('\n') }
  } catch (error) {
    return { ok: false, output: String(error) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await step('biome: format, lint, import directions', () =>
  runStep(['biome', 'check', '--error-on-warnings', '.']),
)
await step('types of sources, tests, examples and snippets', () => runStep(['tsc', '--noEmit']))
await step('build', () => runStep(['pnpm', 'build']))
await step('knip: nothing unused, nothing undeclared', () => runStep(['knip']))
await step('publint and attw on the packed tarballs', published)
if (existsSync('bench/src/size.ts')) await step('size budgets', () => runStep(['pnpm', 'size']))

console.log(
  `\nChecks: ${ran - failed.length} passed, ${failed.length} failed${failed.map((name) => `\n  ${name}`).join('')}`,
)
process.exit(failed.length === 0 ? 0 : 1)
