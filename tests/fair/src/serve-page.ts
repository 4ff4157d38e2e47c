import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type InlineConfig, preview } from 'vite'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the page that shows any prefab is served, as people get it. */
    fairPage: string
    /** The same with React's development version, which warns on the console and takes twice as long to load. */
    fairPageThatWarns: string
  }
}

/** Builds the page that shows any prefab in any state, and serves it to all files on a port of its own. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const [plain, warning] = await Promise.all([serve('production'), serve('development')])
  provide('fairPage', plain.address)
  provide('fairPageThatWarns', warning.address)
  return async () => void (await Promise.all([plain.close(), warning.close()]))
}

/** Says which version itself: the test runner's NODE_ENV, which a build goes by otherwise, is neither. */
async function serve(version: 'production' | 'development') {
  const outDir = await mkdtemp(join(tmpdir(), 'askfirst-fair-'))
  const config: InlineConfig = {
    root: fileURLToPath(new URL('../page/', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': JSON.stringify(version) },
    oxc: { jsx: { development: version === 'development' } },
    resolve: { conditions: ['askfirst-source', 'module', 'browser', version] },
    build: { outDir, emptyOutDir: true, target: 'esnext' },
    preview: { host: '127.0.0.1', port: 0 },
  }
  await build(config)
  const server = await preview(config)
  return {
    address: server.resolvedUrls?.local[0] ?? '',
    async close() {
      await server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
