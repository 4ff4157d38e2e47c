import { type ConsentClient, createConsentClient } from '@askfirst/core'
import notices from '../../notices-hashes.json' with { type: 'json' }
import { features } from '../../shared/features.ts'
import { type Admission, fetchConsentToken } from '../call/rooms-api.ts'

/** This tab as the consent authority knows it. */
export type CallConsent = ConsentClient<(typeof features)[number]>

/** Connects in the lobby, so that people are asked before they are heard. */
export const joinConsent = (admission: Admission, leaveCall: () => void): CallConsent =>
  createConsentClient({ ...connectAs(admission), place: 'lobby', call: { leave: async () => leaveCall() } })

/** Connects from outside of the call: what was answered may be looked at, changed and taken home for as long as it lasts. */
export const lookBack = (admission: Admission): CallConsent =>
  createConsentClient({ ...connectAs(admission), place: 'out' })

function connectAs(admission: Admission) {
  return {
    url: `${location.origin.replace(/^http/, 'ws')}/consent`,
    token: () => fetchConsentToken(admission),
    features,
    notices,
    you: { meeting: admission.room, participant: admission.participant },
  }
}
