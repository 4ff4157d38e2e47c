import type { EnglishText } from './en.ts'

type PluralCategory = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Stem<Key> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key

/** Every text there is, without the endings that a language's plurals add. */
export type TextKey = Stem<keyof EnglishText>
type PluralKey = Extract<keyof EnglishText, `${string}_other`> extends `${infer Base}_other` ? Base : never
type PlainKey = Exclude<TextKey, PluralKey>

/**
 * The texts of one language: every key English has, and for plurals the categories the language uses.
 * Which of them those are is for `Intl.PluralRules` to say; `other` exists in all.
 */
export type LanguageText = Readonly<Record<PlainKey, string>> &
  Readonly<Record<`${PluralKey}_other`, string>> &
  Readonly<Partial<Record<`${PluralKey}_${PluralCategory}`, string>>>
