import {
  AskFirstError,
  acceptOrLeave,
  defineFeature,
  everyoneOrNobody,
  type FeatureOptions,
  leaveMeOut,
  noticeOnly,
  objection,
  type Policy,
} from '@askfirst/core'
import type { Knobs } from './knobs.ts'

const PRESETS = { leaveMeOut, acceptOrLeave, everyoneOrNobody, objection, noticeOnly }
const LIMITS: Readonly<Record<string, Policy['unanswered']>> = {
  none: undefined,
  // biome-ignore lint/suspicious/noThenProperty: the policy's own word
  exclude: { afterMs: 60_000, then: 'exclude' },
  // biome-ignore lint/suspicious/noThenProperty: the policy's own word
  leave: { afterMs: 60_000, then: 'leave' },
}

/** The preset with every key that is set apart from it. Not checked: `toFeatures` does that. */
export function toPolicy(knobs: Knobs): Policy {
  const { unanswered, ...preset } = PRESETS[knobs.policy]
  const { basis, countsFrom, decline, disclosure, hostless, lasts, objectionMs, scope, start, turnOn } = knobs
  const limit = knobs.unanswered === '' ? unanswered : LIMITS[knobs.unanswered]
  return {
    ...preset,
    ...(basis && { basis }),
    ...(decline && { decline }),
    ...(disclosure && { disclosure }),
    ...(hostless && { hostless }),
    ...(lasts && { lasts }),
    ...(scope && { scope }),
    ...(start && { start }),
    ...(turnOn && { turnOn }),
    ...(countsFrom && { countsFrom: Number(countsFrom) }),
    ...(objectionMs && { objectionMs: Number(objectionMs) }),
    ...(limit && { unanswered: limit }),
  }
}

/** A summary under the policy, which may train models of those who allow that. */
export const toSummary = (policy: Policy): FeatureOptions =>
  defineFeature({
    id: 'summary',
    revision: 1,
    policy,
    asks: {
      summarise: { purpose: 'summarise', data: ['audio', 'chat'], required: true },
      improve: { purpose: 'train-models', data: ['transcript'] },
    },
    processors: [{ name: 'Acme AI', model: 'acme-large-3', region: 'EU' }],
    retention: { days: 30 },
  })

export const captions = defineFeature({
  id: 'captions',
  revision: 1,
  policy: leaveMeOut,
  asks: { caption: { purpose: 'caption', data: ['audio'], required: true } },
  processors: [{ name: 'Bolt Captions', region: 'EU' }],
  retention: { days: 0 },
})

/** The features that the knobs ask for; or why there can be no such policy. */
export function toFeatures(knobs: Knobs): readonly FeatureOptions[] | AskFirstError {
  try {
    const summary = toSummary(toPolicy(knobs))
    return knobs.features === 'two' ? [summary, captions] : [summary]
  } catch (reason) {
    if (reason instanceof AskFirstError) return reason
    throw reason
  }
}
