import { AskFirstError } from '@askfirst/core'
import type { Identity } from '@askfirst/core/authority'
import type { KeeperIdentity } from '../claims.ts'
import type { SealedLedger } from '../ledger/sealed-ledger.ts'
import { isRecordFormat, RECORD_FORMATS, writeRecord } from '../record-formats.ts'
import { type RecordsOptions, readRecord } from '../records.ts'
import { toJson } from './answer.ts'
import { readBearer, toUnauthorized, toUnsure } from './bearer.ts'

export interface RecordRoute {
  /** Whoever holds the token; undefined where nobody can tell right now. @throws with words for who holds it */
  verify(token: string): Promise<Identity | KeeperIdentity | undefined>
  /** Where evidence is kept; undefined where the ledger keeps none. */
  readonly evidence: Pick<SealedLedger, 'evidence'> | undefined
  records(): Promise<RecordsOptions>
  /** Whether its holder has not asked too often. */
  mayAsk(identity: Identity | KeeperIdentity): boolean
}

/** One person's record, for the keeper of that meeting and nobody else. */
export async function answerRecord(
  request: Request,
  [meeting = '', participant = '']: readonly string[],
  route: RecordRoute,
): Promise<Response> {
  const token = readBearer(request)
  if (token === undefined) return toUnauthorized('Send the token of a keeper: Authorization: Bearer <token>.')
  let identity: Identity | KeeperIdentity | undefined
  try {
    identity = await route.verify(token)
  } catch (error) {
    return toUnauthorized(error instanceof Error ? error.message : 'The token is not valid.')
  }
  if (identity === undefined) return toUnsure()
  if (identity.use !== 'keeper' || identity.meeting !== meeting) {
    return toJson(403, { message: "Records are read with a keeper's token, of that meeting." })
  }
  if (!route.mayAsk(identity)) return toJson(429, { message: 'That is too often.' }, { 'retry-after': '1' })
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
