import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

// What the threat model claims, a test shows: each that it names has to be there, under that name.

const docs = join(import.meta.dirname, '../../docs')

/** Tests as they are named in tables: `[name](file)`. */
function readTests(page: string): readonly { readonly name: string; readonly file: string }[] {
  return [...page.matchAll(/\[([^\]]+)\]\((\S+\.test\.tsx?)\)/g)].map(([, name = '', file = '']) => ({
    name,
    file,
  }))
}
const isThere = ({ name, file }: { readonly name: string; readonly file: string }): boolean => {
  const path = join(docs, file)
  return name.includes(' ') && existsSync(path) && readFileSync(path, 'utf8').includes(name)
}

test('every attack names its test, and every test is there', () => {
  const page = readFileSync(join(docs, 'threat-model.md'), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:what|---)/.test(line))
  expect(rows.filter((row) => readTests(row).length === 0)).toEqual([])
  const tests = readTests(page)
  expect(tests.length).toBeGreaterThan(40)
  expect(tests.filter((one) => !isThere(one))).toEqual([])
})

test('a name that no test has is found out', () => {
  const [one] = readTests('| | | [opens every gate](../packages/server/tests/hostile.test.ts) |')
  expect(one && isThere(one)).toBe(false)
})
