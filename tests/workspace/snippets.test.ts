import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

// Code in the docs is a region of a file that the type checker compiles, so it cannot go stale; so may styles be:
//   <!-- snippet: docs/snippets/server.ts#server -->  followed by a fenced block

const root = join(import.meta.dirname, '../..')
const pages = globSync(['README.md', 'docs/**/*.md', 'packages/*/README.md'], {
  cwd: root,
  exclude: ['**/node_modules', 'docs/reference'],
})

function readRegion(file: string, region: string): string {
  const lines = readFileSync(join(root, file), 'utf8').split('\n')
  const isMark = (line: string, mark: string) => [`// ${mark}`, `/* ${mark} */`].includes(line.trim())
  const from = lines.findIndex((line) => isMark(line, `#region ${region}`))
  const to = lines.findIndex((line, at) => at > from && isMark(line, '#endregion'))
  if (from < 0 || to < 0) throw new Error(`${file} has no region "${region}"`)
  return lines
    .slice(from + 1, to)
    .join('\n')
    .trim()
}

for (const page of pages) {
  const text = readFileSync(join(root, page), 'utf8')
  const blocks = [...text.matchAll(/```(?:ts|tsx)\n([\s\S]*?)```/g)]
  const marked = [...text.matchAll(/<!-- snippet: (\S+?)#(\S+) -->\n\n?```(ts|tsx|css)\n([\s\S]*?)```/g)]
  if (blocks.length === 0) continue
  test(`every code block of ${page} is compiled`, () => {
    const compiled = marked.filter(([, , , language]) => language !== 'css')
    expect(compiled.length, 'blocks that name their snippet').toBe(blocks.length)
    for (const [, file, region, , code] of marked) {
      expect(code?.trim()).toBe(readRegion(file ?? '', region ?? ''))
    }
  })
}

test('the page of the first app is the one that is tried', () => {
  const shown = /```html\n([\s\S]*?)```/.exec(
    readFileSync(join(root, 'docs/getting-started.md'), 'utf8'),
  )?.[1]
  expect(shown).toBe(readFileSync(join(root, 'docs/snippets/first-app/index.html'), 'utf8'))
})

test('the meeting in memory of the docs is a test that passes', () => {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=askfirst-source', '--test', 'docs/snippets/meeting.ts'],
    { cwd: root, encoding: 'utf8', env },
  )
  expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(/pass 1\b/)
})

test('the README shows code', () => {
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain('<!-- snippet:')
})
