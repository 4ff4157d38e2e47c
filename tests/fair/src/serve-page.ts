import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type InlineConfig, preview } from 'vite'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the page that shows any prefab is served. */
    fairPage: string
  }
}

/** Builds the page that shows any prefab in any state, and serves it to all files on a port of its own. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const outDir = await mkdtemp(join(tmpdir(), 'askfirst-fair-'))
  const config: InlineConfig = {
    root: fileURLToPath(new URL('../page/', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['askfirst-source', 'module', 'browser', 'development|production'] },
    build: { outDir, emptyOutDir: true, target: 'esnext' },
    preview: { host: '127.0.0.1', port: 0 },
  }
  await build(config)
  const server = await preview(config)
  provide('fairPage', server.resolvedUrls?.local[0] ?? '')
  return async () => {
    await server.close()
    await rm(outDir, { recursive: true, force: true })
  }
}
