import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

// What the example and the docs show is registered: a word that changes has to be built in the same commit.

const root = join(import.meta.dirname, '../..')
const bin = join(root, 'packages/server/src/bin.ts')

const build = (directory: string, ...args: string[]) =>
  spawnSync(process.execPath, ['--conditions=askfirst-source', bin, 'notices', 'build', ...args], {
    cwd: join(root, directory),
    encoding: 'utf8',
    env: { ...process.env, ASKFIRST_LLM_URL: '' },
  })

test.each(['examples/video-call', 'docs/snippets'])('the notices of %s are registered', (directory) => {
  const files = ['--texts', 'notices.config.ts', '--out', 'notices.json', '--hashes', 'notices-hashes.json']
  const { status, stdout, stderr } = build(directory, '--check', ...files)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(/registered in \S+: [1-9]\d* texts?\b/)
})

test('each policy can be registered in every language that is in the package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-notices-'))
  try {
    const out = join(folder, 'notices.json')
    const { status, stdout, stderr } = build(
      'packages/react/tests',
      ...['--texts', 'all-notices.config.ts', '--out', out, '--hashes', join(folder, 'hashes.json')],
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/has 70 texts, 70 of them new/)
    const { texts } = JSON.parse(readFileSync(out, 'utf8')) as {
      texts: { lang: string; hash: string; templates: object }[]
    }
    expect(new Set(texts.map(({ lang }) => lang)).size).toBe(14)
    expect(new Set(texts.map(({ hash }) => hash)).size).toBe(70)
    for (const { templates } of texts) expect(Object.keys(templates).length).toBeGreaterThan(10)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
