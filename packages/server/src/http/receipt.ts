import { readCheckpoint } from '@askfirst/core/evidence'
import type { SealedLedger } from '../ledger/sealed-ledger.ts'
import type { Readings } from '../readings.ts'
import { toReceiptPage } from '../receipt-page/receipt-page.ts'
import { makeReceipt } from '../receipts.ts'
import { type RecordsOptions, toRecord } from '../records.ts'
import { toJson } from './answer.ts'
import { type HolderRoute, readPerson, toTooOften } from './holder.ts'
import { toNoEvidence } from './record.ts'

export interface ReceiptRoute extends Pick<HolderRoute, 'identify' | 'mayAsk'> {
  readonly evidence: Pick<SealedLedger, 'publicKeys'> | undefined
  readonly readings: Readings | undefined
  records(): Promise<RecordsOptions>
}

/** A person's own receipt, and the same as a page to read and print, for whoever holds that person's token. */
export async function answerReceipt(request: Request, route: ReceiptRoute): Promise<Response> {
  const identity = await readPerson(request, route, 'A receipt')
  if (identity instanceof Response) return identity
  const { evidence: ledger, readings } = route
  if (ledger === undefined || readings === undefined) return toNoEvidence()
  const { meeting, participant } = identity
  const options = await route.records()
  const answer = readings.use(identity, meeting, async (reading) => {
    const receipt = makeReceipt(reading, participant)
    const signed = receipt && (await readCheckpoint(receipt.checkpoint, ledger.publicKeys))
    if (receipt === undefined || signed === undefined || signed.outcome === 'invalid') return toNothing()
    const { checkpoint } = signed
    // The page says what the file shows, and nothing that came after it.
    const record = toRecord(reading, participant, options, checkpoint.size)
    if (record === undefined) return toNothing()
    const lang = new URL(request.url).searchParams.get('lang') ?? 'en'
    return toJson(200, {
      receipt,
      page: toReceiptPage({ receipt, record, declarations: options, signed: checkpoint, lang }),
    })
  })
  return answer ?? toTooOften()
}

const toNothing = (): Response => toJson(404, { message: 'Nothing of you is signed in this meeting.' })
