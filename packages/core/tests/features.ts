import { defineFeature } from '../src/model/feature.ts'
import { acceptOrLeave, leaveMeOut } from '../src/model/policy.ts'

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
