import { createConsentServer, sqliteLedger } from '@askfirst/server'
import { Webhook } from 'standardwebhooks'
import { summary } from './features.ts'

// #region webhooks
export const consent = createConsentServer({
  features: [summary],
  ledger: sqliteLedger('consent.db'),
  keys: { secret: process.env.CONSENT_SECRET ?? '' },
  webhooks: [
    {
      url: 'https://app.example/consent-hooks',
      // Made with: echo "whsec_$(openssl rand -base64 32)"
      secret: process.env.CONSENT_WEBHOOK_SECRET ?? '',
      events: ['decision', 'erasure'],
      meetings: (meeting) => meeting.startsWith('eu-'),
    },
  ],
})
// #endregion

// #region receive
export async function receive(request: Request): Promise<Response> {
  const webhook = new Webhook(process.env.CONSENT_WEBHOOK_SECRET ?? '')
  let told: unknown
  try {
    told = webhook.verify(await request.text(), Object.fromEntries(request.headers))
  } catch {
    return new Response('The signature is not right.', { status: 400 })
  }
  await store(request.headers.get('webhook-id'), told)
  return new Response(null, { status: 204 })
}
// #endregion

declare function store(id: string | null, told: unknown): Promise<void>
