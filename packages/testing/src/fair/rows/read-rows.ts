import type { Look } from '../in-page/look-at.ts'
import type { Wanted } from '../options.ts'
import type { FairRow } from '../rule-texts.ts'
import type { Verdicts } from '../verdict.ts'
import { answerRows } from './answer-rows.ts'
import { structureRows } from './structure-rows.ts'
import { wordRows } from './word-rows.ts'

// takes: one look at a page · gives: what it says of each row that one look can tell

const rows = { ...answerRows, ...wordRows, ...structureRows }

/** What one look says of every row that a look can tell. */
export function readRows(look: Look, wanted: Wanted): Verdicts {
  const read: Verdicts = {}
  for (const [row, check] of Object.entries(rows)) {
    const verdict = check(look, wanted)
    if (verdict !== undefined) read[row as FairRow] = verdict
  }
  return read
}
