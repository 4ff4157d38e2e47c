import type { FeatureStatus, Tally } from '@askfirst/core'
import { useEffect } from 'react'
import { type AnyClient, useConsentClient, useConsentState } from './context.tsx'
import { useStatus } from './features.ts'

/** One feature as it stands for this person; undefined where the catalogue has none of that id, which is said once. */
export function useFeature(id: string, client?: AnyClient): FeatureStatus | undefined {
  const used = useConsentClient(client)
  const status = useStatus(id, used)
  const isKnown = useConsentState(used, ({ catalogue }) => catalogue.size > 0)
  // An empty id names none, and somebody's own run may be over.
  const isUnknown = isKnown && status === undefined && id !== '' && !id.includes('@')
  useEffect(() => {
    if (isUnknown)
      used.sayTrouble(`Feature "${id}" is shown on this page, and not declared: nothing comes of it.`)
  }, [id, isUnknown, used])
  return status
}

/** What a host may know of the answers to a feature; undefined for everybody else. */
export function useTally(feature: string, client?: AnyClient): Tally | undefined {
  useFeature(feature, client)
  return useConsentState(useConsentClient(client), ({ view }) => view?.tallies[feature])
}
