import { AskFirstError } from '@askfirst/core'
import { type FairRow, ROWS, RULES } from './rule-texts.ts'

// takes: what looks and journeys made of rows · gives: every row: held, broken, or why it was not checked
// never: takes a row for held of which anybody found a breach

/** One way in which a row does not hold. */
export interface FairBreach {
  /** What was found. */
  readonly found: string
  /** What to do. */
  readonly fix: string
}

/** What was found of one row: breaches, none when it holds, or why it was not checked. */
export type Verdict = readonly FairBreach[] | string
export type Verdicts = Partial<Record<FairRow, Verdict>>

/** One row as it was checked. */
export interface FairRowResult {
  readonly row: FairRow
  /** What the row asks. */
  readonly rule: string
  readonly outcome: 'held' | 'broken' | 'unchecked'
  /** Every way in which it does not hold. */
  readonly breaches: readonly FairBreach[]
  /** Why it was not checked, or not wholly. */
  readonly why?: string
}

/** Every row, in order. */
export interface FairNoticeResult {
  readonly rows: readonly FairRowResult[]
}

export const HELD: Verdict = []
export const broken = (found: string, fix: string): readonly FairBreach[] => [{ found, fix }]
/** Held, unless it is said what was found. */
export const unless = (holds: boolean, found: string, fix: string): readonly FairBreach[] =>
  holds ? [] : broken(found, fix)

/** Every row, from what several looks and journeys made of it: one breach is enough. */
export function toResult(
  all: readonly Verdicts[],
  without: Partial<Record<FairRow, string>>,
  whyNot = 'it takes a page in a browser',
): FairNoticeResult {
  for (const [row, reason] of Object.entries(without)) {
    if (!Object.hasOwn(RULES, row) || reason.trim() === '')
      throw new AskFirstError('fair-without', {
        what: `without.${row} is ${JSON.stringify(reason)}.`,
        why: 'A row is left out by its id, and for a reason that others can read.',
        fix: 'Name a row that there is, and say why it does not count here.',
      })
  }
  return { rows: ROWS.map((row) => toRow(row, all, without[row], whyNot)) }
}

function toRow(
  row: FairRow,
  all: readonly Verdicts[],
  reason: string | undefined,
  whyNot: string,
): FairRowResult {
  const rule = RULES[row]
  if (reason !== undefined) return { row, rule, outcome: 'unchecked', breaches: [], why: reason }
  const verdicts = all.flatMap((some) => (some[row] === undefined ? [] : [some[row]]))
  const breaches = verdicts.flatMap((verdict) => (typeof verdict === 'string' ? [] : verdict))
  const whys = [...new Set(verdicts.filter((verdict) => typeof verdict === 'string'))]
  const isChecked = verdicts.some((verdict) => typeof verdict !== 'string')
  const why = verdicts.length === 0 ? whyNot : whys.join('; ')
  return {
    row,
    rule,
    outcome: breaches.length > 0 ? 'broken' : isChecked ? 'held' : 'unchecked',
    breaches,
    ...(why !== '' && { why }),
  }
}

/** Throws one error that lists every breach. */
export function assertFair(result: FairNoticeResult): void {
  const lines = result.rows.flatMap(({ row, rule, breaches }) =>
    breaches.map(({ found, fix }) => `\n  ${row} ${rule}\n      found: ${found}\n      do: ${fix}`),
  )
  if (lines.length === 0) return
  const count = result.rows.filter(({ outcome }) => outcome === 'broken').length
  throw new AskFirstError('unfair-notice', {
    what: `${count === 1 ? 'One row does' : `${count} rows do`} not hold:${lines.join('')}\n`,
    why: 'An answer counts only where both answers are as easy to give, and everybody can give them.',
    fix: 'Mend what is listed, or leave a row out with `without` and a reason.',
  })
}
