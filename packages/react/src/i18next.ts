/**
 * Texts through i18next, for an app that has no i18next instance of its own.
 *
 * @module @askfirst/react/i18next
 */

import { createInstance } from 'i18next'
import { en } from './text/en.ts'
import type { LanguageText } from './text/text-keys.ts'
import { type I18n, NAMESPACE } from './text.ts'

/** The language of an instance, and the texts it is given. */
export interface I18nextOptions {
  /** BCP 47. */
  readonly lang: string
  /** By language. English is always there. */
  readonly resources: Readonly<Record<string, LanguageText>>
}

/** An i18next instance of Ask First's own, for apps that have none; the global one is left alone. */
export function createI18next({ lang, resources }: I18nextOptions): I18n {
  const instance = createInstance()
  const bundles = Object.entries({ en, ...resources })
  void instance.init({
    lng: lang,
    initAsync: false,
    fallbackLng: false,
    defaultNS: NAMESPACE,
    ns: [NAMESPACE],
    resources: Object.fromEntries(bundles.map(([language, texts]) => [language, { [NAMESPACE]: texts }])),
  })
  return instance as I18n
}
