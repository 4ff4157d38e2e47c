import { createText, describeNotice } from '@askfirst/react'
import { createI18next } from '@askfirst/react/i18next'
import { ar } from '@askfirst/react/text/ar'
import { de } from '@askfirst/react/text/de'
import { afterEach, describe, expect, test, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})
const load = async (url: string) => {
  vi.resetModules()
  vi.stubEnv('ASKFIRST_LLM_URL', url)
  return (await import('./features.ts')).notetakerFeatures
}

test('with a language model it is another question, so another revision', async () => {
  const without = await load('')
  const withModel = await load('https://llm.example/v1')
  for (const [at, feature] of without.entries()) {
    expect(withModel[at]?.processors).not.toEqual(feature.processors)
    expect(withModel[at]?.revision).not.toBe(feature.revision)
  }
})

test('the transcript says in every language that it keeps words with names', async () => {
  const { text, asks } = (await load(''))[1]
  for (const words of Object.values(text)) {
    expect(Object.keys('asks' in words ? words.asks : {})).toEqual(Object.keys(asks))
    expect('why' in words && words.why).toMatch(/word for word with your name|mit Ihrem Namen|مع اسمك/)
  }
})

describe.each(['', 'https://llm.example/v1'])(
  'the first layer of every notice, with the model at "%s"',
  (url) => {
    test.each(['en', 'de', 'ar'] as const)('is at most ninety words, in %s', async (lang) => {
      await load(url)
      const { features } = await import('./features.ts')
      const text = createText({ i18n: createI18next({ lang, resources: { de, ar } }) })
      for (const feature of features) {
        for (const company of ['pair', 'few', 'many'] as const) {
          const words = describeNotice(feature, text, { company, kind: 'person', by: 'Ana' })
          const facts = words.facts.flatMap(({ label, text: fact }) => [label, fact])
          const optional = words.optional.flatMap(({ label }) => [text.t('optionalAsks'), label])
          const controls = [words.accept, words.refuse, text.t('later'), text.t('details')]
          const said = [words.title, words.lead, ...facts, ...words.notes, ...optional, ...controls].join(' ')
          expect(said.split(/\s+/).length, `${feature.id}: ${said}`).toBeLessThanOrEqual(90)
        }
      }
    })
  },
)
