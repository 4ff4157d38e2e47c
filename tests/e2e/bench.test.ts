import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('`pnpm bench painting` still finds in its pages what it paints, within its budgets or not', () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=askfirst-source', 'bench/src/bench.ts', 'painting'],
    { cwd: join(import.meta.dirname, '../..'), encoding: 'utf8' },
  )
  for (const what of ['update to painted notice', 'frames dropped', 'renders per decision'])
    expect(stdout, stderr).toMatch(new RegExp(`^(ok|OVER) .*${what}`, 'm'))
})
