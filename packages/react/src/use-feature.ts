import type { FeatureStatus, Tally } from '@askfirst/core'
import { useEffect } from 'react'
import { type AnyClient, useConsentClient, useConsentState } from './context.tsx'
import { useStatus } from './features.ts'

/**
 * Says once, to who built the page, that it shows a feature that is not declared, and which are; a catalogue that is
 * not read yet has none.
 */
export function useDeclared(id: string, client?: AnyClient): void {
  const used = useConsentClient(client)
  const trouble = useConsentState(
    used,
    ({ catalogue }) =>
      id &&
      !id.includes('@') &&
      catalogue.size > 0 &&
      !catalogue.has(id) &&
      `Feature "${id}" is not declared here, only ${[...catalogue.keys()].join(', ')}.`,
  )
  useEffect(() => {
    if (trouble) used.sayTrouble(trouble)
  })
}

/** One feature as it stands for this person; undefined where the catalogue has none of that id, which is said once. */
export function useFeature(id: string, client?: AnyClient): FeatureStatus | undefined {
  useDeclared(id, client)
  return useStatus(id, useConsentClient(client))
}

/** What a host may know of the answers to a feature; undefined for everybody else. */
export function useTally(feature: string, client?: AnyClient): Tally | undefined {
  useDeclared(feature, client)
  return useConsentState(useConsentClient(client), ({ view }) => view?.tallies[feature])
}
