import { AskFirstError } from '@askfirst/core'
import type { Readings } from '../readings.ts'
import { isRecordFormat, RECORD_FORMATS, writeRecord } from '../record-formats.ts'
import { type RecordsOptions, toRecord, unknownPerson } from '../records.ts'
import { toJson } from './answer.ts'
import { type HolderRoute, readKeeper, toTooOften } from './holder.ts'

export interface RecordRoute extends Pick<HolderRoute, 'verify' | 'mayAsk'> {
  /** Undefined where the ledger keeps no evidence. */
  readonly readings: Readings | undefined
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
  if (route.readings === undefined) return toNoEvidence()
  try {
    const options = await route.records()
    const written = route.readings.use(keeper, meeting, (reading) => {
      const record = toRecord(reading, participant, options) ?? unknownPerson(meeting, participant)
      return writeRecord(record, format)
    })
    if (written === undefined) return toTooOften()
    const { type, text } = await written
    return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-store' } })
  } catch (error) {
    if (!(error instanceof AskFirstError)) throw error
    const status = { 'record-participant': 404, 'record-kantara': 409, 'record-vcon': 409 }[error.rule]
    if (status === undefined) throw error
    return toJson(status, { message: error.message })
  }
}

export const toNoEvidence = (): Response =>
  toJson(501, { message: 'The ledger of this server keeps no evidence; use sqliteLedger or postgresLedger.' })
