// #region server
import { createConsentServer, sqliteLedger } from '@askfirst/server'
import { summary } from './features.ts'
import notices from './notices.json' with { type: 'json' }

export const consent = createConsentServer({
  features: [summary],
  notices,
  ledger: sqliteLedger('consent.db'),
  keys: { secret: process.env.CONSENT_SECRET ?? '' },
})
// #endregion
