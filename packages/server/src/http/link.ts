import { AskFirstError } from '@askfirst/core'
import type { SealedLedger } from '../ledger/sealed-ledger.ts'
import { createLinkSecret, toLinkHash } from '../links/link-secret.ts'
import { isTokenOver } from '../links/mine.ts'
import { sayMine } from '../mine-page/mine-page.ts'
import { toLanguage } from '../receipt-page/languages.ts'
import { type RecordsOptions, readRecord } from '../records.ts'
import { toJson } from './answer.ts'
import { type HolderRoute, readKeeper, readPerson } from './holder.ts'
import { toNoEvidence } from './record.ts'

export interface LinkRoute extends HolderRoute {
  readonly evidence: Pick<SealedLedger, 'evidence' | 'keepLink' | 'dropLink'> | undefined
  records(): Promise<RecordsOptions>
}

/**
 * A link of their own for whoever holds that person's token, in place of an earlier one. What is in its address is
 * said here once, and never kept.
 */
export async function answerTakeLink(request: Request, route: LinkRoute): Promise<Response> {
  const identity = await readPerson(request, route, 'A link')
  if (identity instanceof Response) return identity
  const { evidence: ledger } = route
  if (ledger === undefined) return toNoEvidence()
  const { meeting, participant } = identity
  const secret = createLinkSecret()
  try {
    const options = await route.records()
    await readRecord(ledger, meeting, participant, options)
    // It would end the one they have, and be good for longer than what put them out.
    if (isTokenOver(await ledger.evidence(meeting), options, identity)) {
      return toJson(403, { message: 'This token is over: take a link with a newer one.' })
    }
  } catch (error) {
    if (error instanceof AskFirstError && error.rule === 'record-participant') return toNothing()
    throw error
  }
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
