import { toJson } from './answer.ts'
import { createCrossOrigin } from './cross-origin.ts'
import { answerGates, type GatesRoute } from './gates.ts'
import { answerReady, type ReadyRoute } from './ready.ts'
import { answerReceipt, type ReceiptRoute } from './receipt.ts'
import { answerRecord, type RecordRoute } from './record.ts'

// Every route there is, in one table. What is asked for in vain is said in words, as JSON.

export interface RoutesOptions extends ReadyRoute, GatesRoute, ReceiptRoute, RecordRoute {
  /** Path of the WebSocket: what belongs to meetings is below it. */
  readonly path: string
  readonly evidence: ReceiptRoute['evidence']
  /** Where pages may be that read what is theirs. */
  readonly allowedOrigins: readonly string[] | undefined
  /** Figures for Prometheus, as text. */
  figures(): Promise<{ readonly type: string; readonly text: string }>
  mayAsk: ReceiptRoute['mayAsk']
  onFault(error: unknown): void
}

type Answer = (request: Request, names: readonly string[]) => Response | Promise<Response>
interface Route {
  /** Its names are the parts of the address in its place, as they were before they were encoded. */
  readonly pattern: RegExp
  readonly answer: Answer
  /** Whether pages of other origins may read it. */
  readonly isForPages?: true
}

export function createRoutes(options: RoutesOptions): (request: Request) => Promise<Response> {
  const below = (rest: string): RegExp => new RegExp(`^${toPattern(options.path)}${rest}$`)
  const routes: readonly Route[] = [
    // Whether this program runs at all.
    { pattern: /^\/healthz$/, answer: () => toJson(200, { status: 'ok' }) },
    // Whether it should be sent anybody.
    { pattern: /^\/readyz$/, answer: () => answerReady(options) },
    {
      pattern: /^\/metrics$/,
      answer: async () => {
        const { type, text } = await options.figures()
        return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-store' } })
      },
    },
    // Allow-lists, for AI workers that only ask now and then.
    { pattern: below('/gates'), answer: (request) => answerGates(request, options) },
    // A person's own copy of what was recorded of them.
    { pattern: below('/receipt'), answer: (request) => answerReceipt(request, options), isForPages: true },
    // What was recorded of somebody, for whoever keeps records.
    {
      pattern: below('/meetings/([^/]+)/participants/([^/]+)/record'),
      answer: (request, names) => answerRecord(request, names, options),
    },
  ]
  const crossOrigin = createCrossOrigin(options.allowedOrigins)

  return async (request) => {
    const found = find(routes, new URL(request.url).pathname)
    if (found === undefined)
      return toJson(404, { message: 'The consent server has nothing at this address.' })
    const { names, route } = found
    if (request.method === 'OPTIONS' && route.isForPages) return crossOrigin.preflight(request)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return toJson(405, { message: 'This address is only read.' }, { allow: 'GET, HEAD' })
    }
    try {
      const answer = await route.answer(request, names)
      return route.isForPages ? crossOrigin.allow(request, answer) : answer
    } catch (error) {
      options.onFault(error)
      return toJson(500, { message: 'The consent server could not answer; its log says why.' })
    }
  }
}

function find(routes: readonly Route[], path: string) {
  for (const route of routes) {
    const [whole, ...names] = route.pattern.exec(path) ?? []
    if (whole === undefined) continue
    try {
      return { route, names: names.map(decodeURIComponent) }
    } catch {
      // An address that nobody has encoded.
      return undefined
    }
  }
  return undefined
}

const toPattern = (path: string): string => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
