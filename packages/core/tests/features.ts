import { defineFeature, type FeatureOptions } from '../src/model/feature.ts'
import {
  acceptOrLeave,
  everyoneOrNobody,
  leaveMeOut,
  noticeOnly,
  objection,
  type Policy,
} from '../src/model/policy.ts'

/** Leave me out: two asks that belong to every yes, two that have to be ticked. */
export const summary = defineFeature({
  id: 'summary',
  revision: 2,
  policy: leaveMeOut,
  asks: {
    summarise: { purpose: 'summarise', data: ['audio', 'chat'], required: true },
    transcribe: { purpose: 'transcribe', data: ['audio'], required: true },
    improve: { purpose: 'train-models', data: ['transcript'] },
    voices: { purpose: 'identify-speakers', data: ['audio'] },
  },
  processors: [{ name: 'Acme', model: 'acme-large', region: 'EU' }, { name: 'Hosting' }],
  retention: { days: 30 },
})

/** Accept or leave: the same, where no means leaving. */
export const minutes = defineFeature({
  ...summary,
  id: 'minutes',
  policy: { ...acceptOrLeave, disclosure: 'named' },
  asks: { note: { purpose: 'take-notes', data: ['chat'], required: true } },
})

const under = (id: string, policy: Policy): FeatureOptions =>
  defineFeature({
    ...summary,
    id,
    policy,
    asks: {
      hear: { purpose: 'transcribe', data: ['audio'], required: true },
      improve: { purpose: 'train-models', data: ['transcript'] },
    },
  })

/** One feature for each thing that a policy can say, named for what it says. */
export const policies: readonly FeatureOptions[] = [
  defineFeature({
    ...under('everyone', everyoneOrNobody),
    asks: { hear: { purpose: 'transcribe', data: ['audio'], required: true, mixed: true } },
  }),
  // biome-ignore lint/suspicious/noThenProperty: the policy's own word
  under('all-or-leave', { ...acceptOrLeave, start: 'all', unanswered: { afterMs: 60_000, then: 'leave' } }),
  under('objection', objection),
  under('notice', noticeOnly),
  under('one-no', { ...leaveMeOut, decline: 'stop' }),
  // biome-ignore lint/suspicious/noThenProperty: the policy's own word
  under('limit', { ...leaveMeOut, unanswered: { afterMs: 60_000, then: 'exclude' } }),
  // biome-ignore lint/suspicious/noThenProperty: the policy's own word
  under('deadline', { ...acceptOrLeave, unanswered: { afterMs: 60_000, then: 'leave' } }),
  under('lasting', { ...leaveMeOut, lasts: 'meeting' }),
  under('rooms', { ...leaveMeOut, scope: 'room' }),
  under('told-rooms', { ...noticeOnly, scope: 'room' }),
  under('notes', { ...leaveMeOut, turnOn: 'anyone' }),
  under('keep', { ...leaveMeOut, hostless: 'keep' }),
]

/** For access: nothing kept, and one processor that the notice names. */
export const captions = defineFeature({
  id: 'captions',
  revision: 1,
  policy: noticeOnly,
  asks: { caption: { purpose: 'caption', data: ['audio'], required: true } },
  processors: [{ name: 'Captioner', region: 'EU' }],
  retention: { days: 0 },
})
