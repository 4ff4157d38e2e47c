import { defineFeature, leaveMeOut, type Policy, sha256 } from '@askfirst/core'
import { createCatalogue } from '@askfirst/core/authority'

/** What is measured: a summary as an app would declare it, with its catalogue and the notice it is asked by. */
export async function createSubject(policy: Policy) {
  const summary = defineFeature({
    id: 'summary',
    revision: 1,
    policy,
    asks: {
      summarise: { purpose: 'summarise', data: ['audio', 'chat'], required: true },
      improve: { purpose: 'train-models', data: ['transcript'] },
    },
    processors: [{ name: 'Acme' }],
    retention: { days: 30 },
  })
  const catalogue = await createCatalogue([summary], sha256)
  const notice = { revision: 1, hash: catalogue.get('summary')?.hash ?? '', lang: 'en' }
  return { catalogue, notice }
}
export type Subject = Awaited<ReturnType<typeof createSubject>>

export const subject = await createSubject(leaveMeOut)
