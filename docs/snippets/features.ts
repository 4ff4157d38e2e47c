// #region features
import { defineFeature, leaveMeOut } from '@askfirst/core'

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
  text: { en: { title: 'Meeting summary' } },
})
// #endregion
