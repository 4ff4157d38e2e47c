// #region features
import { defineFeature, leaveMeOut } from '@askfirst/core'

export const summary = defineFeature({
  id: 'meeting-summary',
  revision: 1,
  policy: leaveMeOut,
  asks: { summarise: { purpose: 'summarise', data: ['audio'], required: true } },
  processors: [{ name: 'Acme AI', region: 'EU' }],
  retention: { days: 30 },
  text: { en: { title: 'Meeting summary' } },
})
// #endregion
