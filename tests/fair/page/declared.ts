import {
  acceptOrLeave,
  defineFeature,
  everyoneOrNobody,
  leaveMeOut,
  noticeOnly,
  objection,
  type Policy,
} from '@askfirst/core'

// What the meeting has: features as they are declared, under each policy.

export const policies = { leaveMeOut, acceptOrLeave, everyoneOrNobody, objection, noticeOnly } as const
export type PolicyName = keyof typeof policies

export const FEATURE = 'summary'
export const SECOND = 'captions'

export const declare = (policy: Policy, days = 30) =>
  defineFeature({
    id: FEATURE,
    revision: 1,
    policy,
    asks: {
      summarise: { purpose: 'summarise', data: ['audio', 'chat'], required: true },
      improve: { purpose: 'train-models', data: ['transcript'] },
    },
    processors: [{ name: 'Acme AI', model: 'acme-large-3', region: 'EU' }],
    retention: { days },
  })

export const declareSecond = (policy: Policy) =>
  defineFeature({
    id: SECOND,
    revision: 1,
    policy,
    asks: { caption: { purpose: 'caption', data: ['audio'], required: true } },
    processors: [{ name: 'Acme AI', region: 'EU' }],
    retention: { days: 0 },
  })
