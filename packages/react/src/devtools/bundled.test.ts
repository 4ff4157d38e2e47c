// @vitest-environment node

import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** All that a bundler makes of the page of docs/devtools.md, whatever it loads when. */
async function bundle(isDevelopment: boolean): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../../../docs/snippets/devtools.tsx', import.meta.url))],
    bundle: true,
    splitting: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    jsx: 'automatic',
    conditions: ['askfirst-source'],
    outdir: 'out',
    loader: { '.css': 'empty' },
    define: { isDevelopment: String(isDevelopment), 'process.env.NODE_ENV': '"production"' },
  })
  return outputFiles.map(({ text }) => text).join('\n')
}

test('behind a flag that is off, no bundle has the timeline; with it on, one does', async () => {
  expect(await bundle(true)).toContain('Consent timeline')
  expect(await bundle(false)).not.toContain('Consent timeline')
})
