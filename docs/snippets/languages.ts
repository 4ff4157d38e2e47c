import { defineFeature, leaveMeOut } from '@askfirst/core'
import type { I18n, LanguageText } from '@askfirst/react'
import { createI18next } from '@askfirst/react/i18next'
import { de } from '@askfirst/react/text/de'
import { en } from '@askfirst/react/text/en'
import { pseudo } from '@askfirst/react/text/pseudo'

// #region override
const own = { accept: 'Mich dazunehmen', decline: 'Mich weglassen' }
export const words = { ...de, ...own }
// #endregion

/** In the app's own i18next. */
export function overrideIn(i18next: I18n): void {
  // #region override-i18next
  i18next.addResourceBundle('de', 'askfirst', own, true, true)
  // #endregion
}

/** Swedish, where somebody wrote it. */
export function addSwedish(sv: LanguageText): I18n {
  // #region add
  return createI18next({ lang: 'sv', resources: { sv } })
  // #endregion
}

// #region feature
export const notes = defineFeature({
  id: 'notes',
  revision: 1,
  policy: leaveMeOut,
  asks: {
    notes: { purpose: 'take-notes', data: ['audio'], required: true },
    improve: { purpose: 'train-models', data: ['transcript'] },
  },
  processors: [{ name: 'Acme AI', region: 'EU' }],
  retention: { days: 30 },
  text: {
    en: {
      title: 'Minutes',
      why: 'Acme AI uses your voice to write the minutes.',
      asks: { improve: 'Let Acme AI train its models with what you say' },
    },
    de: {
      title: 'Protokoll',
      why: 'Acme AI verwendet Ihre Stimme, um das Protokoll zu schreiben.',
      asks: { improve: 'Acme AI darf mit dem, was Sie sagen, Modelle trainieren' },
    },
  },
})
// #endregion

// #region pseudo
export const disguised = createI18next({ lang: 'en-XA', resources: { 'en-XA': pseudo(en) } })
// #endregion
