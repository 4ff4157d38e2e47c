import { globSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listEntries, writeReference } from '../../scripts/reference.ts'

// The API reference is what the docstrings say. If it differs: pnpm reference, and read what changed.

const root = join(import.meta.dirname, '../..')
const committed = join(root, 'docs/reference')
const entries = listEntries()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askfirst-reference-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const read = (at: string) =>
  Object.fromEntries(
    globSync('**/*.md', { cwd: at })
      .sort()
      .map((page) => [page, readFileSync(join(at, page), 'utf8')]),
  )

test('the reference is the one that the docstrings make, and every public name has one', async () => {
  const made = await writeReference(
    folder,
    entries.map(({ source }) => source),
  )
  expect(made.ok, made.output).toBe(true)
  expect(read(committed)).toEqual(read(folder))
})

describe('and it is whole', () => {
  test.each(entries)('$name has a page, by the @module of its first lines', ({ name, source, page }) => {
    expect(readFileSync(join(root, source), 'utf8')).toContain(`@module ${name}\n`)
    expect(readFileSync(join(committed, page), 'utf8')).toContain(`# ${name}\n`)
  })

  test('its links lead somewhere', () => {
    const pages = read(committed)
    for (const [page, text] of Object.entries(pages)) {
      for (const [, path, anchor] of text.matchAll(/\]\(([^)#:]*)(?:#([^)]+))?\)/g)) {
        const target = path ? join(dirname(page), path) : page
        expect(Object.keys(pages), `${page} links to ${target}`).toContain(target)
        if (anchor !== undefined)
          expect(pages[target], `${page} links to ${anchor}`).toContain(`<a id="${anchor}">`)
      }
    }
  })
})

test('a public name without a docstring is told', async () => {
  const at = join(folder, 'undocumented')
  await mkdir(at)
  await writeFile(join(at, 'package.json'), '{ "name": "@askfirst/core", "version": "0.0.0" }')
  await writeFile(
    join(at, 'index.ts'),
    '/** Said. */\nexport const said = 1\nexport const unsaid = 2\nexport interface Named {\n  unsaidToo(): void\n}\n',
  )
  await writeFile(join(at, 'tsconfig.json'), '{ "files": ["index.ts"] }')
  const settings = { extends: [join(root, 'docs/typedoc.json')], tsconfig: 'tsconfig.json' }
  await writeFile(join(at, 'typedoc.json'), JSON.stringify(settings))
  const { ok, output } = await writeReference(
    join(at, 'pages'),
    [join(at, 'index.ts')],
    join(at, 'typedoc.json'),
  )
  expect(ok).toBe(false)
  expect(output.match(/\w+(\.\w+)? \(\w+\)/g)).toEqual([
    'unsaid (Variable)',
    'Named (Interface)',
    'Named.unsaidToo (CallSignature)',
  ])
})
