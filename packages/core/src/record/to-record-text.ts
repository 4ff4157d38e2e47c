import { toCanonical } from '../evidence/canonical.ts'
import type { ConsentRecord } from './record-types.ts'

// takes: a record · gives: the one text that it is written as

/** The record as canonical JSON (RFC 8785): the same record is the same text, so that its hash can be kept elsewhere. */
export const toRecordText = (record: ConsentRecord): string => toCanonical(record)
