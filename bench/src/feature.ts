import { defineFeature, leaveMeOut, sha256 } from '@askfirst/core'
import { createCatalogue } from '@askfirst/core/authority'

/** What is measured: a summary as an app would declare it. */
export const summary = defineFeature({
  id: 'summary',
  revision: 1,
  policy: leaveMeOut,
  asks: {
    summarise: { purpose: 'summarise', data: ['audio', 'chat'], required: true },
    improve: { purpose: 'train-models', data: ['transcript'] },
  },
  processors: [{ name: 'Acme' }],
  retention: { days: 30 },
})

export const catalogue = await createCatalogue([summary], sha256)
export const notice = { revision: 1, hash: catalogue.get('summary')?.hash ?? '', lang: 'en' }
