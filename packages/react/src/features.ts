import {
  type ClientState,
  type ConsentClient,
  type FeatureStatus,
  type ParticipantKind,
  viewFeatures,
} from '@askfirst/core'
import { type AnyClient, useConsentClient, useConsentState } from './context.tsx'

/** Every feature of the catalogue as it stands for this person. Who shows no tally is not told that it changed. */
export function useFeatures(client?: AnyClient): readonly FeatureStatus[] {
  const used = useConsentClient(client)
  return useConsentState(used, (state) => look(used, state))
}

/** One feature as it stands for this person; undefined where the catalogue has none of that id. */
export function useStatus(id: string, client: ConsentClient): FeatureStatus | undefined {
  return useConsentState(client, (state) => look(client, state).find((status) => status.id === id))
}

const isLive = ({ connection }: ClientState): boolean => connection === 'live'

/** Whether the authority says so now: what was said before a lost connection may be no longer true. */
export function useIsLive(client?: AnyClient): boolean {
  return useConsentState(useConsentClient(client), isLive)
}

const kindOf = (state: ClientState): ParticipantKind => state.view?.you.kind ?? 'person'

/** Whether this is a person, a room or a phone. */
export function useOwnKind(client?: AnyClient): ParticipantKind {
  return useConsentState(useConsentClient(client), kindOf)
}

const isInLobby = ({ place }: ClientState): boolean => place === 'lobby'

/** Whether this page asks before the person joins. */
export function useIsInLobby(client?: AnyClient): boolean {
  return useConsentState(useConsentClient(client), isInLobby)
}

interface Look {
  readonly state: ClientState
  readonly features: readonly FeatureStatus[]
}
const looks = new WeakMap<ConsentClient, Look>()

/** What is the same as before stays the same object, so that only what shows a change renders again. */
function look(client: ConsentClient, state: ClientState): readonly FeatureStatus[] {
  const last = looks.get(client)
  if (last?.state === state) return last.features
  const { view } = state
  const now = viewFeatures(view === undefined ? state : { ...state, view: { ...view, tallies: {} } })
  const before = last?.features ?? []
  const kept = now.map((status, at) => (isEqual(before[at], status) ? (before[at] as FeatureStatus) : status))
  const isSame = kept.length === before.length && kept.every((status, at) => status === before[at])
  const features = isSame ? before : kept
  looks.set(client, { state, features })
  return features
}

/** They are data, and small without their tallies. */
const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
