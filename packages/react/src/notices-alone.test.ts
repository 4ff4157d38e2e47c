// @vitest-environment node
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

it('what registers the words carries no React along', async () => {
  const { metafile } = await build({
    entryPoints: [join(import.meta.dirname, 'notices.ts')],
    bundle: true,
    write: false,
    metafile: true,
    packages: 'external',
    format: 'esm',
  })
  const [output] = Object.values(metafile.outputs)
  expect([...new Set(output?.imports.map(({ path }) => path))]).toEqual(['@askfirst/core'])
})
