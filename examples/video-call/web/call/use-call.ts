import { useSyncExternalStore } from 'react'
import type { Call, CallState } from './call.ts'
import type { Draft, DraftState } from './draft.ts'
import type { LocalMedia, LocalMediaState } from './media.ts'

/** The call as it is now; renders again when it changes. */
export const useCall = (call: Call): CallState => useSyncExternalStore(call.subscribe, call.get)

/** This device's microphone, camera and screen as they are now. */
export const useLocalMedia = (media: LocalMedia): LocalMediaState =>
  useSyncExternalStore(media.subscribe, media.get)

/** What is being written, and what of it did not arrive. */
export const useDraft = (draft: Draft): DraftState =>
  useSyncExternalStore(draft.subscribe, draft.get, draft.get)

/** Whether something did not arrive and waits to be sent once more; not rendered again by each letter written. */
export const useHasLost = (draft: Draft): boolean =>
  useSyncExternalStore(draft.subscribe, () => draft.get().lost.length > 0)
