import type { FeatureStatus, Tally } from '@askfirst/core'
import { useEffect } from 'react'
import { type AnyClient, useConsentClient, useConsentState } from './context.tsx'
import { useStatus } from './features.ts'

/** One feature as it stands for this person; undefined where the catalogue has none of that id, which is said once. */
export function useFeature(id: string, client?: AnyClient): FeatureStatus | undefined {
  const used = useConsentClient(client)
  const status = useStatus(id, used)
  const isKnown = status !== undefined || id === '' || id.includes('@')
  useEffect(() => {
    // Not declared, and not only not read yet.
    if (!isKnown && used.store.getState().catalogue.size > 0)
      used.sayTrouble(`Feature "${id}" is not declared here.`)
  })
  return status
}

/** What a host may know of the answers to a feature; undefined for everybody else. */
export function useTally(feature: string, client?: AnyClient): Tally | undefined {
  useFeature(feature, client)
  return useConsentState(useConsentClient(client), ({ view }) => view?.tallies[feature])
}
