import { toJson } from './answer.ts'
import { answerGates, type GatesRoute } from './gates.ts'
import { answerReady, type ReadyRoute } from './ready.ts'

// Every route there is, in one table. What is asked for in vain is said in words, as JSON.

export interface RoutesOptions extends ReadyRoute, GatesRoute {
  /** Path of the WebSocket: what belongs to meetings is below it. */
  readonly path: string
  /** Figures for Prometheus, as text. */
  figures(): Promise<{ readonly type: string; readonly text: string }>
  onFault(error: unknown): void
}

type Answer = (request: Request) => Response | Promise<Response>

export function createRoutes(options: RoutesOptions): (request: Request) => Promise<Response> {
  const routes: Readonly<Record<string, Answer>> = {
    // Whether this program runs at all.
    '/healthz': () => toJson(200, { status: 'ok' }),
    // Whether it should be sent anybody.
    '/readyz': () => answerReady(options),
    '/metrics': async () => {
      const { type, text } = await options.figures()
      return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-store' } })
    },
    // Allow-lists, for AI workers that only ask now and then.
    [`${options.path}/gates`]: (request) => answerGates(request, options),
  }

  return async (request) => {
    const answer = routes[new URL(request.url).pathname]
    if (answer === undefined)
      return toJson(404, { message: 'The consent server has nothing at this address.' })
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return toJson(405, { message: 'This address is only read.' }, { allow: 'GET, HEAD' })
    }
    try {
      return await answer(request)
    } catch (error) {
      options.onFault(error)
      return toJson(500, { message: 'The consent server could not answer; its log says why.' })
    }
  }
}
