import type { Allows } from '../allowed-origins.ts'

/**
 * Lets pages of the allowed origins read an answer. Nothing is sent by itself as cookies are: without a token that the
 * page has, there is nothing to read.
 */
export function createCrossOrigin(allows: Allows) {
  const headersFor = (request: Request): Readonly<Record<string, string>> => {
    const origin = request.headers.get('origin')
    if (origin === null || !allows(origin)) return {}
    return { 'access-control-allow-origin': origin, vary: 'origin' }
  }
  return {
    /** What a browser asks before it sends a token. */
    preflight: (request: Request, methods: readonly string[]): Response =>
      new Response(null, {
        status: 204,
        headers: {
          ...headersFor(request),
          'access-control-allow-headers': 'authorization',
          'access-control-allow-methods': methods.join(', '),
          'access-control-max-age': '600',
        },
      }),
    allow(request: Request, response: Response): Response {
      for (const [name, value] of Object.entries(headersFor(request))) response.headers.set(name, value)
      return response
    },
  }
}
