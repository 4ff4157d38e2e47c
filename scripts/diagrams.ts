import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawStates } from './diagrams/draw-states.ts'
import { type Walked, walkMeetings } from './diagrams/walk-meetings.ts'

// State diagrams of the docs, drawn from what the real decide, evolve and project do: `pnpm diagrams`.

const root = join(import.meta.dirname, '..')

/** Pages by path under the root, with every diagram in them drawn anew. */
export function drawPages({ answers, phases }: Walked): ReadonlyMap<string, string> {
  const isAway = (from: string, to: string) => from === 'unasked' || to === 'unasked'
  const decision = 'docs/concepts/the-life-of-a-decision.md'
  const drawings = [
    [decision, 'answers', drawStates({ ...answers, first: 'asked' }, (from, to) => !isAway(from, to))],
    [decision, 'coming and going', drawStates(answers, isAway)],
    ['docs/concepts/features-and-asks.md', 'phases', drawStates(phases)],
  ] as const
  const pages = new Map<string, string>()
  for (const [path, name, drawing] of drawings) {
    const page = pages.get(path) ?? readFileSync(join(root, path), 'utf8')
    pages.set(path, replaceDiagram(page, name, drawing))
  }
  return pages
}

/** Puts a drawing between the page's two comments of that name. @throws where the page has none */
function replaceDiagram(page: string, name: string, drawing: string): string {
  const begin = `<!-- diagram: ${name}; drawn by pnpm diagrams -->`
  const end = '<!-- end of diagram -->'
  const from = page.indexOf(begin)
  const to = page.indexOf(end, from)
  if (from < 0 || to < 0) throw new Error(`No diagram "${name}" in the page: it begins with ${begin}`)
  return `${page.slice(0, from)}${begin}\n\n${drawing}\n\n${page.slice(to)}`
}

if (import.meta.filename === process.argv[1]) {
  for (const [path, text] of drawPages(await walkMeetings())) {
    writeFileSync(join(root, path), text)
    console.log(`drew ${path}`)
  }
}
