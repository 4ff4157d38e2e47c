import type { Home } from '../client/consent-client.ts'
import type { Receipt } from '../evidence/receipt.ts'
import type { TokenSource } from '../protocol/connection.ts'

// takes: a person's token, and what they want to take home · gives: that, from the consent server, or why not
// Apart from the client, so that a page loads it when somebody wants theirs; without the schemas of the client, which
// would then be loaded in two pieces.

/** What the server answers. What is in the receipt is for `verifyReceipt` to check. */
interface ServerAnswer {
  readonly receipt?: Receipt
  readonly page?: unknown
  readonly message?: unknown
  readonly link?: unknown
  readonly lang?: unknown
  readonly open?: unknown
  readonly says?: unknown
}

/** Asks for what is theirs, for who holds the token: their receipt, or a link of their own. */
export async function takeHome<What extends keyof Home>(
  url: string,
  what: What,
  source: TokenSource,
  lang: string,
): Promise<Home[What]> {
  const at = toAddress(url, what, lang)
  const answer = await ask(what === 'link' ? 'POST' : 'GET', at, source)
  const { message } = answer
  return READ[what](answer, at) ?? { ok: false, message: typeof message === 'string' ? message : UNREACHABLE }
}

const READ: { readonly [What in keyof Home]: (answer: ServerAnswer, at: URL) => Home[What] | undefined } = {
  receipt: ({ page, receipt }) =>
    typeof page === 'string' && receipt !== undefined ? { ok: true, receipt, page } : undefined,
  link: ({ link, lang, open, says }, at) =>
    typeof link === 'string' &&
    typeof lang === 'string' &&
    typeof open === 'string' &&
    typeof says === 'string'
      ? { ok: true, url: new URL(link, at).href, lang, open, says }
      : undefined,
}

/** What is below the path of the socket. */
function toAddress(url: string, rest: string, lang: string): URL {
  const at = new URL(url)
  at.protocol = at.protocol.replace('ws', 'http')
  at.pathname = `${at.pathname.replace(/\/$/, '')}/${rest}`
  at.searchParams.set('lang', lang)
  return at
}

async function ask(method: 'GET' | 'POST', at: URL, source: TokenSource): Promise<ServerAnswer> {
  try {
    const token = typeof source === 'function' ? await source() : source
    const response = await fetch(at, { method, headers: { authorization: `Bearer ${token}` } })
    const answer: ServerAnswer = await response
      .json()
      .catch(() => ({ message: toElsewhere(at, response.status) }))
    return response.ok ? { ...answer } : { message: answer?.message }
  } catch {
    return {}
  }
}

/** Another server has answered: that of the app, where the consent server's listener is not mounted. */
const toElsewhere = ({ origin, pathname }: URL, status: number): string =>
  `${origin}${pathname} answered ${status}, and not as a consent server does: mount its listener there.`

const UNREACHABLE = 'The consent server does not answer; try again in a moment.'
