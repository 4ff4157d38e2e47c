import {
  acceptOrLeave,
  everyoneOrNobody,
  leaveMeOut,
  noticeOnly,
  objection,
  type Policy,
} from '@askfirst/core'

// takes: a seed · gives: the policy that a meeting of that seed is played under

/** What the second feature of a simulated meeting asks under: data. One more is an entry here. */
export interface PolicyCase {
  readonly name: string
  readonly policy: Policy
}

// Waits as short as they may be, so that a meeting of a minute goes through them.
export const POLICY_CASES: readonly [PolicyCase, ...PolicyCase[]] = [
  { name: 'accept or leave', policy: { ...acceptOrLeave, disclosure: 'named', hostless: 'keep' } },
  {
    name: 'everyone or nobody',
    // biome-ignore lint/suspicious/noThenProperty: the policy's own word; nobody awaits a policy
    policy: { ...everyoneOrNobody, unanswered: { afterMs: 20_000, then: 'leave' }, hostless: 'keep' },
  },
  { name: 'one no stops', policy: { ...leaveMeOut, decline: 'stop', disclosure: 'named', countsFrom: 2 } },
  { name: 'objection', policy: { ...objection, objectionMs: 5_000, countsFrom: 3 } },
  { name: 'notice', policy: { ...noticeOnly, disclosure: 'outcome' } },
  { name: 'lasts for the meeting', policy: { ...leaveMeOut, lasts: 'meeting', disclosure: 'named' } },
  { name: 'in breakout rooms', policy: { ...leaveMeOut, scope: 'room', countsFrom: 2 } },
]

export const policyCaseOf = (seed: number): PolicyCase =>
  POLICY_CASES[seed % POLICY_CASES.length] ?? POLICY_CASES[0]
