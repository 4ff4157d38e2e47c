import type { Text } from '../text.ts'
import { de } from './de.ts'
import { pl } from './pl.ts'
import type { LanguageText, TextKey } from './text-keys.ts'

// What the compiler refuses: each line below is a mistake somebody will make.

declare const text: Text
const { accept: _, ...lacking } = de

// @ts-expect-error a language that lacks a text
export const incomplete: LanguageText = lacking
// @ts-expect-error a key that there is not
export const more: LanguageText = { ...de, acept: 'Ja' }
// @ts-expect-error a plural that no language has
export const plural: LanguageText = { ...de, moreQuestions_several: 'mehr' }
// @ts-expect-error a key without its ending, where there are several
export const bare: LanguageText = { ...de, moreQuestions: 'mehr' }
// @ts-expect-error a text that is asked for by a key that there is not
text.t('acept')
// @ts-expect-error a text that is asked for by one of its plurals
text.t('moreQuestions_few', { count: 2 })

export const fine: LanguageText = { ...pl, moreQuestions_few: '{{count}} pytania' }
export const key: TextKey = 'moreQuestions'
