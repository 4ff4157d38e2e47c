// #region server
import { createServer } from 'node:http'
import { createConsentServer, sqliteLedger } from '@askfirst/server'
import { summary } from './features.ts'

const consent = createConsentServer({
  features: [summary],
  ledger: sqliteLedger('consent.db'),
  keys: { secret: process.env.CONSENT_SECRET ?? '' },
})
const httpServer = createServer((request, response) =>
  request.url?.startsWith('/consent/') ? consent.listener(request, response) : yourApp(request, response),
)
consent.attach(httpServer)

export function mintToken(request: Request, meeting: string): Promise<string> {
  const user = whoIsSignedIn(request)
  const role = user.isHost ? 'host' : 'attendee'
  return consent.mintToken({ meeting, participant: user.id, name: user.name, role })
}
// #endregion

// #region worker-tokens
export const gateToken = (meeting: string) =>
  consent.mintGateToken({ meeting, worker: 'transcriber', features: [summary] })

export const processorToken = (meeting: string) =>
  consent.mintProcessorToken({ meeting, processor: 'Acme AI', features: [summary] })
// #endregion

// #region roster
export async function onCallChanged(meeting: string, inTheCall: readonly { id: string }[]) {
  const participants = inTheCall.map(({ id }) => ({ participant: id }))
  await consent.reportRoster(meeting, participants)
}

export const onPutOut = (meeting: string, id: string) => consent.removeParticipant(meeting, id)
export const onMadeHost = (meeting: string, id: string) => consent.changeRole(meeting, id, 'host')

// #endregion

declare const yourApp: import('node:http').RequestListener
declare function whoIsSignedIn(request: Request): { id: string; name: string; isHost: boolean }
