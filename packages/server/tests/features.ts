import { acceptOrLeave, defineFeature, leaveMeOut } from '@askfirst/core'

/** What the tests of this package ask about. */
export const summary = defineFeature({
  id: 'meeting-summary',
  revision: 1,
  policy: leaveMeOut,
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
  policy: acceptOrLeave,
  asks: { caption: { purpose: 'caption', data: ['audio'], required: true } },
  processors: [{ name: 'Scribe' }],
  retention: { days: 0 },
})
