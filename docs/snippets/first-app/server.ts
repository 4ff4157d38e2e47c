// #region server
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { createConsentServer, sqliteLedger } from '@askfirst/server'
import { createServer as createVite } from 'vite'
import { summary } from './features.ts'

const consent = createConsentServer({
  features: [summary],
  ledger: sqliteLedger('consent.db'),
  keys: { secret: randomBytes(32) },
})
const http = createServer(async (request, response) => {
  const url = new URL(`http://localhost${request.url}`)
  // Receipts come by HTTP, and by the page's own token.
  if (url.pathname.startsWith('/consent/')) return consent.listener(request, response)
  if (url.pathname !== '/token') return vite.middlewares(request, response)
  // Your app knows who is signed in. This one believes what the address says.
  const name = url.searchParams.get('name') ?? 'Somebody'
  const role = url.searchParams.has('host') ? 'host' : 'attendee'
  const token = consent.mintToken({ meeting: 'first', participant: name, name, role })
  await token.then(
    (text) => response.end(text),
    (error: Error) => response.writeHead(400).end(error.message),
  )
})
const vite = await createVite({ server: { middlewareMode: true, hmr: { server: http } } })
consent.attach(http)

const port = Number(process.env.PORT ?? 3000)
http.listen(port, () => {
  console.log(`Ana hosts: http://localhost:${port}/?name=Ana&host`)
  console.log(`Ben comes: http://localhost:${port}/?name=Ben`)
})
// #endregion
