// @vitest-environment node
import {
  acceptOrLeave,
  type Company,
  everyoneOrNobody,
  leaveMeOut,
  noticeOnly,
  objection,
  type ParticipantKind,
  type Policy,
} from '@askfirst/core'
import { expect, it } from 'vitest'
import { languages } from '../../tests/all-languages.ts'
import { createI18next } from '../i18next.ts'
import { createText } from '../text.ts'
import { describeNotice, type NoticeWords } from '../words.ts'

const presets: Readonly<Record<string, Policy>> = {
  leaveMeOut,
  acceptOrLeave,
  everyoneOrNobody,
  objection,
  noticeOnly,
}
const disclosures: readonly Policy['disclosure'][] = ['counts', 'named']
const companies: readonly Company[] = ['alone', 'pair', 'few', 'many']
const kinds: readonly ParticipantKind[] = ['person', 'room']
/** Languages that put no spaces between words, and how many of their characters say what a word does. */
const CHARACTERS: Readonly<Record<string, number>> = { ja: 2.5, 'zh-Hans': 1.7 }

/** Everything on the first layer: two kinds of data, a model and a place, and a training ask where one may be. */
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
  'the notice in %s has at most 90 words under every preset',
  (lang, words) => {
    const text = createText({ i18n: createI18next({ lang, resources: { [lang]: words } }) })
    const policies = Object.entries(presets).flatMap(([name, preset]) =>
      disclosures.map((disclosure) => [`${name}, ${disclosure}`, { ...preset, disclosure }] as const),
    )
    const counts = policies.flatMap(([name, policy]) =>
      companies.flatMap((company) =>
        kinds.map((kind) => {
          const feature = {
            id: 'summary',
            revision: 1,
            policy,
            asks: {
              summarise: { purpose: 'summarise', data: ['audio', 'chat'], required: true },
              improve: { purpose: 'train-models', data: ['transcript'] },
            },
            processors: [{ name: 'Acme AI', model: 'acme-large-3', region: 'EU' }],
            retention: { days: 30 },
          } as const
          const context = { company, kind, by: 'Ana' } as const
          const said = sayAll(describeNotice(feature, text, context))
          // The warning has a sentence in the place of one: nine words more at the most, and in English none.
          const warned = sayAll(
            describeNotice(feature, text, { ...context, isEnding: policy.unanswered !== undefined }),
          )
          const more = policy.unanswered === undefined || lang === 'en' ? 0 : 9
          const words = Math.max(countWords(said, lang), countWords(warned, lang) - more)
          return [`${name}, ${company}, ${kind}`, words] as const
        }),
      ),
    )
    expect(counts.filter(([, count]) => count > 90)).toEqual([])
  },
)
