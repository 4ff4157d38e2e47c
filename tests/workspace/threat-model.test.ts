import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

// What the threat model claims, a test shows: each that it names has to be there, under that name, and to run.

const docs = join(import.meta.dirname, '../../docs')

/** Tests as they are named in tables: `[name](file)`. */
function readTests(page: string): readonly { readonly name: string; readonly file: string }[] {
  return [...page.matchAll(/\[([^\]]+)\]\((\S+\.test\.tsx?)\)/g)].map(([, name = '', file = '']) => ({
    name,
    file,
  }))
}

/** Where a line begins a test that runs, or ends a table of them; a comment begins otherwise, as one left out does. */
const BEGINS =
  /^[ \t]*(?:(?:it|test|describe)(?:\.runIf\(\w+\)|\.each(?:<.*>)?\(.*\))?\((?:\w+\()?|\](?: as const)?\)\()/
const TITLE = new RegExp(`${BEGINS.source}(['"\`])((?:\\\\.|(?!\\1).)*)\\1`, 'gm')
/** A whole group may be left out too, or all but another. */
const LEAVES_OUT = /\b(?:it|test|describe|context)(?:\.\w+)*\.(?:skip|todo|only|skipIf|fails)\b/

const readTitles = (source: string): readonly string[] =>
  LEAVES_OUT.test(source) ? [] : [...source.matchAll(TITLE)].map(([, , title = '']) => title)

const isThere = ({ name, file }: { readonly name: string; readonly file: string }): boolean => {
  const path = join(docs, file)
  if (!name.includes(' ') || !existsSync(path)) return false
  return readTitles(readFileSync(path, 'utf8')).some((title) => title.includes(name))
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

test.each([
  ["  it('closes all', () => {", ['closes all']],
  ['test("it is “closed”", () => {', ['it is “closed”']],
  ['describe(`in rounds`, {', ['in rounds']],
  ["it.runIf(isRoot)(asRoot('because it is full'), () => {", ['because it is full']],
  ["test.each([[undefined], ['x']])('is refused as %j', (x) => {", ['is refused as %j']],
  ["test.each([\n  ['a row'],\n] as const)('each is closed: %s', (x) => {", ['each is closed: %s']],
  ["// it('closes all', () => {", []],
  ["/** As it('closes all') says. */", []],
  ["const words = 'closes all'", []],
  ["it.skip('closes all', () => {", []],
  ["it.todo('closes all')", []],
  ["describe.skip('for now', () => {\n  it('closes all', () => {", []],
  ["it('closes all', () => {\n})\ntest.only('another', () => {", []],
  ["test.skipIf(isMissing)('closes all', () => {", []],
])('titles are those of tests that run: %j', (source, titles) => {
  expect(readTitles(source)).toEqual(titles)
})
