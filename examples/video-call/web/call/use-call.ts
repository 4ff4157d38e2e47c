import { useSyncExternalStore } from 'react'
import type { Call, CallState } from './call.ts'
import type { LocalMedia, LocalMediaState } from './media.ts'

/** The call as it is now; renders again when it changes. */
export const useCall = (call: Call): CallState => useSyncExternalStore(call.subscribe, call.get)

/** This device's microphone, camera and screen as they are now. */
export const useLocalMedia = (media: LocalMedia): LocalMediaState =>
  useSyncExternalStore(media.subscribe, media.get)
