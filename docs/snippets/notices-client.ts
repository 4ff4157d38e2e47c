// #region client
import { createConsentClient } from '@askfirst/core'
import { createI18next } from '@askfirst/react/i18next'
import { summary } from './features.ts'
import notices from './notices-hashes.json' with { type: 'json' }
import { words } from './words.ts'

export const i18n = createI18next({ lang: 'en', resources: words })
export const client = createConsentClient({ url, token, features: [summary], notices })
// #endregion

declare const url: string
declare const token: string
