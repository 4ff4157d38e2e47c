// @vitest-environment node
import {
  acceptOrLeave,
  type Company,
  everyoneOrNobody,
  type FeatureOptions,
  leaveMeOut,
  noticeOnly,
  objection,
  type ParticipantKind,
  type Policy,
} from '@askfirst/core'
import { fleschKincaid } from 'flesch-kincaid'
import { syllable } from 'syllable'
import { describe, expect, it } from 'vitest'
import { PHONE_WORDS } from '../phone/words.ts'
import { createText } from '../text.ts'
import { describeNotice, type NoticeWords } from '../words.ts'
import { en } from './en.ts'

const text = createText()
const presets: Readonly<Record<string, Policy>> = {
  leaveMeOut,
  acceptOrLeave,
  everyoneOrNobody,
  objection,
  noticeOnly,
}
const companies: readonly Company[] = ['alone', 'pair', 'few', 'many']

const kinds: readonly ParticipantKind[] = ['person', 'room']
const disclosures: readonly Policy['disclosure'][] = ['counts', 'named']

/** What the longest notice of a policy says, to each kind in each company, also while its time is nearly over. */
function sayAll(policy: Policy): readonly (readonly [where: string, notice: NoticeWords])[] {
  const endings = policy.unanswered === undefined ? [false] : [false, true]
  return disclosures.flatMap((disclosure) => {
    const feature: FeatureOptions = {
      id: 'summary',
      revision: 1,
      policy: { ...policy, disclosure },
      asks: {
        summarise: { purpose: 'summarise', data: ['audio', 'chat'], required: true },
        improve: { purpose: 'train-models', data: ['transcript'] },
      },
      processors: [{ name: 'Acme AI', model: 'acme-large-3', region: 'EU' }],
      retention: { days: 30 },
    }
    return companies.flatMap((company) =>
      kinds.flatMap((kind) =>
        endings.map((isEnding) => {
          const where = `${disclosure}, ${company}, ${kind}${isEnding ? ', ending' : ''}`
          return [where, describeNotice(feature, text, { company, kind, by: 'Ana', isEnding })] as const
        }),
      ),
    )
  })
}
const toWords = (said: string): string[] => said.split(/\s+/).filter((word) => /\w/.test(word))
const toSentences = (said: string): string[] =>
  said.split(/(?<=[.?!;:])\s+/).filter((part) => /\w/.test(part))

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

describe.each(Object.entries(presets))('the English notice under %s', (_, policy) => {
  it.each(sayAll(policy))('reads at grade 8 or easier, in at most 90 words: %s', (_where, notice) => {
    const facts = notice.facts.map(({ label, text: said }) => `${label} ${said}.`)
    const sentences = [notice.title, ...toSentences(notice.lead), ...notice.notes.flatMap(toSentences)]
    expect(toGrade([...sentences, ...facts])).toBeLessThanOrEqual(8)
    const labels = [notice.legend, ...notice.optional.map(({ label }) => label)]
    const controls = [notice.accept, notice.refuse, notice.later, notice.details]
    const said = [...sentences, ...facts, ...labels, ...controls].flatMap((part) => part ?? [])
    expect(said.flatMap(toWords).length).toBeLessThanOrEqual(90)
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
