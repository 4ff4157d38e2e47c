import { ar } from './ar.ts'
import { de } from './de.ts'
import { en, type PageWords } from './en.ts'

// Languages that the server has pages in.

export type PageLanguage = 'en' | 'de' | 'ar'

/** What a page about a record says. */
export const WORDS: Readonly<Record<PageLanguage, PageWords>> = { en, de, ar }

/** What each is called by who speaks it. */
export const NAMES: Readonly<Record<PageLanguage, string>> = { en: 'English', de: 'Deutsch', ar: 'العربية' }

const RIGHT_TO_LEFT: readonly string[] = ['ar']

const isLanguage = (code: string): code is PageLanguage => Object.hasOwn(NAMES, code)

/** The first of what somebody reads, by BCP 47, that there is a page in; English where there is none. */
export function toLanguage(...wanted: readonly string[]): {
  readonly code: PageLanguage
  readonly dir: 'ltr' | 'rtl'
} {
  const codes = wanted.map((tag) => tag.toLowerCase().split('-', 1)[0] ?? '')
  const code = codes.find(isLanguage) ?? 'en'
  return { code, dir: RIGHT_TO_LEFT.includes(code) ? 'rtl' : 'ltr' }
}
