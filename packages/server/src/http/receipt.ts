import type { Identity } from '@askfirst/core/authority'
import { readCheckpoint } from '@askfirst/core/evidence'
import type { KeeperIdentity } from '../claims.ts'
import type { SealedLedger } from '../ledger/sealed-ledger.ts'
import { toReceiptPage } from '../receipt-page/receipt-page.ts'
import { makeReceipt } from '../receipts.ts'
import { type RecordsOptions, toRecords } from '../records.ts'
import { toJson } from './answer.ts'
import { readBearer, toUnauthorized, toUnsure } from './bearer.ts'
import { toNoEvidence } from './record.ts'

export interface ReceiptRoute {
  /** Whoever holds the token; undefined where nobody can tell right now. @throws with words for who holds it */
  identify(token: string): Promise<Identity | undefined>
  readonly evidence: Pick<SealedLedger, 'evidence' | 'publicKeys'> | undefined
  records(): Promise<RecordsOptions>
  mayAsk(identity: Identity | KeeperIdentity): boolean
}

/** A person's own receipt, and the same as a page to read and print, for whoever holds that person's token. */
export async function answerReceipt(request: Request, route: ReceiptRoute): Promise<Response> {
  const token = readBearer(request)
  if (token === undefined) return toUnauthorized("Send the person's token: Authorization: Bearer <token>.")
  let identity: Identity | undefined
  try {
    identity = await route.identify(token)
  } catch (error) {
    return toUnauthorized(error instanceof Error ? error.message : 'The token is not valid.')
  }
  if (identity === undefined) return toUnsure()
  // A bridge presses keys for a phone: what was recorded of its caller is not for it to read.
  if (identity.use !== 'person' || identity.bridge !== undefined) {
    return toJson(403, { message: "A receipt is taken with the person's own token." })
  }
  if (!route.mayAsk(identity)) return toJson(429, { message: 'That is too often.' }, { 'retry-after': '1' })
  if (route.evidence === undefined) return toNoEvidence()
  const { meeting, participant } = identity
  const evidence = await route.evidence.evidence(meeting)
  const receipt = makeReceipt(evidence, participant)
  const signed = receipt && (await readCheckpoint(receipt.checkpoint, route.evidence.publicKeys))
  if (receipt === undefined || signed === undefined || signed.outcome === 'invalid') return toNothing()
  const options = await route.records()
  const { checkpoint } = signed
  // The page says what the file shows, and nothing that came after it.
  const shown = { ...evidence, events: evidence.events.slice(0, checkpoint.size) }
  const [record] = toRecords(shown, options, (one) => one === participant)
  if (record === undefined) return toNothing()
  const lang = new URL(request.url).searchParams.get('lang') ?? 'en'
  const { catalogue } = options
  return toJson(200, {
    receipt,
    page: toReceiptPage({ receipt, record, catalogue, signed: checkpoint, lang }),
  })
}

const toNothing = (): Response => toJson(404, { message: 'Nothing of you is signed in this meeting.' })
