// @vitest-environment node
import { fleschKincaid } from 'flesch-kincaid'
import { syllable } from 'syllable'
import { describe, expect, it } from 'vitest'
import { listNotices } from '../../tests/every-notice.ts'
import { PHONE_WORDS } from '../phone/words.ts'
import { createText } from '../text.ts'
import type { NoticeWords } from '../words.ts'
import { en } from './en.ts'

const toWords = (said: string): string[] => said.split(/\s+/).filter((word) => /\w/.test(word))
const toSentences = (said: string): string[] => said.split(/(?<=[.?!])\s+/).filter((part) => /\w/.test(part))

/** The school grade of the Flesch-Kincaid formula, over whole sentences. */
function toGrade(sentences: readonly string[]): number {
  const words = sentences.flatMap(toWords)
  const count = words.reduce((sum, word) => sum + syllable(word), 0)
  return fleschKincaid({ sentence: sentences.length, word: words.length, syllable: count })
}

/** Words of contracts and of offices. */
const LEGALESE =
  /\b(hereby|herein|thereof|thereto|pursuant|notwithstanding|aforementioned|shall|consent|data subject|personal data|legitimate interest|third part(y|ies)|affiliates?|terms and conditions|privacy policy|in accordance with|prior to|terminate|cease|revoke|withdraw|utili[sz]e|obtain|facilitate|purposes?|opt(ed)?[ -](in|out))\b/i
/** What presses on somebody who says no, or thanks for a yes. */
const GUILT =
  /\b(sorry|unfortunately|sadly|regret|miss(ing)? out|lose|losing|let .* down|help us|support us|everyone else|others have|are you sure|really want|recommended|thank|best experience|improve your experience|must|have to)\b/i

/** What is read as sentences, each passage for itself: short labels and facts beside it would make any of them easy. */
const PASSAGES: Readonly<Record<string, (notice: NoticeWords) => readonly string[]>> = {
  lead: ({ lead }) => toSentences(lead),
  notes: ({ notes }) => notes.flatMap(toSentences),
  'whole of it': ({ title, lead, notes }) => [title, lead, ...notes].flatMap(toSentences),
}

describe('the English notice under every policy', () => {
  const notices = listNotices(createText())

  it.each(Object.entries(PASSAGES))('reads at grade 8 or easier: the %s', (_, passage) => {
    const grades = new Map(
      notices.map(({ notice }) => passage(notice)).map((said) => [said.join(' '), toGrade(said)]),
    )
    expect([...grades].filter(([, grade]) => grade > 8)).toEqual([])
  })
})

describe('the English texts', () => {
  const spoken = Object.values(PHONE_WORDS.en ?? {}).join(' ')
  const whole = [...Object.entries(en), ['on the phone', spoken] as const].filter(
    ([, said]) => toWords(said).length >= 12,
  )

  it.each(whole)('read at grade 8 or easier: %s', (_, said) => {
    expect(toGrade(toSentences(said))).toBeLessThanOrEqual(8)
  })

  it('have no word of a contract, no guilt, and nothing shouted', () => {
    for (const [key, template] of [...Object.entries(en), ...Object.entries(PHONE_WORDS.en ?? {})]) {
      const said = template.replace(/\{\{\w+\}\}/g, 'Name')
      expect([key, said.match(LEGALESE)?.[0], said.match(GUILT)?.[0]]).toEqual([key, undefined, undefined])
      expect([key, said.includes('!')]).toEqual([key, false])
    }
  })

  it('would be found out if they were written for lawyers', () => {
    const legal =
      'Notwithstanding the aforementioned provisions, participants hereby irrevocably authorise the organisation to process personal communications for the purposes enumerated in the applicable documentation.'
    expect(toGrade(toSentences(legal))).toBeGreaterThan(20)
    expect(legal).toMatch(LEGALESE)
    expect('Sorry, you will miss out').toMatch(GUILT)
  })
})
