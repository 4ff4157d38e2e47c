import { AskFirstError, defineFeature, leaveMeOut } from '@askfirst/core'
import { describe, expect, it } from 'vitest'
import { createI18next } from './i18next.ts'
import { ar } from './text/ar.ts'
import { de } from './text/de.ts'
import { en } from './text/en.ts'
import { createText } from './text.ts'
import { describeNotice } from './words.ts'

const languages = { en, de, ar }
const stems = (texts: object) =>
  new Set(Object.keys(texts).map((key) => key.replace(/_(zero|one|two|few|many|other)$/, '')))
const holes = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].sort()

describe.each(Object.entries(languages))('the texts in %s', (lang, texts) => {
  it('are complete, and have every plural the language has', () => {
    expect(stems(texts)).toEqual(stems(en))
    const categories = new Intl.PluralRules(lang).resolvedOptions().pluralCategories
    const plurals = Object.keys(en).flatMap((key) => (key.endsWith('_other') ? [key.slice(0, -6)] : []))
    for (const plural of plurals) {
      for (const category of categories) expect(texts).toHaveProperty(`${plural}_${category}`)
    }
  })

  it('leave out nothing that English says', () => {
    for (const [key, text] of Object.entries(texts)) {
      const english = (en as Record<string, string>)[key]
      // A plural for none, one or two may say the number as a word.
      if (english === undefined || /_(zero|one|two)$/.test(key)) continue
      expect([key, holes(text)]).toEqual([key, holes(english)])
    }
  })

  it('say yes and no in at most four words', () => {
    for (const key of ['accept', 'decline', 'leave', 'stop'] as const) {
      expect(texts[key].split(' ').length).toBeLessThanOrEqual(4)
    }
  })
})

describe('createText', () => {
  it('speaks English without i18next', () => {
    const { t } = createText()
    expect(t('moreQuestions', { count: 1 })).toBe('1 more question')
    expect(t('moreQuestions', { count: 2 })).toBe('2 more questions')
    expect(t('question', { feature: 'AI <b>' })).toBe('Include you in AI <b>?')
  })

  it('speaks other languages through i18next, with their direction and plurals', () => {
    const text = createText({ i18n: createI18next({ lang: 'ar', resources: { ar } }) })
    expect(text.dir).toBe('rtl')
    expect(text.t('tallyIncluded', { count: 2 })).toBe('شخصان مشمولان')
    expect(text.t('question', { feature: 'AI & <b>' })).toContain('AI & <b>')
  })

  it('lets the words of the app win', () => {
    const i18n = createI18next({ lang: 'de', resources: { de } })
    i18n.addResourceBundle('de', 'askfirst', { accept: 'Bin dabei' }, true, true)
    expect(createText({ i18n, resources: { de } }).t('accept')).toBe('Bin dabei')
  })

  it('refuses a language it has no words for, and one that is incomplete', () => {
    expect(() => createText({ lang: 'de' })).toThrow(AskFirstError)
    const i18n = createI18next({ lang: 'fr', resources: {} })
    expect(() => createText({ i18n })).toThrow(/no text "name_summarise" in the language "fr"/)
  })

  it('refuses to mix languages within a notice', () => {
    const feature = defineFeature({
      id: 'notes',
      revision: 1,
      policy: leaveMeOut,
      asks: { notes: { purpose: 'take-notes', data: ['audio'], required: true } },
      processors: [{ name: 'Acme AI' }],
      retention: { days: 0 },
      text: { de: { title: 'Protokoll' } },
    })
    const context = { company: 'many', kind: 'person' } as const
    expect(() => describeNotice(feature, createText(), context)).toThrow(/has text in de, and none in "en"/)
    const german = createText({ i18n: createI18next({ lang: 'de-AT', resources: { de } }) })
    expect(describeNotice(feature, german, context).title).toBe('Protokoll: Sie einbeziehen?')
  })
})

describe('names that others chose', () => {
  const feature = defineFeature({
    id: 'notes',
    revision: 1,
    policy: leaveMeOut,
    asks: { notes: { purpose: 'take-notes', data: ['audio'], required: true } },
    processors: [{ name: 'Acme AI', model: 'acme-3', region: 'EU' }],
    retention: { days: 0 },
  })
  const leadOf = (by: string) =>
    describeNotice(feature, createText(), { company: 'many', kind: 'person', by }).lead

  it('cannot turn around what stands beside them', () => {
    expect(leadOf('Ana')).toMatch(/^Ana turned on/)
    expect(leadOf('Ana\u202e\u2067')).toMatch(/^Ana turned on/)
    expect(leadOf('نور\u2069')).toMatch(/^\u2068نور\u2069 turned on/)
  })

  it('are set apart in a language written the other way', () => {
    const arabic = createText({ i18n: createI18next({ lang: 'ar', resources: { ar } }) })
    const { facts } = describeNotice(feature, arabic, { company: 'many', kind: 'person' })
    expect(facts[0]?.text).toBe('\u2068Acme AI\u2069 (\u2068acme-3\u2069, \u2068EU\u2069)')
    const english = describeNotice(feature, createText(), { company: 'many', kind: 'person' })
    expect(english.facts[0]?.text).toBe('Acme AI (acme-3, EU)')
  })
})
