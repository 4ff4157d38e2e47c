import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export const SECRET_OF_HOOKS = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly type: string
  readonly timestamp: string
  readonly data: Readonly<Record<string, unknown>>
}

/** A status, with headers where it has some; 'never' is no answer. */
type Answer =
  | number
  | 'never'
  | { readonly status: number; readonly headers: Readonly<Record<string, string>> }

/** What the app runs to hear of it: verifies each signature, and answers as the test says. */
export async function startReceiver(answer: (nth: number) => Answer | Promise<Answer> = () => 204) {
  const received: Received[] = []
  const refused: unknown[] = []
  let count = 0
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (bytes: Buffer) => {
      body += bytes.toString()
    })
    request.on('end', async () => {
      try {
        const told = new Webhook(SECRET_OF_HOOKS).verify(body, request.headers as Record<string, string>)
        received.push({ ...(told as Omit<Received, 'headers'>), headers: request.headers })
      } catch (error) {
        refused.push(error)
      }
      count += 1
      const said = await answer(count)
      if (said === 'never') return
      if (typeof said === 'number') response.writeHead(said).end()
      else response.writeHead(said.status, said.headers).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks?of=consent`,
    received: received as readonly Received[],
    refused: refused as readonly unknown[],
    ids: () => received.map(({ headers }) => headers['webhook-id']),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
