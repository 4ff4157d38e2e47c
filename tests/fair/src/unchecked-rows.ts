import type { FairNoticeResult, FairRow } from '@askfirst/testing/fair'
import { type PolicyName, policies } from '../page/declared.ts'
import { type FairCell, optionsOf, surfaceOf } from './matrix.ts'

// takes: what the kit says of a cell · gives: the rows it did not check and was not meant to leave, each with why

/** What the kit says of rows that take acting: people act in journeys.test.ts, and nobody does in the matrix. */
const ACTING = 'it takes acting: say in acting how'
/** All that such a row has: nothing of them can be seen. */
const ACTED: readonly FairRow[] = [
  ...(['D07', 'D12', 'D13', 'D14', 'D16', 'D21', 'D22', 'D23', 'D27'] as const),
  ...(['W01', 'W02', 'W03', 'W04', 'W05', 'W15', 'W17', 'W18'] as const),
]
/** About a yes and a no, which many surfaces have none of. */
const ABOUT_ANSWERS: readonly FairRow[] = [
  ...(['D01', 'D02', 'D03', 'D04', 'D05', 'D06', 'D08', 'D09', 'D11', 'D15'] as const),
  ...(['D17', 'D18', 'D20', 'D24', 'D25', 'D26'] as const),
]
/** Which the kit reads in English. */
const IN_ENGLISH: readonly FairRow[] = ['D18', 'D20']

/** The rows that nothing can be said of in a cell. */
function listExpected(cell: FairCell): ReadonlySet<string> {
  const { accept, later } = surfaceOf(cell).find
  const isPutOff =
    accept !== null && later !== null && policies[cell.policy as PolicyName].basis === 'consent'
  return new Set([
    ...ACTED,
    ...(accept === null ? ABOUT_ANSWERS : []),
    ...(cell.language === 'en' ? [] : IN_ENGLISH),
    ...(isPutOff ? [] : ['W06']),
    ...Object.keys(optionsOf(cell).without ?? {}),
  ])
}

/** What was not checked, wholly or in part, and is for the kit to say of our own surfaces. */
export function findUnchecked({ rows }: FairNoticeResult, cell: FairCell): string[] {
  const expected = listExpected(cell)
  return rows.flatMap(({ row, outcome, why }) => {
    const isMeant = outcome === 'unchecked' ? expected.has(row) : why === undefined || why === ACTING
    return isMeant ? [] : [`${row} is not checked: ${why}`]
  })
}
