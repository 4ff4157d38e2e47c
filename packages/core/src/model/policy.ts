import { AskFirstError } from '../error.ts'

// gives: what an answer does, as data, its presets, and what is wrong with one
// never: lets a policy through that takes silence for a yes, or makes somebody wait for ever

/** What an answer does, as data. The table in semantics: docs/concepts/policies.md. */
export interface Policy {
  /** Why a gate may open: a yes, no objection in time, or having been told. */
  readonly basis: 'consent' | 'objection' | 'notice'
  /** Under `objection`: how long after the notice was shown capture waits. At least 5_000. @default 15_000 */
  readonly objectionMs?: number
  /** What a no does: the person stays uncaptured, has to leave, or ends the feature for everybody. */
  readonly decline: 'exclude' | 'leave' | 'stop'
  /** Whether capture begins person by person or only once everyone present agreed. */
  readonly start: 'each' | 'all'
  /**
   * What happens to people who do not answer within `afterMs` of being asked: milliseconds, at least 20_000.
   *
   * @default nothing: they stay excluded
   */
  readonly unanswered?: { readonly afterMs: number; readonly then: 'exclude' | 'leave' }
  /** How long a yes serves: this run of the feature, or later runs in the same meeting. */
  readonly lasts: 'activation' | 'meeting'
  /** What hosts learn about the answers of others. */
  readonly disclosure: 'named' | 'counts' | 'outcome'
  /** Below this many other people `counts` falls back to `outcome`. */
  readonly countsFrom: number
  /** Whether a yes follows the person into breakout rooms. */
  readonly scope: 'meeting' | 'room'
  /** Who may turn the feature on. With `anyone` each person has a run of their own. */
  readonly turnOn: 'hosts' | 'anyone'
  /** Whether it goes on when no host has been in the call for a minute. */
  readonly hostless: 'keep' | 'stop'
}

/** Consent, person by person; a no costs nothing: the person stays and takes full part, uncaptured. */
export const leaveMeOut: Policy = {
  basis: 'consent',
  decline: 'exclude',
  start: 'each',
  lasts: 'activation',
  disclosure: 'counts',
  countsFrom: 5,
  scope: 'meeting',
  turnOn: 'hosts',
  hostless: 'stop',
}

/** Bundlers leave out what nobody names of what this makes. @__NO_SIDE_EFFECTS__ */
const preset = (change: Partial<Policy>): Policy => ({ ...leaveMeOut, ...change })

/** Consent, person by person; who does not agree has to leave the call. */
export const acceptOrLeave: Policy = preset({ decline: 'leave' })

/**
 * Consent of everybody present, or nothing for anybody: it pauses while a newcomer has not answered, one no
 * ends it, and who says nothing for two minutes has to leave.
 */
export const everyoneOrNobody: Policy = preset({
  decline: 'stop',
  start: 'all',
  // biome-ignore lint/suspicious/noThenProperty: the policy's own word; nobody awaits a policy
  unanswered: { afterMs: 120_000, then: 'leave' },
})

/** Begins 15 s after it was shown to a person, unless that person objects; an objection closes it at any time. */
export const objection: Policy = preset({ basis: 'objection', objectionMs: 15_000 })

/** Begins once it was shown; who says no is left out all the same. */
export const noticeOnly: Policy = preset({ basis: 'notice' })

const VALUES: { readonly [K in keyof Policy]?: readonly Policy[K][] } = {
  basis: ['consent', 'objection', 'notice'],
  decline: ['exclude', 'leave', 'stop'],
  start: ['each', 'all'],
  lasts: ['activation', 'meeting'],
  disclosure: ['named', 'counts', 'outcome'],
  scope: ['meeting', 'room'],
  turnOn: ['hosts', 'anyone'],
  hostless: ['keep', 'stop'],
}
/** Keys of a policy with values of another kind. */
const NUMBERS: readonly string[] = ['objectionMs', 'countsFrom', 'unanswered'] satisfies (keyof Policy)[]
/** How long a notice has to be visible without a break before it counts as shown. */
export const NOTICE_VISIBLE_MS = 2_000
/** How long before its end a time to answer is said to be ending: 20 s of it have to be left once it is read. */
export const WARN_MS = 30_000
const SHORTEST_OBJECTION_MS = 5_000
const OBJECTION_MS = 15_000
const SHORTEST_ANSWER_MS = 20_000

