import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

// Somebody new can name, for each file of core and testing, what it takes and gives: its first lines say so.

const root = join(import.meta.dirname, '../..')
const FIRST_LINES = 45

/** Whether a comment says so: one of its own, or that of the main export. */
const saysSo = (source: string): boolean =>
  source.split('\n', FIRST_LINES).some((line) => /^(?:\/\/| \*) (?:takes|gives): \S/.test(line))

test('each file of core and testing says in its first lines what it takes and gives', () => {
  const files = globSync('packages/{core,testing}/src/**/*.ts', { cwd: root })
    .filter((file) => !/\.test(-d)?\.ts$/.test(file))
    .sort()
  expect(files.length).toBeGreaterThan(150)
  const silent = files.filter((file) => !saysSo(readFileSync(join(root, file), 'utf8')))
  expect(silent, 'these files need "// takes: … · gives: …", or one of the two, after their imports').toEqual(
    [],
  )
})

test('a file that says it later, or in passing, does not', () => {
  const line = '// gives: a line'
  expect(saysSo(`${'\n'.repeat(FIRST_LINES - 1)}${line}`)).toBe(true)
  expect(saysSo(`${'\n'.repeat(FIRST_LINES)}${line}`)).toBe(false)
  expect(saysSo('// What it is made with, and what it gives: apart from how.')).toBe(false)
})
