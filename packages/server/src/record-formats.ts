import {
  type ConsentRecord,
  toCsv,
  toIsoRecord,
  toKantaraReceipt,
  toRecordText,
  toVconAttachments,
} from '@askfirst/core/record'

/** A record as somebody else reads it. */
interface Written {
  readonly type: string
  readonly text: string
}
const toJson = (content: unknown): Written => ({
  type: 'application/json',
  text: JSON.stringify(content, undefined, 2),
})

const FORMATS = {
  json: (record) => ({ type: 'application/json', text: toRecordText(record) }),
  iso: (record) => toJson(toIsoRecord(record)),
  kantara: (record) => toJson(toKantaraReceipt(record)),
  vcon: (record) => toJson(toVconAttachments(record)),
  csv: (record) => ({ type: 'text/csv; charset=utf-8', text: toCsv([record]) }),
} as const satisfies Readonly<Record<string, (record: ConsentRecord) => Written>>

/** Names of the formats that a record is written in. */
export type RecordFormat = keyof typeof FORMATS
export const RECORD_FORMATS = Object.keys(FORMATS) as readonly RecordFormat[]

export const isRecordFormat = (name: string): name is RecordFormat => Object.hasOwn(FORMATS, name)

/** @throws AskFirstError where the format asks for what the record has not */
export const writeRecord = (record: ConsentRecord, format: RecordFormat): Written => FORMATS[format](record)
