import { type ClientState, type FeatureStatus, type ParticipantKind, viewFeatures } from '@askfirst/core'
import { useMemo } from 'react'
import { type AnyClient, useConsentClient, useConsentState } from './context.tsx'

const whole = (state: ClientState): ClientState => state
const kindOf = (state: ClientState): ParticipantKind => state.view?.you.kind ?? 'person'

/** Every feature of the catalogue as it stands for this person. */
export function useFeatures(client?: AnyClient): readonly FeatureStatus[] {
  const state = useConsentState(useConsentClient(client), whole)
  return useMemo(() => viewFeatures(state), [state])
}

/** One feature as it stands for this person; undefined where the catalogue has none of that id. */
export function useFeature(id: string, client?: AnyClient): FeatureStatus | undefined {
  return useFeatures(client).find((status) => status.id === id)
}

const isLive = ({ connection }: ClientState): boolean => connection === 'live'

/** Whether the authority says so now: what was said before a lost connection may be no longer true. */
export function useIsLive(client?: AnyClient): boolean {
  return useConsentState(useConsentClient(client), isLive)
}

/** Whether this is a person, a room or a phone. */
export function useOwnKind(client?: AnyClient): ParticipantKind {
  return useConsentState(useConsentClient(client), kindOf)
}
