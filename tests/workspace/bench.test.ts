import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const bench = (...groups: string[]) =>
  spawnSync(process.execPath, ['--conditions=askfirst-source', 'bench/src/bench.ts', ...groups], {
    cwd: root,
    encoding: 'utf8',
  })

test('`pnpm bench` has a group for each file of rows, and names them where one is asked for that is not there', () => {
  const { status, stderr } = bench('size', 'sizes')
  expect(status).toBe(1)
  const files = readdirSync(join(root, 'bench/src/rows'), { withFileTypes: true })
  const names = files.filter((file) => file.isFile()).map(({ name }) => name.replace('.ts', ''))
  expect(stderr).toContain('There is no group "sizes"')
  for (const name of names) expect(stderr).toContain(name)
})
