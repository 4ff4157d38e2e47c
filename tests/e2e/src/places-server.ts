import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const page = (body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Call</title></head><body>${body}</body></html>`

/** Serves the page of places under `default-src 'self'`: nothing inline, nothing from elsewhere. */
export async function startPlacesServer() {
  const { outputFiles } = await build({
    entryPoints: { page: fileURLToPath(new URL('places-page.tsx', import.meta.url)) },
    bundle: true,
    write: false,
    splitting: true,
    format: 'esm',
    target: 'es2024',
    jsx: 'automatic',
    conditions: ['askfirst-source'],
    outdir: '/',
    define: { 'process.env.NODE_ENV': '"development"' },
  })
  const styles = await build({
    entryPoints: [fileURLToPath(import.meta.resolve('@askfirst/react/styles.css'))],
    bundle: true,
    write: false,
  })
  const files = new Map(outputFiles.map(({ path, text }) => [path, text]))
  files.set('/styles.css', styles.outputFiles[0]?.text ?? '')
  files.set('/', page('<script type="module" src="/page.js"></script>'))
  for (const as of ['guest', 'host', 'lobby'])
    files.set(
      `/around/${as}`,
      page(`<iframe src="/?as=${as}" title="Call" width="900" height="700"></iframe>`),
    )
  const server = createServer(({ url }, response) => {
    const path = new URL(url ?? '/', 'http://localhost').pathname
    const type = path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'text/html'
    response.writeHead(files.has(path) ? 200 : 204, {
      'content-type': type,
      'content-security-policy': `default-src 'self'`,
    })
    response.end(files.get(path))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}
