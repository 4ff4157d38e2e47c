import type { IncomingMessage } from 'node:http'

/** Nothing that is sent here comes near it. */
const longestBytes = 4 * 1024

export class BodyTooLong extends Error {}

/**
 * Reads a request's JSON body, of 4 kB at most.
 *
 * @throws BodyTooLong once more than that came, SyntaxError where it is not JSON
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  // Leaving the loop early must not destroy the socket: the answer goes out on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length
    if (bytes > longestBytes) throw new BodyTooLong()
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
