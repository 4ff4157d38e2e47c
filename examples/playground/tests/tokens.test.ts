import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const tokensIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/--askfirst-[a-z-]+/g)].map(([token]) => token))].sort()

const styles = globSync('packages/react/src/styles/*.css', { cwd: root }).map(read).join('\n')
const themes = read('examples/playground/web/seat/themes.css')

test('docs/theming.md lists every token of the stylesheet, and no other', () => {
  const rows = read('docs/theming.md')
    .split('\n')
    .flatMap((line) => /^\| `(--askfirst-[a-z-]+)`/.exec(line)?.[1] ?? [])
  expect(rows.toSorted()).toEqual(tokensIn(styles))
})

test('the themes set tokens that there are, and nothing else', () => {
  const blocks = [...themes.matchAll(/:root\[data-theme="(\w+)"\] \{([^}]*)\}/g)]
  expect(blocks.map(([, name]) => name)).toEqual(['orchid', 'ledger', 'studio'])
  const outside = blocks.reduce((text, [block]) => text.replace(block, ''), themes)
  expect(outside.replace(/\/\*[\s\S]*?\*\//g, '').trim()).toBe('')
  for (const [, , block = ''] of blocks) {
    const names = block
      .split(';')
      .map((line) => line.split(':')[0]?.trim() ?? '')
      .filter((name) => name !== '')
    expect(names.filter((name) => !tokensIn(styles).includes(name))).toEqual([])
  }
})

test('nothing in the stylesheet is left or right, nor asks how wide the screen is', () => {
  const rules = styles.replace(/\/\*[\s\S]*?\*\//g, '')
  expect(rules.match(/(?<![-\w])(?:left|right|(?:margin|padding|border)-(?:left|right))\s*:/g)).toBeNull()
  expect(rules.match(/\d(?:vw|svw|lvw|dvw)\b|@media[^{]*width/g)).toBeNull()
})

/** Text against what it stands on, and edges, marks and rings against the panel. */
const PAIRS = [
  ['ink', 'panel', 4.5],
  ['quiet', 'panel', 4.5],
  ['ink', 'sunken', 4.5],
  ['quiet', 'sunken', 4.5],
  ['button-ink', 'button', 4.5],
  ['edge', 'panel', 3],
  ['edge', 'sunken', 3],
  ['mark', 'panel', 3],
  ['focus', 'panel', 3],
] as const
const INHERITED: Readonly<Record<string, string>> = { button: 'sunken', 'button-ink': 'ink' }

const looks: readonly (readonly [name: string, css: string])[] = [
  ['default', styles],
  ...[...themes.matchAll(/data-theme="(\w+)"\] \{([^}]*)\}/g)].map(
    ([, name = '', block = '']) => [name, block] as const,
  ),
]

describe.each(looks)('the %s look', (_, css) => {
  const colour = (token: string, scheme: 0 | 1): string => {
    const pattern = `--askfirst-${token}[:,] light-dark\\((#\\w+), (#\\w+)\\)`
    const found = new RegExp(pattern).exec(css) ?? new RegExp(pattern).exec(styles)
    const value = found?.[scheme + 1]
    if (value !== undefined) return value
    const parent = INHERITED[token]
    if (parent === undefined) throw new Error(`--askfirst-${token} has no colours`)
    return colour(parent, scheme)
  }
  test.each(PAIRS)('has %s on %s at %d to 1, light and dark', (front, back, least) => {
    for (const scheme of [0, 1] as const) {
      expect(contrast(colour(front, scheme), colour(back, scheme))).toBeGreaterThanOrEqual(least)
    }
  })
})

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const full = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1)
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const value = Number.parseInt(full.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}
