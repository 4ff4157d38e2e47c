import { createServer } from 'node:http'
import { createConsentServer, sqliteLedger } from '@askfirst/server'
import { summary } from './features.ts'

declare function whoIsSignedIn(request: unknown): { id: string; name: string; isHost: boolean }
const secret = process.env.CONSENT_SECRET ?? ''
const httpServer = createServer()

// #region server
const consent = createConsentServer({
  features: [summary],
  ledger: sqliteLedger('consent.db'),
  keys: { secret },
})
consent.attach(httpServer)

export function mintToken(request: unknown, meeting: string): Promise<string> {
  const user = whoIsSignedIn(request)
  const role = user.isHost ? 'host' : 'attendee'
  return consent.mintToken({ meeting, participant: user.id, name: user.name, role })
}
// #endregion
