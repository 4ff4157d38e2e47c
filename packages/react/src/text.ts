import { AskFirstError } from '@askfirst/core'
import { listLanguageNames, toLanguage } from './language-names.ts'
import { en } from './text/en.ts'
import type { LanguageText, TextKey } from './text/text-keys.ts'

/** What stands for the `{{names}}` in a text; `count` also chooses the plural. */
export type TextValues = Readonly<Record<string, string | number>>

/** What Ask First uses of an i18next instance; nothing of i18next is imported for it. */
export interface I18n {
  /** BCP 47. */
  readonly language: string
  /** The text of a key. */
  t(key: string, options: Record<string, unknown>): unknown
  /** Whether there is a text for the key in the language of the options. */
  exists(key: string, options: Record<string, unknown>): boolean
  /** The texts there are, by language and namespace. */
  readonly store?: { readonly data: Readonly<Record<string, object>> }
  /** Which way a language is written. */
  dir(lang?: string): 'ltr' | 'rtl'
  /** Adds texts; keys that are there already stay unless `overwrite` says otherwise. */
  addResourceBundle(
    lang: string,
    namespace: string,
    resources: object,
    deep?: boolean,
    overwrite?: boolean,
  ): unknown
  /** Hears that the app changed its language. */
  on(event: 'languageChanged', listener: (lang: string) => void): unknown
  /** Stops hearing it. */
  off(event: 'languageChanged', listener: (lang: string) => void): unknown
}

/** All words of one language. */
export interface Text {
  /** BCP 47. */
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'
  /** The text of a key with its values put in. */
  t(key: TextKey, values?: TextValues): string
}

/** Where the words come from, and in which language. */
export interface TextOptions {
  /** The app's own i18next instance; never changed except for the namespace `askfirst`. @default built-in English */
  readonly i18n?: I18n | undefined
  /** @default the language of `i18n`, else `en` */
  readonly lang?: string | undefined
  /** By language: `de` serves `de-AT` too, and `zh-Hans` `zh-CN`. Keys the app put into its namespace `askfirst` win. */
  readonly resources?: Readonly<Record<string, LanguageText>> | undefined
}

/** The i18next namespace of everything Ask First says. */
export const NAMESPACE = 'askfirst'
/** Every text there is, without the endings of plurals. */
export const KEYS = [
  ...new Set(Object.keys(en).map((key) => key.replace(/_(one|other)$/, ''))),
] as readonly TextKey[]

/**
 * Makes the words of one language.
 *
 * @throws AskFirstError where the language, or one text of it, is missing: a notice is in one language
 */
export function createText({ i18n, lang, resources = {} }: TextOptions = {}): Text {
  if (i18n === undefined) return builtIn(lang)
  const wanted = lang ?? i18n.language
  const bundles = { en, ...resources }
  for (const [language, texts] of Object.entries(bundles)) {
    i18n.addResourceBundle(language, NAMESPACE, texts, true, false)
  }
  // Named one by one, so that nothing the app set up for its own texts adds another language or leaves one out.
  const known = Object.keys({ ...bundles, ...i18n.store?.data })
  const lngs = listLanguageNames(wanted, known)
  const options = (values: TextValues = {}) => ({
    ...values,
    lng: wanted,
    lngs,
    ns: NAMESPACE,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    pluralSeparator: '_',
    interpolation: { prefix: '{{', suffix: '}}', escapeValue: false },
  })
  const missing = KEYS.find((key) => !i18n.exists(key, options({ count: 1 })))
  if (missing !== undefined) {
    throw new AskFirstError('language', {
      what: `There is no text "${missing}" in the language "${wanted}".`,
      why: 'What somebody agrees to is never a mix of languages.',
      fix: `Pass resources with '${wanted}', beside ${known.join(', ')}, or add the key to the i18next namespace "${NAMESPACE}".`,
    })
  }
  const said = toLanguage(wanted)
  return { lang: said, dir: i18n.dir(said), t: (key, values) => String(i18n.t(key, options(values))) }
}

function builtIn(lang = 'en'): Text {
  if (lang !== 'en' && !lang.startsWith('en-')) {
    throw new AskFirstError('language', {
      what: `The language is "${lang}", and there is no i18next instance.`,
      why: 'Only English is built in.',
      fix: `Pass i18n: the app's own instance, or createI18next of @askfirst/react/i18next, with its words in resources.`,
    })
  }
  const rules = new Intl.PluralRules(lang)
  const texts: Readonly<Record<string, string>> = en
  return {
    lang,
    dir: 'ltr',
    t(key, values = {}) {
      const plural = typeof values.count === 'number' ? `${key}_${rules.select(values.count)}` : key
      const text = texts[plural] ?? texts[key] ?? key
      return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
    },
  }
}

/**
 * A name somebody else chose, so that it cannot turn around what stands beside it: its own direction controls go,
 * and it is set apart where it or the language is written in another script.
 */
export function isolate(name: string, { dir }: Pick<Text, 'dir'>): string {
  const plain = name.replace(/[\p{Bidi_Control}\p{Cc}]/gu, '')
  return dir === 'ltr' && !/[^\p{sc=Latn}\p{sc=Zyyy}\p{sc=Zinh}]/u.test(plain)
    ? plain
    : `\u2068${plain}\u2069`
}

/**
 * Sentences one after the other, without those that are not there, and with a full stop before the next where one has no
 * mark of its own at its end, be it inside a bracket or a quotation. Chinese and Japanese write no space between them.
 */
export const toSentences = (
  { lang }: Pick<Text, 'lang'>,
  said: readonly (string | false | undefined)[],
): string =>
  said
    .filter(Boolean)
    // No text of a page has this between its words, as it may have the end of a line.
    .join('\f')
    .replace(/([\p{Term}…][\p{P}\s\u2069]*)?\f/gu, (_, mark) =>
      isUnspaced(lang) ? mark || '。' : `${mark || '.'} `,
    )

const isUnspaced = (lang: string): boolean => /^(ja|zh)/.test(lang)

/** A label, a colon as the language writes it, and what is said of the label. */
export const toLabelled = ({ lang }: Pick<Text, 'lang'>, label: string, said: string): string =>
  `${label}${isUnspaced(lang) ? '：' : /^fr/.test(lang) ? '\u00a0: ' : ': '}${said}`

/** A list in words: "your voice and your chat messages". */
export function toList({ lang }: Text, items: readonly string[]): string {
  return new Intl.ListFormat(lang).format(items)
}

/** What stands beside each other with no "and": `Intl` has none such that every language keeps apart. */
export function toRow({ lang }: Text, items: readonly string[]): string {
  const { script } = new Intl.Locale(lang).maximize()
  return items.join(isUnspaced(lang) ? '、' : script === 'Arab' ? '، ' : ', ')
}

const toUnit = ({ lang }: Text, count: number, unit: string): string =>
  new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'long' }).format(count)

/** A number of days in words. */
export const toDays = (text: Text, days: number): string => toUnit(text, days, 'day')

/** A length of time in words: in minutes where it is whole ones. */
export function toDuration(text: Text, ms: number): string {
  return ms % 60_000 ? toUnit(text, Math.ceil(ms / 1_000), 'second') : toUnit(text, ms / 60_000, 'minute')
}
