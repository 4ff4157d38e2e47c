import { createHash, randomUUID } from 'node:crypto'
import type { Authority, Command } from '@askfirst/core/authority'
import type { SealedLedger } from '../ledger/sealed-ledger.ts'
import type { Guesses } from '../links/guesses.ts'
import { isLinkSecret, toLinkHash } from '../links/link-secret.ts'
import { type Mine, type MineOffer, readMine } from '../links/mine.ts'
import { within } from '../meetings.ts'
import { toAnchor, toMinePage, toNothingPage } from '../mine-page/mine-page.ts'
import { MINE_STYLES } from '../mine-page/styles.ts'
import type { Readings } from '../readings.ts'
import { type PageLanguage, toLanguage } from '../receipt-page/languages.ts'
import type { RecordsOptions } from '../records.ts'
import type { Holder } from './pace.ts'
import { toNoEvidence } from './record.ts'

// takes: a link of somebody's own, and what they press on its page · gives: the page, anew after each press
// never: does anything when it is only read, since programs that look into mail read links too

export interface MineRoute {
  readonly evidence: Pick<SealedLedger, 'findLink' | 'dropLink'> | undefined
  readonly readings: Readings | undefined
  readonly guesses: Guesses
  records(): Promise<RecordsOptions>
  /** The authority of a meeting, opened where it is not. */
  authority(meeting: string): Promise<Authority>
  mayAsk(holder: Holder): boolean
  /** How long what is pressed may take to be written. */
  readonly drainMs: number
}

export async function answerMine(
  request: Request,
  [secret = '']: readonly string[],
  route: MineRoute,
): Promise<Response> {
  const { evidence: ledger, guesses, readings } = route
  if (ledger === undefined || readings === undefined) return toNoEvidence()
  const code = readLanguage(request)
  const toNothing = (status: number, why: Parameters<typeof toNothingPage>[1]): Response =>
    toHtml(status, toNothingPage(code, why))
  if (!isLinkSecret(secret)) return toNothing(404, 'unknown')
  const hash = toLinkHash(secret)
  if (!guesses.mayLook(hash) || !route.mayAsk({ use: 'link', hash })) return toNothing(429, 'tooOften')
  const found = await ledger.findLink(hash)
  guesses.saw(hash, found !== undefined)
  if (found === undefined) return toNothing(404, 'unknown')
  if (found.state !== 'kept') return toNothing(410, found.state)
  const { meeting, participant } = found
  const options = await route.records()
  const reading = readings.use({ use: 'link', hash }, meeting, (one) =>
    readMine(one, options, found, Date.now()),
  )
  if (reading === undefined) return toNothing(429, 'tooOften')
  const mine = await reading
  // Erased, or purged, between one look and the other.
  if (mine === undefined) return toNothing(410, 'erased')
  if (mine.isOver) return toNothing(410, 'over')
  const { searchParams } = new URL(request.url)
  if (request.method !== 'POST') {
    const hasFailed = searchParams.has('failed')
    return toHtml(200, toMinePage({ mine, meeting, declarations: options, code, hasFailed }))
  }
  const back = (rest: string): Response => toSelf(secret, code, rest)
  if (searchParams.get('act') === 'end') {
    await ledger.dropLink(meeting, participant)
    // There is no page to go back to, and pressing it again finds none.
    return toNothing(200, 'ended')
  }
  const feature = searchParams.get('feature') ?? ''
  const command = toCommand(searchParams.get('act'), mine.offers.get(feature))
  // Pressed twice, or on a page of before: the page of now says how it is.
  if (command === undefined) return back('')
  const isDone = await send(command, meeting, mine, route)
  return back(isDone ? `#${toAnchor(mine.record, feature)}` : '&failed=1#failed')
}

function toCommand(act: string | null, offer: MineOffer | undefined): Command | undefined {
  if (offer === undefined || offer.may === 'gone' || !offer.may.some((one) => one === act)) return undefined
  const { feature } = offer
  const id = `link:${randomUUID()}`
  return act === 'withdraw'
    ? { type: 'consent.withdraw', id, feature, method: 'link' }
    : { type: 'erasure.request', id, feature }
}

/** Whether it is in the ledger: a meeting that nobody is in is opened for it, so that everybody is told. */
async function send(command: Command, meeting: string, { actor }: Mine, route: MineRoute): Promise<boolean> {
  let isWritten = false
  await within(route.drainMs, async () => {
    try {
      const authority = await route.authority(meeting)
      // Erased a moment ago: to write it would name them again.
      if (authority.look(actor.participant).participants.length === 0) return
      isWritten = (await authority.dispatch(command, actor)).ok
    } catch {
      // Not opened, since another server has the meeting or the ledger is away: `onFault` has heard why.
    }
  })
  // A no that is not written yet has closed the gate, and is written once that is possible.
  return isWritten
}

/** After a press the page is read anew, so that loading it again presses nothing. Relative: who knows what is in front. */
const toSelf = (secret: string, code: PageLanguage, rest: string): Response =>
  new Response(null, { status: 303, headers: { ...HEADERS, location: `${secret}?lang=${code}${rest}` } })

function readLanguage(request: Request): PageLanguage {
  const accepted = (request.headers.get('accept-language') ?? '').split(',').map((one) => one.trim())
  return toLanguage(new URL(request.url).searchParams.get('lang') ?? '', ...accepted).code
}

const STYLE_HASH = createHash('sha256').update(MINE_STYLES).digest('base64')
/** Its address is a key: it is told to nobody, kept nowhere, and in nobody's frame. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
} as const

const toHtml = (status: number, page: string): Response =>
  new Response(page, {
    status,
    headers: {
      ...HEADERS,
      'content-type': 'text/html; charset=utf-8',
      ...(status === 429 && { 'retry-after': '1' }),
    },
  })
