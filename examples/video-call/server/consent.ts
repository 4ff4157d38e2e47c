import type { Ledger } from '@askfirst/core'
import { type ConsentServer, createConsentServer } from '@askfirst/server'
import notices from '../notices.json' with { type: 'json' }
import { features } from '../shared/features.ts'
import type { Line } from '../shared/signalling-messages.ts'

/** Path of the consent socket. */
export const consentPath = '/consent'

/** The consent authority of this server's meetings. */
export function createConsent({ secret, ledger }: { secret: string; ledger: Ledger }): ConsentServer {
  return createConsentServer({ features, notices, keys: { secret }, ledger, path: consentPath })
}

/** A line may leave for the notetaker if its speaker let either of its features have it. */
export function admitsLine(consent: ConsentServer, { room, participant }: Line): boolean {
  return (
    consent.permits(room, participant, 'meeting-summary', 'summarise') ||
    consent.permits(room, participant, 'transcript', 'transcribe')
  )
}
