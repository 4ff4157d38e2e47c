import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

// Every page that somebody may read leads where it says: to a file that is there, and to a heading in it.

const root = join(import.meta.dirname, '../..')
const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/*.md', 'examples/*/*.md'], {
  cwd: root,
  exclude: ['**/node_modules', 'docs/reference'],
})

const read = (file: string): string => readFileSync(file, 'utf8').replaceAll(/```[\s\S]*?```/g, '')

/** As GitHub names a heading: its letters, digits and dashes; from the second of the same words on, with a number. */
function selectAnchors(page: string): ReadonlySet<string> {
  const anchors = new Set([...page.matchAll(/<a id="([^"]+)"/g)].map(([, id]) => id ?? ''))
  const times = new Map<string, number>()
  for (const [, heading = ''] of page.matchAll(/^#{1,6} (.+)$/gm)) {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const name = words.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-')
    const before = times.get(name) ?? 0
    times.set(name, before + 1)
    anchors.add(before === 0 ? name : `${name}-${before}`)
  }
  return anchors
}

test('every link of every page leads somewhere', () => {
  const broken: string[] = []
  let links = 0
  for (const page of pages) {
    for (const [, to = ''] of read(join(root, page)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(to)) continue
      links += 1
      const [path, anchor] = to.split('#')
      const file = path ? resolve(root, dirname(page), path) : join(root, page)
      const isThere = existsSync(file) && (anchor === undefined || selectAnchors(read(file)).has(anchor))
      if (!isThere) broken.push(`${page}: ${to}`)
    }
  }
  expect(broken).toEqual([])
  expect(links).toBeGreaterThan(300)
})
