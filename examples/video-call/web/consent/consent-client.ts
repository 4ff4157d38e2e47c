import { type ConsentClient, createConsentClient } from '@askfirst/core'
import notices from '../../notices-hashes.json' with { type: 'json' }
import { features } from '../../shared/features.ts'
import { type Admission, fetchConsentToken } from '../call/rooms-api.ts'

/** This tab as the consent authority knows it. */
export type CallConsent = ConsentClient<(typeof features)[number]>

/** Connects in the lobby, so that people are asked before they are heard. */
export function joinConsent(admission: Admission, leaveCall: () => void): CallConsent {
  return createConsentClient({
    url: `${location.origin.replace(/^http/, 'ws')}/consent`,
    token: () => fetchConsentToken(admission),
    features,
    notices,
    you: { meeting: admission.room, participant: admission.participant },
    place: 'lobby',
    call: { leave: async () => leaveCall() },
  })
}