/** How long capture waits for an objection after the notice was shown. */
export const selectObjectionMs = ({ objectionMs = OBJECTION_MS }: Policy): number => objectionMs

/** A number that can be written down: JSON has none for what never ends. */
export const isAtLeast = (least: number, value: number): boolean => Number.isFinite(value) && value >= least

/** @throws AskFirstError that names the key, the value and the rule, where a policy is not one */
export function assertPolicy(policy: Policy, feature: string): void {
  const wrong = (what: string, why: string, fix: string, rule = 'policy-value'): never => {
    throw new AskFirstError(rule, { what: `Feature "${feature}": ${what}`, why, fix })
  }
  if (typeof policy !== 'object' || policy === null) {
    wrong(
      `policy is ${JSON.stringify(policy)}.`,
      'A policy is data, not a name.',
      'Import a preset, leaveMeOut for example, and pass it.',
    )
  }
  const stray = Object.keys(policy).find((key) => !(key in VALUES) && !NUMBERS.includes(key))
  if (stray !== undefined) {
    wrong(
      `policy has "${stray}".`,
      'A key that is misspelt would leave another policy than the one that was meant.',
      `Use the keys ${[...Object.keys(VALUES), ...NUMBERS].join(', ')}.`,
    )
  }
  for (const [key, values] of Object.entries(VALUES)) {
    const value = policy[key as keyof Policy]
    if ((values as readonly unknown[]).includes(value)) continue
    wrong(
      `policy.${key} is ${JSON.stringify(value)}.`,
      `It has to be one of ${values.map((known) => JSON.stringify(known)).join(', ')}.`,
      'Use one of these, for example by starting from the preset leaveMeOut.',
    )
  }
  if (!Number.isInteger(policy.countsFrom) || policy.countsFrom < 2) {
    wrong(
      `policy.countsFrom is ${policy.countsFrom}.`,
      'A tally over fewer than two other people names the person behind each answer.',
      'Use a whole number of at least 2; the default is 5.',
    )
  }
  const { basis, decline, objectionMs, start, turnOn, unanswered } = policy
  if (objectionMs !== undefined && !isAtLeast(SHORTEST_OBJECTION_MS, objectionMs)) {
    wrong(
      `policy.objectionMs is ${objectionMs}.`,
      'Nobody reads a notice and objects to it faster.',
      `Use at least ${SHORTEST_OBJECTION_MS} milliseconds; the default is ${OBJECTION_MS}.`,
    )
  }
  if (unanswered !== undefined) {
    if (
      !isAtLeast(SHORTEST_ANSWER_MS, unanswered.afterMs) ||
      !['exclude', 'leave'].includes(unanswered.then)
    ) {
      wrong(
        `policy.unanswered is ${JSON.stringify(unanswered)}.`,
        'People need time to read, and silence is never a yes.',
        `Use { afterMs: at least ${SHORTEST_ANSWER_MS}, then: 'exclude' or 'leave' }, or leave the key out.`,
      )
    }
    if (basis !== 'consent') {
      wrong(
        `policy.unanswered is set and policy.basis is ${JSON.stringify(basis)}.`,
        'Only consent asks a question that can stay without an answer.',
        'Leave policy.unanswered out.',
        'policy-combination',
      )
    }
  }
  if (start === 'all' && (decline === 'exclude' || unanswered?.then !== 'leave')) {
    wrong(
      `policy.start is "all" with decline ${JSON.stringify(decline)} and unanswered ${JSON.stringify(unanswered)}.`,
      'Somebody who may stay without agreeing would keep everybody waiting for ever.',
      "Use decline: 'leave' or 'stop' and unanswered.then: 'leave', as the preset everyoneOrNobody does.",
      'policy-combination',
    )
  }
  if (turnOn === 'anyone' && (decline !== 'exclude' || start !== 'each' || unanswered?.then === 'leave')) {
    wrong(
      `policy.turnOn is "anyone" with decline ${JSON.stringify(decline)}, start ${JSON.stringify(start)} and unanswered ${JSON.stringify(unanswered)}.`,
      'What one person wants for themselves must not put anybody else out of the call, nor wait for them.',
      "Use decline: 'exclude', start: 'each' and no unanswered.then: 'leave', or turnOn: 'hosts'.",
      'policy-combination',
    )
  }
}
