import type { ConsentRecord, RecordedEvent } from './record-types.ts'

// takes: a record · gives: lines for a spreadsheet, in which nothing is a formula

type Cell = string | number | undefined
interface Row {
  readonly record: ConsentRecord
  readonly event: RecordedEvent
}

/** One column each, in order: what it is called, and what is in it. */
const COLUMNS: readonly (readonly [name: string, cell: (row: Row) => Cell])[] = [
  ['record', ({ record }) => record.recordId],
  ['meeting', ({ record }) => record.meeting.id],
  ['subject', ({ record }) => record.subject.id],
  ['event', ({ event }) => event.seq],
  ['time', ({ event }) => event.at],
  ['type', ({ event }) => event.type],
  ['by', ({ event }) => event.by],
  ['feature', ({ event }) => event.feature],
  ['run', ({ event }) => event.activation],
  ['revision', ({ event }) => event.notice?.revision ?? event.revision],
  ['text', ({ event }) => event.notice?.hash],
  ['language', ({ event }) => event.notice?.lang],
  ['granted', ({ event }) => event.grants?.join(' ')],
  ['withdrawn', ({ event }) => event.asks?.join(' ')],
  ['method', ({ event }) => event.method],
  ['decision', ({ event }) => event.decision],
  ['processor', ({ event }) => event.processor ?? event.processors?.join(', ')],
  ['visible for ms', ({ event }) => event.visibleMs],
  ['kind', ({ event }) => event.kind],
  ['role', ({ event }) => event.role],
  ['place', ({ event }) => event.place],
  ['room', ({ event }) => event.room],
  ['of', ({ event }) => event.of],
  ['cause', ({ event }) => event.cause],
  ['instead of', ({ event }) => event.instead],
  ['request', ({ event }) => event.request],
  ['bridge', ({ event }) => event.bridge],
  ['armed for ms', ({ event }) => event.armedMs],
  ['time of device', ({ event }) => event.clientAt],
  ['leaf', ({ event }) => event.leaf],
]

/**
 * Records for a spreadsheet: a line for each event, RFC 4180, every cell quoted, with the mark by which spreadsheets
 * know UTF-8. A cell that a spreadsheet would take for a formula has an apostrophe in front.
 */
export function toCsv(records: readonly ConsentRecord[]): string {
  const lines = [
    COLUMNS.map(([name]) => name),
    ...records.flatMap((record) =>
      record.events.map((event) => COLUMNS.map(([, cell]) => cell({ record, event }))),
    ),
  ]
  return `\uFEFF${lines.map((cells) => `${cells.map(quote).join()}\r\n`).join('')}`
}

/** Where a cell begins that would be a formula, or that begins with what may end one. */
const FORMULA = /^(?=\s*[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20])/
/**
 * The same behind what may end a cell: where a comma is in numbers, spreadsheets end cells with a semicolon, whatever
 * quotes there are around it.
 */
const INNER = /[;\t\r\n](?=[\s"]*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20])/g

/** Ids and names come from elsewhere: none may become a formula, nor end its cell. */
const quote = (cell: Cell): string => {
  const text = String(cell ?? '')
  const safe = typeof cell === 'string' ? text.replace(INNER, "$&'").replace(FORMULA, "'") : text
  return `"${safe.replaceAll('"', '""')}"`
}
