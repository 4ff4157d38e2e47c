import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type InlineConfig, preview } from 'vite'
import { consent } from '../../../docs/snippets/first-app/fair-acting.ts'

/** The first app of the docs, with the server that the docs start in a test: whoever asks for a token says who they are. */
export async function serveFirstApp() {
  const outDir = await mkdtemp(join(tmpdir(), 'askfirst-first-'))
  const config: InlineConfig = {
    root: fileURLToPath(new URL('../../../docs/snippets/first-app/', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    // As people get it; the test runner's NODE_ENV is another.
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { development: false } },
    resolve: { conditions: ['askfirst-source', 'module', 'browser', 'production'] },
    build: { outDir, emptyOutDir: true, target: 'esnext' },
    preview: { host: '127.0.0.1', port: 0 },
    plugins: [
      {
        name: 'token',
        configurePreviewServer({ httpServer, middlewares }) {
          consent.attach(httpServer as Parameters<typeof consent.attach>[0])
          middlewares.use('/token', async (request, response) => {
            const { searchParams } = new URL(request.url ?? '', 'http://localhost')
            const [meeting = '', name = ''] = ['meeting', 'name'].map((key) => searchParams.get(key) ?? '')
            const role = searchParams.has('host') ? 'host' : 'attendee'
            response.end(await consent.mintToken({ meeting, participant: name, name, role }))
          })
        },
      },
    ],
  }
  await build(config)
  const server = await preview(config)
  return {
    address: (server.resolvedUrls?.local[0] ?? '').replace(/\/$/, ''),
    async close() {
      await consent.close()
      await server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
