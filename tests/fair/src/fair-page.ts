import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, preview } from 'vite'

/** The page that shows any prefab in any state, built once and served on a port of its own. */
export async function serveFairPage(): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), 'askfirst-fair-'))
  const config = {
    root: fileURLToPath(new URL('../page/', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['askfirst-source', 'module', 'browser', 'development|production'] },
    build: { outDir, emptyOutDir: true, target: 'esnext' },
    preview: { host: '127.0.0.1', port: 0 },
  } as const
  await build({ ...config, resolve: { conditions: [...config.resolve.conditions] } })
  const server = await preview({ ...config, resolve: { conditions: [...config.resolve.conditions] } })
  const [address = ''] = server.resolvedUrls?.local ?? []
  return {
    address,
    async stop() {
      await server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
