import { globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { runStep, type StepResult } from './run-step.ts'

// The API reference of the docs, made by TypeDoc from the docstrings: `pnpm reference`.
// TypeDoc reads TypeScript through the compiler API of TypeScript 6, which docs/package.json has for it alone.

const root = join(import.meta.dirname, '..')
const docs = join(root, 'docs')

export interface Entry {
  /** What somebody imports: `@askfirst/core/gate`. */
  readonly name: string
  /** The source behind it, as a path under the root. */
  readonly source: string
  /** Its page, as a path under the folder of the reference. */
  readonly page: string
}

/** Every entry with types of its own that the packages export. */
export function listEntries(): readonly Entry[] {
  return readPackages().flatMap(({ name, folder, exports }) =>
    Object.entries(exports).flatMap(([subpath, target]) => {
      const source = typeof target === 'object' ? target['askfirst-source'] : undefined
      if (typeof source !== 'string') return []
      const entry = join(name, subpath)
      return [{ name: entry, source: join(folder, source), page: `${entry.replace(/^@[^/]+\//, '')}.md` }]
    }),
  )
}

interface Package {
  readonly name: string
  readonly folder: string
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, unknown>>>>
}

function readPackages(): readonly Package[] {
  return globSync(['packages/*/package.json', 'packages/adapters/*/package.json'], { cwd: root })
    .sort()
    .map((path) => ({ ...JSON.parse(readFileSync(join(root, path), 'utf8')), folder: dirname(path) }))
}

/**
 * Writes the pages of sources into a folder, which is emptied before.
 *
 * Where a public name has no docstring, or a docstring links to nothing, the result is not `ok`, its output
 * says which, and nothing is written.
 */
export async function writeReference(
  folder: string,
  sources: readonly string[],
  settings = join(docs, 'typedoc.json'),
): Promise<StepResult> {
  const result = await runStep(
    [
      ...[process.execPath, 'node_modules/typedoc/bin/typedoc', '--logLevel', 'Warn'],
      ...['--options', settings, '--out', folder],
      ...sources.flatMap((source) => ['--entryPoints', resolve(root, source)]),
      ...readPackages().flatMap(({ name }) => ['--packagesRequiringDocumentation', name]),
    ],
    docs,
  )
  return { ...result, output: stripVTControlCharacters(result.output).trim() }
}

if (import.meta.filename === process.argv[1]) {
  const entries = listEntries()
  const { ok, output } = await writeReference(
    join(docs, 'reference'),
    entries.map(({ source }) => source),
  )
  console.log(ok ? `wrote ${entries.length} entries into docs/reference` : output)
  process.exit(ok ? 0 : 1)
}
