import type { Allows } from '../allowed-origins.ts'
import { toJson } from './answer.ts'
import { createCrossOrigin } from './cross-origin.ts'
import { answerGates, type GatesRoute } from './gates.ts'
import { answerDropLink, answerTakeLink, type LinkRoute } from './link.ts'
import { answerMine, type MineRoute } from './mine.ts'
import { answerReady, type ReadyRoute } from './ready.ts'
import { answerReceipt, type ReceiptRoute } from './receipt.ts'
import { answerRecord, type RecordRoute } from './record.ts'

// Every route there is, in one table. What is asked for in vain is said in words, as JSON.

export interface RoutesOptions
  extends ReadyRoute,
    GatesRoute,
    ReceiptRoute,
    RecordRoute,
    LinkRoute,
    MineRoute {
  /** Path of the WebSocket: what belongs to meetings is below it. */
  readonly path: string
  readonly evidence: (ReceiptRoute & LinkRoute & MineRoute)['evidence']
  /** Where pages may be that read what is theirs. */
  readonly allows: Allows
  /** Figures for Prometheus, as text. */
  figures(): Promise<{ readonly type: string; readonly text: string }>
  mayAsk: LinkRoute['mayAsk']
  onFault(error: unknown): void
}

/** One address of a consent server, for frameworks that are told of each. */
export interface ServerRoute {
  /** Parts that vary are `:name`. */
  readonly path: string
  /** `OPTIONS` among them where pages of other origins may ask. Whatever takes `GET` takes `HEAD` too. */
  readonly methods: readonly ('GET' | 'POST' | 'DELETE' | 'OPTIONS')[]
}

interface Address {
  readonly path: string
  readonly pattern: RegExp
}
type Answer = (request: Request, names: readonly string[]) => Response | Promise<Response>
interface Route extends Address {
  /** By method; each is given the parts of the address that vary, as they were before they were encoded. */
  readonly answers: Readonly<Partial<Record<'GET' | 'POST' | 'DELETE', Answer>>>
  /** Whether pages of other origins may ask. */
  readonly isForPages?: true
}

export interface Routes {
  readonly list: readonly ServerRoute[]
  fetch(request: Request): Promise<Response>
}

export function createRoutes(options: RoutesOptions): Routes {
  const at = (path: string): Address => ({ path, pattern: toPattern('', path) })
  const below = (rest: string): Address => ({
    path: options.path + rest,
    pattern: toPattern(options.path, rest),
  })
  const routes: readonly Route[] = [
    // Whether this program runs at all.
    { ...at('/healthz'), answers: { GET: () => toJson(200, { status: 'ok' }) } },
    // Whether it should be sent anybody.
    { ...at('/readyz'), answers: { GET: () => answerReady(options) } },
    {
      ...at('/metrics'),
      answers: {
        GET: async () => {
          const { type, text } = await options.figures()
          return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-store' } })
        },
      },
    },
    // Allow-lists, for AI workers that only ask now and then.
    { ...below('/gates'), answers: { GET: (request) => answerGates(request, options) } },
    // A person's own copy of what was recorded of them.
    {
      ...below('/receipt'),
      answers: { GET: (request) => answerReceipt(request, options) },
      isForPages: true,
    },
    // A person's own way back to it.
    {
      ...below('/link'),
      answers: { POST: (request) => answerTakeLink(request, options) },
      isForPages: true,
    },
    // Where that leads.
    {
      ...below('/mine/:link'),
      answers: {
        GET: (request, names) => answerMine(request, names, options),
        POST: (request, names) => answerMine(request, names, options),
      },
    },
    // What was recorded of somebody, and the end of their link, for whoever keeps records.
    {
      ...below('/meetings/:meeting/participants/:participant/record'),
      answers: { GET: (request, names) => answerRecord(request, names, options) },
    },
    {
      ...below('/meetings/:meeting/participants/:participant/link'),
      answers: { DELETE: (request, names) => answerDropLink(request, names, options) },
    },
  ]
  const crossOrigin = createCrossOrigin(options.allows)

  async function fetch(request: Request): Promise<Response> {
    const found = find(routes, new URL(request.url).pathname)
    if (found === undefined)
      return toJson(404, { message: 'The consent server has nothing at this address.' })
    const { names, route } = found
    const { answers, isForPages } = route
    const methods = methodsOf(route)
    if (request.method === 'OPTIONS' && isForPages) return crossOrigin.preflight(request, methods)
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const answer = Object.hasOwn(answers, method) ? answers[method as keyof typeof answers] : undefined
    if (answer === undefined) {
      const allow = methods.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one])).join(', ')
      return toJson(405, { message: `This address takes ${allow}.` }, { allow })
    }
    try {
      const answered = await answer(request, names)
      return isForPages ? crossOrigin.allow(request, answered) : answered
    } catch (error) {
      options.onFault(error)
      return toJson(500, { message: 'The consent server could not answer; its log says why.' })
    }
  }

  return {
    list: routes.map((route) => ({
      path: route.path,
      methods: route.isForPages ? [...methodsOf(route), 'OPTIONS'] : methodsOf(route),
    })),
    fetch,
  }
}

const methodsOf = ({ answers }: Route) => Object.keys(answers) as (keyof Route['answers'])[]

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

/** Whatever is in the path that an app has chosen stands for itself. */
const toPattern = (path: string, rest: string): RegExp =>
  new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}${rest.replace(/:\w+/g, '([^/]+)')}$`)
