import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

/** The playground on a port of its own, for pictures and tests. */
export async function servePlayground(): Promise<{ readonly address: string; close(): Promise<void> }> {
  const server = await createServer({
    configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)),
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false },
  })
  await server.listen()
  const address = server.resolvedUrls?.local[0]
  if (address === undefined) throw new Error('The playground has no address.')
  return { address, close: () => server.close() }
}
