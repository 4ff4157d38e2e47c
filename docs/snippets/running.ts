import {
  type ConsentServerOptions,
  createConsentServer,
  fromLiveKitToken,
  sqliteLedger,
} from '@askfirst/server'
import { summary } from './features.ts'

const features = [summary]
const ledger = sqliteLedger('consent.db')
const consent = createConsentServer({ features, ledger, keys: { secret: process.env.CONSENT_SECRET ?? '' } })

// #region keys
// Made with: openssl genpkey -algorithm ed25519 -out consent.pem
const signing = { privateKey: process.env.CONSENT_KEY ?? '', audience: 'consent.example' }
// Tokens that your identity provider signs: this server verifies, and mints nothing.
const elsewhere = {
  jwksUrl: 'https://id.example/.well-known/jwks.json',
  issuer: 'https://id.example',
  audience: 'consent.example',
}
// #endregion
export const keys = [signing, elsewhere]

// #region livekit
export async function exchange(liveKitToken: string): Promise<string> {
  const person = await fromLiveKitToken(liveKitToken, {
    apiKey: process.env.LIVEKIT_API_KEY ?? '',
    apiSecret: process.env.LIVEKIT_API_SECRET ?? '',
  })
  return consent.mintToken(person)
}
// #endregion

// #region hooks
export const hooks: Partial<ConsentServerOptions> = {
  // Before a connection, a newer token or a request counts.
  onAuthenticate: async ({ identity }) =>
    (await isSuspended(identity.meeting)) ? { refuse: 'This meeting is suspended.' } : undefined,
  // Before a command that may open something; never before a no.
  onCommand: ({ command }) =>
    command.type === 'feature.enable' && !isPaidFor(command.feature)
      ? { refuse: 'Your plan does not have this feature.' }
      : undefined,
  // After events are durable, and after gates opened or closed.
  onCommit: ({ meeting, events }) => queue({ meeting, count: events.length }),
  onGateChange: ({ meeting, feature, after }) => queue({ meeting, feature, open: after.length }),
}
// #endregion

declare function isSuspended(meeting: string): Promise<boolean>
declare function isPaidFor(feature: string): boolean
declare function queue(message: object): void
