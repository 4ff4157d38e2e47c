import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AskFirstError } from '@askfirst/core'
import { expect, test } from 'vitest'
import { toPackedErrors } from '../../scripts/errors-page.ts'

// Every mistake that is thrown points to docs/errors.md, as it is packed: it has to be there.

const root = join(import.meta.dirname, '../..')

test('docs/errors.md has every rule that a mistake may name', () => {
  const rules = new Set<string>()
  for (const file of globSync('packages/*/src/**/*.{ts,tsx}', { cwd: root })) {
    if (/\.test(-d)?\.tsx?$/.test(file)) continue
    const source = readFileSync(join(root, file), 'utf8')
    for (const [, rule] of source.matchAll(/(?:AskFirstError|wrong)\(\s*'([a-z-]+)'/g)) rules.add(rule ?? '')
    // Named last, or by default, where one function throws for a whole table.
    for (const [, rule] of source.matchAll(/'(policy-[a-z]+)'/g)) rules.add(rule ?? '')
  }
  expect(rules.size).toBeGreaterThan(20)
  const page = readFileSync(join(root, 'docs/errors.md'), 'utf8')
  expect([...rules].filter((rule) => !page.includes(`\`${rule}\``))).toEqual([])
})

test('is packed where a mistake says that it is, with no link that leads out of the package', () => {
  const { message } = new AskFirstError('features', { what: '', why: '', fix: '' })
  expect(message).toContain('(rule "features" of @askfirst/core/dist/errors.md)')
  const page = readFileSync(join(root, 'docs/errors.md'), 'utf8')
  expect(page).toMatch(/\]\(ledgers\.md\)/)
  const packed = toPackedErrors(page)
  expect(packed).not.toMatch(/\]\([^#]/)
  expect(packed).toContain('see _Ledgers_ (docs/ledgers.md in the repository)')
})
