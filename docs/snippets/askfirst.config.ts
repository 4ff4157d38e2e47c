// #region config
import { defineServeConfig } from '@askfirst/server'
import { summary } from './features.ts'

export const config = defineServeConfig({
  features: [summary],
  ledger: 'consent.db',
  port: 8787,
  origins: ['https://app.example'],
  limits: { devicesPerParticipant: 5 },
})
// #endregion
