import type { FeatureStatus, Standing } from '../client/view.ts'

// takes: what to say, and how a feature stands · gives: what is to be spoken, with what each key means

/**
 * What to say. `question`: which AI, what for, who gets it, and the keys · `agreed` it is on, the yes from
 * before counts · `left-out` it is on, the no from before counts · `off` it is over · `accepted`, `refused` the
 * answer is recorded · `not-recorded` it is not: the question comes again
 */
export type PhoneTextKey =
  | 'question'
  | 'agreed'
  | 'left-out'
  | 'off'
  | 'accepted'
  | 'refused'
  | 'not-recorded'

/** One thing to be spoken, whole, in the language of the call. */
export interface PhoneAnnouncement {
  readonly key: PhoneTextKey
  /** The feature's words, processors, retention and policy; of its asks only the required ones are asked. */
  readonly status: FeatureStatus
  /** What each key means, to be spoken after a question. */
  readonly keys: { readonly '1'?: 'accept'; readonly '2'?: 'decline' | 'leave'; readonly '*6': 'change' }
}

/** How a run is first told of, by how the phone stands towards it; what is not here needs no word. */
export const TOLD_AS: Partial<Record<Standing, PhoneTextKey>> = {
  question: 'question',
  later: 'question',
  included: 'agreed',
  waiting: 'agreed',
  'left-out': 'left-out',
}

const CHANGE = { '*6': 'change' } as const

export function toAnnouncement(key: PhoneTextKey, status: FeatureStatus): PhoneAnnouncement {
  const no = status.actions.includes('leave') ? 'leave' : 'decline'
  return { key, status, keys: key === 'question' ? { '1': 'accept', '2': no, ...CHANGE } : CHANGE }
}
