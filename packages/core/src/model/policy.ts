import { AskFirstError } from '../error.ts'

/** What an answer does, as data. What this version carries out is on docs/limits.md. */
export interface Policy {
  /** Why a gate may open: a yes, no objection in time, or having been told. */
  readonly basis: 'consent' | 'objection' | 'notice'
  /** What a no does: the person stays uncaptured, has to leave, or ends the feature for everybody. */
  readonly decline: 'exclude' | 'leave' | 'stop'
  /** Whether capture begins person by person or only once everyone present agreed. */
  readonly start: 'each' | 'all'
  /** What happens to people who do not answer. Absent: nothing, they stay excluded. */
  readonly unanswered?: { readonly afterMs: number; readonly then: 'exclude' | 'leave' }
  /** How long a yes serves: this run of the feature, or later runs in the same meeting. */
  readonly lasts: 'activation' | 'meeting'
  /** What hosts learn about the answers of others. */
  readonly disclosure: 'named' | 'counts' | 'outcome'
  /** Below this many other people `counts` falls back to `outcome`. */
  readonly countsFrom: number
  /** Whether a yes follows the person into breakout rooms. */
  readonly scope: 'meeting' | 'room'
  /** Who may turn the feature on. */
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

/** Consent, person by person; who does not agree has to leave the call. */
export const acceptOrLeave: Policy = { ...leaveMeOut, decline: 'leave' }

/** The values this version carries out. The others of the table are refused, never half obeyed. */
const SUPPORTED: { readonly [K in keyof Policy]?: readonly Policy[K][] } = {
  basis: ['consent'],
  decline: ['exclude', 'leave'],
  start: ['each'],
  lasts: ['activation'],
  disclosure: ['named', 'counts', 'outcome'],
  scope: ['meeting'],
  turnOn: ['hosts'],
  hostless: ['keep', 'stop'],
}

/** Throws an AskFirstError that names the key, unless this version can carry the policy out. */
export function assertPolicy(policy: Policy, feature: string): void {
  if (typeof policy !== 'object' || policy === null) {
    throw new AskFirstError('policy-value', {
      what: `Feature "${feature}": policy is ${JSON.stringify(policy)}.`,
      why: 'A policy is data, not a name.',
      fix: 'Import a preset, leaveMeOut or acceptOrLeave, and pass it.',
    })
  }
  for (const [key, values] of Object.entries(SUPPORTED)) {
    const value = policy[key as keyof Policy]
    if ((values as readonly unknown[]).includes(value)) continue
    throw new AskFirstError('policy-value', {
      what: `Feature "${feature}": policy.${key} is ${JSON.stringify(value)}.`,
      why: `This version carries out ${values.map((known) => JSON.stringify(known)).join(', ')} only, and a policy is never half obeyed.`,
      fix: `Use one of these, for example by starting from the preset leaveMeOut or acceptOrLeave.`,
    })
  }
  if (policy.unanswered !== undefined) {
    throw new AskFirstError('policy-value', {
      what: `Feature "${feature}": policy.unanswered is set.`,
      why: 'This version has no time limit on answers: silence leaves a person out for as long as it lasts.',
      fix: 'Leave the key out.',
    })
  }
  if (!Number.isInteger(policy.countsFrom) || policy.countsFrom < 2) {
    throw new AskFirstError('policy-value', {
      what: `Feature "${feature}": policy.countsFrom is ${policy.countsFrom}.`,
      why: 'A tally over fewer than two other people names the person behind each answer.',
      fix: 'Use a whole number of at least 2; the default is 5.',
    })
  }
}
