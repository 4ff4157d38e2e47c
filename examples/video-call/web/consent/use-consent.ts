import { useEffect, useState } from 'react'
import type { Call } from '../call/call.ts'
import type { LocalMedia } from '../call/media.ts'
import type { Admission } from '../call/rooms-api.ts'
import type { Place } from '../call/tab-identity.ts'
import { sendAudioWhilePermitted } from './audio-to-ai.ts'
import { type CallConsent, joinConsent } from './consent-client.ts'
import { captionWhilePermitted } from './own-captions.ts'

export interface UseConsentOptions {
  readonly admission: Admission
  readonly place: Exclude<Place, 'left'>
  readonly call: Call | undefined
  readonly media: LocalMedia
  readonly leaveCall: () => void
}

/** Consent for one tab: from the lobby on, and in the call with what reaches the AI. */
export function useConsent({ admission, place, call, media, leaveCall }: UseConsentOptions) {
  const [consent, setConsent] = useState<CallConsent>()

  // biome-ignore lint/correctness/useExhaustiveDependencies: leaving goes to the same place whenever it was made
  useEffect(() => {
    const joined = joinConsent(admission, leaveCall)
    setConsent(joined)
    return () => joined.dispose()
  }, [admission])

  useEffect(() => consent?.enter(place), [consent, place])

  useEffect(() => {
    if (!consent || !call) return
    const undos = [
      sendAudioWhilePermitted(consent, call.notetakerLink, media),
      captionWhilePermitted({ consent, media, sendCaption: (text) => call.sendLine('caption', text) }),
    ]
    return () => {
      for (const undo of undos) undo()
    }
  }, [consent, call, media])

  return consent
}
