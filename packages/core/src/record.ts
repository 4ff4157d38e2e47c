/**
 * What was recorded of one person in one meeting, in the formats that others read, and why a gate was open or not.
 *
 * @module @askfirst/core/record
 */

// gives: servers each person's record, in the formats of others, and why a gate was open or not

export { type RecordedAnswer, selectAnswers, selectAnswersByRevision } from './record/answers.ts'
export { createRecord, type RecordOptions } from './record/create-record.ts'
export type { Declarations } from './record/declared.ts'
export {
  type ExplainDoubt,
  type ExplainedEnforcer,
  type ExplainedGate,
  type ExplainedUnclosed,
  type ExplainOptions,
  explainGate,
  type GateExplanation,
} from './record/explain-gate.ts'
export type {
  ConsentRecord,
  Controller,
  RecordedAsk,
  RecordedEnforcement,
  RecordedErasure,
  RecordedEvent,
  RecordedFeature,
  RecordFacts,
} from './record/record-types.ts'
export { selectRevisions } from './record/revisions.ts'
export { toCsv } from './record/to-csv.ts'
export { type IsoProcessing, type IsoRecord, toIsoRecord } from './record/to-iso-record.ts'
export { type KantaraReceipt, toKantaraReceipt } from './record/to-kantara-receipt.ts'
export { toRecordText } from './record/to-record-text.ts'
export { toVconAttachments, type VconAttachment, type VconOptions } from './record/to-vcon-attachments.ts'
