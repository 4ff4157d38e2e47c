// @vitest-environment node
import { expect, it } from 'vitest'
import { languages } from '../../tests/all-languages.ts'
import { listNotices } from '../../tests/every-notice.ts'
import { createI18next } from '../i18next.ts'
import { createText } from '../text.ts'
import type { NoticeWords } from '../words.ts'

const MOST = 90
/** In other languages than English the warning has so many words more than the sentence in whose place it is. */
const MORE = 10
/** Languages that put no spaces between words, and how many of their characters say what a word does. */
const CHARACTERS: Readonly<Record<string, number>> = { ja: 2.5, 'zh-Hans': 1.7 }

/** Everything on the first layer. */
function sayAll({
  title,
  lead,
  facts,
  notes,
  legend,
  optional,
  accept,
  refuse,
  later,
  details,
}: NoticeWords) {
  const said = [...facts.flatMap(({ label, text }) => [label, text]), ...optional.map(({ label }) => label)]
  return [title, lead, ...said, ...notes, legend, accept, refuse, later, details].join(' ')
}
function countWords(said: string, lang: string): number {
  const characters = CHARACTERS[lang]
  if (characters === undefined) return said.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
  const foreign = said.match(/[\p{sc=Latn}\d-]+/gu) ?? []
  const own = said.match(/[\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}ー]/gu) ?? []
  return Math.round(foreign.length + own.length / characters)
}

it.each(Object.entries(languages))(
  'the notice in %s has at most 90 words under every policy',
  (lang, words) => {
    const text = createText({ i18n: createI18next({ lang, resources: { [lang]: words } }) })
    const long = listNotices(text).flatMap(({ where, isEnding, notice }) => {
      const count = countWords(sayAll(notice), lang)
      return count > MOST + (isEnding && lang !== 'en' ? MORE : 0) ? [`${count}: ${where}`] : []
    })
    expect(long.slice(0, 3)).toEqual([])
  },
)
