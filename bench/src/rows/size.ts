import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { type Row, toRow } from '../row.ts'

const packages = join(import.meta.dirname, '../../../packages')
const gzip = (text: string | Uint8Array): number => gzipSync(text, { level: 9 }).length

/**
 * Bytes of what loads at once, an entry and what it imports statically; or of the whole, with what is loaded later.
 * Minified, gzip -9.
 */
async function bundle(
  code: string,
  external: readonly string[] = [],
  what: 'at once' | 'whole' = 'at once',
): Promise<number> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: join(import.meta.dirname, '../..'), loader: 'ts' },
    bundle: true,
    splitting: true,
    metafile: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['askfirst-source'],
    external: ['react', 'react-dom', 'react/jsx-runtime', ...external],
    outdir: 'out',
    loader: { '.css': 'empty' },
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]))
  const entry = [...outputs].find(([, { entryPoint }]) => entryPoint === '<stdin>')?.[0]
  const loaded = new Set<string>()
  const load = (file: string): void => {
    if (loaded.has(file)) return
    loaded.add(file)
    for (const { path, kind } of outputs.get(file)?.imports ?? []) {
      const isLoaded = kind === 'import-statement' || what === 'whole'
      if (isLoaded && outputs.has(basename(path))) load(basename(path))
    }
  }
  if (entry === undefined) throw new Error('the bundle has no entry')
  load(entry)
  return outputFiles
    .filter(({ path }) => loaded.has(basename(path)))
    .reduce((sum, { contents }) => sum + gzip(contents), 0)
}

/** What whoever uses the React parts loads beside them, or has a row of its own. */
const BESIDE = ['@askfirst/core', '@radix-ui/*', '@tanstack/*', 'i18next', './text/en.ts']
const LANGUAGE = /^[a-z]{2}(-[a-z]+)?\.ts$/
/** Letters of two or three bytes each compress, but not to what one byte does. */
const SCRIPTS: Readonly<Record<string, number>> = {
  ar: 4_300,
  he: 4_200,
  ja: 4_000,
  ko: 4_000,
  'zh-hans': 4_000,
}

/** How many bytes each part costs whoever uses it. */
export async function measureSizes(): Promise<Row[]> {
  const all = (from: string) => `export * from '${from}'`
  const from = (names: string) => `export { ${names} } from '@askfirst/react'`
  const client = `export { createConsentClient, defineFeature, leaveMeOut, viewFeatures } from '@askfirst/core'`
  const rows = [
    toRow('@askfirst/core, what a page uses', await bundle(client), 'bytes', 15_400),
    toRow('@askfirst/core/enforcement', await bundle(all('@askfirst/core/enforcement')), 'bytes', 3_300),
    toRow('@askfirst/core/gate', await bundle(all('@askfirst/core/gate')), 'bytes', 6_550),
    toRow(
      '@askfirst/react, hooks only, own code',
      await bundle(from('ConsentProvider, useNotice, useIndicator, useHostFeatures'), BESIDE),
      'bytes',
      10_610,
    ),
    toRow(
      '@askfirst/react, notice and indicator, own code',
      await bundle(from('ConsentProvider, ConsentNotice, ConsentIndicator'), BESIDE),
      'bytes',
      15_250,
    ),
    toRow(
      '@askfirst/react, everything, own code',
      await bundle(all('@askfirst/react'), BESIDE, 'whole'),
      'bytes',
      26_180,
    ),
    toRow(
      'a page with everything: core, React parts, Radix, English',
      await bundle(`${client}\n${all('@askfirst/react')}`, [], 'whole'),
      'bytes',
      63_680,
    ),
  ]
  const react = join(packages, 'react/src')
  const styles = join(react, 'styles.css')
  if (existsSync(styles)) {
    const { outputFiles } = await build({ entryPoints: [styles], write: false, minify: true, bundle: true })
    rows.push(toRow('stylesheet', gzip(outputFiles[0]?.contents ?? ''), 'bytes', 4_000))
  }
  for (const file of readdirSync(join(react, 'text')).filter((name) => LANGUAGE.test(name))) {
    const lang = file.slice(0, -'.ts'.length)
    const bytes = await bundle(readFileSync(join(react, 'text', file), 'utf8'), ['./*'])
    rows.push(toRow(`language ${lang}`, bytes, 'bytes', SCRIPTS[lang] ?? 3_800))
  }
  return rows
}
