import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('runs no other tests for a name that it does not have', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/torture.ts', 'kill', 'kil1'], {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
    // Nothing to run the tests with: where the name counts, it fails at once.
    env: { PATH: '' },
  })
  expect(stderr).toMatch(/^There is no test "kil1"; pnpm torture \[name\]… has kill, takeover, /)
  expect(stdout).toBe('')
  expect(status).toBe(1)
})
