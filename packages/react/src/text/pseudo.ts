/**
 * A language that nobody speaks, to find words that are hard-coded, cut off or put together from pieces.
 *
 * @module @askfirst/react/text/pseudo
 */

import type { LanguageText } from './text-keys.ts'

/**
 * Accents every letter, makes each text 40 % longer and sets it in brackets; `{{names}}` stay as they are.
 *
 * Show it as `en-XA`: `resources={{ 'en-XA': pseudo(en) }}`. A text without brackets is not one of these, a bracket
 * that is missing was cut off, and what still has plain letters is a name, a number, or hard-coded.
 */
export const pseudo = (texts: LanguageText): LanguageText =>
  Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, disguise(text)]),
  ) as unknown as LanguageText

function disguise(text: string): string {
  const parts = text.split(/(\{\{\w+\}\})/)
  const length = parts.filter((_, at) => at % 2 === 0).join('').length
  const accented = parts.map((part, at) => (at % 2 === 0 ? part.replace(/[a-z]/gi, accent) : part))
  return `⟦${accented.join('')}${' ~~~~'.repeat(Math.ceil((length * 0.4) / 5))}⟧`
}

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const accents = [...'åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ']
const accent = (letter: string): string => accents[plain.indexOf(letter)] ?? letter
