/**
 * Checks whether a notice is fair and accessible, in a page of Playwright's or in a DOM: ours, or anybody's.
 *
 * @module @askfirst/testing/fair
 */

// gives: whoever tests a notice the checks, their options, and the types of what they find

export { checkFairNotice, expectFairNotice } from './expect-fair-notice.ts'
export { expectFairNoticeInDom } from './expect-fair-notice-in-dom.ts'
export type {
  FairActing,
  FairFact,
  FairFind,
  FairNoticeOptions,
  FairOptions,
  FairPolicy,
  FairState,
} from './options.ts'
export type { FairRow } from './rule-texts.ts'
export { RULES as fairRules } from './rule-texts.ts'
export type { FairBreach, FairNoticeResult, FairRowResult } from './verdict.ts'
