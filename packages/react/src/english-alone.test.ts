// @vitest-environment node
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

const bundle = async (contents: string) => {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'tsx' },
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['askfirst-source'],
    outdir: join(import.meta.dirname, 'out'),
    loader: { '.css': 'empty' },
  })
  return { inputs: Object.keys(metafile.inputs), files: outputFiles.length }
}
const isI18next = (path: string) => /\/i18next\/|\/i18next\.ts$/.test(path)
const isLanguage = (path: string) => /src\/text\/(?!en\.|text-keys\.)/.test(path)

it('a page in English bundles no i18next and no other language, in no chunk', async () => {
  const { inputs } = await bundle(`export * from './index.ts'`)
  expect(inputs.filter((path) => isI18next(path) || isLanguage(path))).toEqual([])
  expect(inputs.some((path) => path.endsWith('src/text/en.ts'))).toBe(true)
})

it('a page in another language bundles both, so that the check above can fail', async () => {
  const { inputs } = await bundle(`export * from './i18next.ts'; export * from './text/pt-br.ts'`)
  expect(inputs.filter(isI18next).length).toBeGreaterThan(1)
  expect(inputs.filter(isLanguage)).toHaveLength(1)
})
