import type { ReceiptReply } from '../client/consent-client.ts'
import type { Receipt } from '../evidence/receipt.ts'
import type { TokenSource } from '../protocol/connection.ts'

/** What the server answers. What is in the receipt is for `verifyReceipt` to check. */
interface Answer {
  readonly receipt?: Receipt
  readonly page?: unknown
  readonly message?: unknown
}

/**
 * Asks the consent server for the receipt of who holds the token. Apart from the client, so that a page loads it when
 * somebody wants theirs; without the schemas of the client, which would then be loaded in two pieces.
 */
export async function takeReceipt(url: string, source: TokenSource, lang: string): Promise<ReceiptReply> {
  try {
    const token = typeof source === 'function' ? await source() : source
    const at = new URL(url)
    at.protocol = at.protocol.replace('ws', 'http')
    at.pathname = `${at.pathname.replace(/\/$/, '')}/receipt`
    at.searchParams.set('lang', lang)
    const response = await fetch(at, { headers: { authorization: `Bearer ${token}` } })
    const { message, page, receipt }: Answer = await response.json()
    if (response.ok && typeof page === 'string' && receipt !== undefined) return { ok: true, receipt, page }
    return { ok: false, message: typeof message === 'string' ? message : UNREACHABLE }
  } catch {
    return { ok: false, message: UNREACHABLE }
  }
}

const UNREACHABLE = 'The consent server does not answer; try again in a moment.'
