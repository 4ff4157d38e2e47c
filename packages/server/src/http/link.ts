import { isCut } from '@askfirst/core/authority'
import type { SealedLedger } from '../ledger/sealed-ledger.ts'
import { createLinkSecret, toLinkHash } from '../links/link-secret.ts'
import { sayMine } from '../mine-page/mine-page.ts'
import type { Readings } from '../readings.ts'
import { toLanguage } from '../receipt-page/languages.ts'
import { type RecordsOptions, toRecord } from '../records.ts'
import { toJson } from './answer.ts'
import { type HolderRoute, readKeeper, readPerson, toTooOften } from './holder.ts'
import { toNoEvidence } from './record.ts'

export interface LinkRoute extends HolderRoute {
  readonly evidence: Pick<SealedLedger, 'keepLink' | 'dropLink'> | undefined
  readonly readings: Readings | undefined
  records(): Promise<RecordsOptions>
}

/**
 * A link of their own for whoever holds that person's token, in place of an earlier one. What is in its address is
 * said here once, and never kept.
 */
export async function answerTakeLink(request: Request, route: LinkRoute): Promise<Response> {
  const identity = await readPerson(request, route, 'A link')
  if (identity instanceof Response) return identity
  const { evidence: ledger, readings } = route
  if (ledger === undefined || readings === undefined) return toNoEvidence()
  const { meeting, participant, issuedAt } = identity
  const secret = createLinkSecret()
  const options = await route.records()
  const mayTake = await (readings.use(identity, meeting, async (reading) => {
    if (toRecord(reading, participant, options) === undefined) return toNothing()
    // It would end the one they have, and be good for longer than what put them out.
    return isCut(await reading.state(), participant, issuedAt)
      ? toJson(403, { message: 'This token is over: take a link with a newer one.' })
      : 'yes'
  }) ?? toTooOften())
  if (mayTake !== 'yes') return mayTake
  const isKept = await ledger.keepLink(meeting, participant, { hash: toLinkHash(secret), at: Date.now() })
  if (!isKept) return toNothing()
  const { code: lang } = toLanguage(new URL(request.url).searchParams.get('lang') ?? '')
  const say = sayMine(lang)
  // Below the path that the client knows: what is in front of this server is not known here.
  return toJson(201, {
    link: `mine/${secret}?lang=${lang}`,
    lang,
    open: say('openMine'),
    says: say('openSays'),
  })
}

/** Ends the link of somebody, for the keeper of that meeting. */
export async function answerDropLink(
  request: Request,
  [meeting = '', participant = '']: readonly string[],
  route: LinkRoute,
): Promise<Response> {
  const keeper = await readKeeper(request, route, meeting, 'Links are ended')
  if (keeper instanceof Response) return keeper
  const { evidence: ledger } = route
  if (ledger === undefined) return toNoEvidence()
  const isEnded = await ledger.dropLink(meeting, participant)
  return toJson(isEnded ? 200 : 404, { message: isEnded ? 'The link is ended.' : 'They have no link.' })
}

const toNothing = (): Response => toJson(404, { message: 'Nothing of you is kept in this meeting.' })
