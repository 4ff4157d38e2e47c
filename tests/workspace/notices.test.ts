import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

// What the example and the docs show is registered: a word that changes has to be built in the same commit.

const root = join(import.meta.dirname, '../..')
const bin = join(root, 'packages/server/src/bin.ts')

test.each(['examples/video-call', 'docs/snippets'])('the notices of %s are registered', (directory) => {
  const files = ['--texts', 'notices.config.ts', '--out', 'notices.json', '--hashes', 'notices-hashes.json']
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=askfirst-source', bin, 'notices', 'build', '--check', ...files],
    { cwd: join(root, directory), encoding: 'utf8', env: { ...process.env, ASKFIRST_LLM_URL: '' } },
  )
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(/[1-9]\d* texts are registered/)
})
