import { AskFirstError } from '@askfirst/core'
import type { SealedLedger } from '../ledger/sealed-ledger.ts'
import { isRecordFormat, RECORD_FORMATS, writeRecord } from '../record-formats.ts'
import { type RecordsOptions, readRecord } from '../records.ts'
import { toJson } from './answer.ts'
import { type HolderRoute, readKeeper } from './holder.ts'

export interface RecordRoute extends Pick<HolderRoute, 'verify' | 'mayAsk'> {
  /** Where evidence is kept; undefined where the ledger keeps none. */
  readonly evidence: Pick<SealedLedger, 'evidence'> | undefined
  records(): Promise<RecordsOptions>
}

/** One person's record, for the keeper of that meeting and nobody else. */
export async function answerRecord(
  request: Request,
  [meeting = '', participant = '']: readonly string[],
  route: RecordRoute,
): Promise<Response> {
  const keeper = await readKeeper(request, route, meeting, 'Records are read')
  if (keeper instanceof Response) return keeper
  const format = new URL(request.url).searchParams.get('format') ?? 'json'
  if (!isRecordFormat(format)) {
    return toJson(400, { message: `There is no format "${format}"; use ${RECORD_FORMATS.join(', ')}.` })
  }
  if (route.evidence === undefined) return toNoEvidence()
  try {
    const record = await readRecord(route.evidence, meeting, participant, await route.records())
    const { type, text } = writeRecord(record, format)
    return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-store' } })
  } catch (error) {
    if (!(error instanceof AskFirstError)) throw error
    const status = { 'record-participant': 404, 'record-kantara': 409 }[error.rule]
    if (status === undefined) throw error
    return toJson(status, { message: error.message })
  }
}

export const toNoEvidence = (): Response =>
  toJson(501, { message: 'The ledger of this server keeps no evidence; use sqliteLedger or postgresLedger.' })
