import { AskFirstError, defineFeature, leaveMeOut } from '@askfirst/core'
import i18next, { createInstance } from 'i18next'
import { describe, expect, it } from 'vitest'
import { createI18next } from './i18next.ts'
import { ar } from './text/ar.ts'
import { de } from './text/de.ts'
import { ja } from './text/ja.ts'
import { ptBR } from './text/pt-br.ts'
import { zhHans } from './text/zh-hans.ts'
import { createText, type I18n, toLabelled, toSentences } from './text.ts'
import { describeNotice } from './words.ts'

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

  it.each([
    ['zh-CN', 'zh-Hans', 'zh-CN'],
    ['zh-Hans-SG', 'zh-Hans', 'zh-Hans-SG'],
    ['zh', 'zh-Hans', 'zh'],
    ['zh_CN', 'zh-Hans', 'zh-CN'],
    ['pt', 'pt-BR', 'pt'],
    ['iw', 'he', 'he'],
    ['he-IL', 'he', 'he-IL'],
    ['de-AT', 'de', 'de-AT'],
    ['no', 'nb', 'no'],
    ['nb-NO', 'no', 'nb-NO'],
  ])('serves %s with the words of %s', (lang, name, said) => {
    const words = { ...de, accept: 'mine' }
    const i18n = createI18next({ lang, resources: { [name]: words } })
    const text = createText({ i18n })
    expect([text.t('accept'), text.lang]).toEqual(['mine', said])
    expect(text.dir).toBe(said.startsWith('he') ? 'rtl' : 'ltr')
  })

  it.each([
    ['zh-TW', 'zh-Hans'],
    ['zh-HK', 'zh-Hans'],
    ['pt-PT', 'pt-BR'],
    ['sr', 'sr-Latn'],
    ['nn', 'nb'],
  ])('does not pass off %s for %s', (lang, name) => {
    const i18n = createI18next({ lang, resources: { [name]: de } })
    expect(() => createText({ i18n, resources: { [name]: de } })).toThrow(
      `in the language "${lang}". What somebody agrees to is never a mix of languages. ` +
        `Pass resources with '${lang}', beside en, ${name}`,
    )
  })

  it.each(['', 'english us', undefined])('says that %j is no language', (lang) => {
    const i18n = { ...createI18next({ lang: 'de', resources: { de } }), language: lang as string }
    expect(() => createText({ i18n })).toThrow(/is no language.*initialised/)
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

describe('the app’s own i18next', () => {
  const own = () => {
    const app = createInstance()
    void app.init({
      lng: 'pt-BR',
      initAsync: false,
      fallbackLng: 'en',
      load: 'languageOnly',
      supportedLngs: ['pt'],
      keySeparator: '/',
      interpolation: { prefix: '<', suffix: '>' },
      resources: { pt: { translation: { hello: 'Olá, <name>' } } },
    })
    return app
  }

  it('is given one namespace, and nothing else of it changes', () => {
    const app = own()
    const before = { options: { ...app.options }, language: app.language }
    const data = structuredClone(app.store.data)
    const text = createText({ i18n: app as I18n, lang: 'pt-BR', resources: { 'pt-BR': ptBR } })
    // Whatever it was set up for: it loads no regions, and writes its keys and values in its own way.
    expect(text.t('moreQuestions', { count: 2 })).toBe('mais 2 perguntas')
    expect(text.t('question', { feature: 'X' })).toBe('X: incluir você?')
    expect(app.t('hello', { name: 'Ana' })).toBe('Olá, Ana')
    expect({ options: { ...app.options }, language: app.language }).toEqual(before)
    const { 'pt-BR': ours, en: english, ...rest } = app.store.data
    expect([ours, english].map((bundles) => Object.keys(bundles ?? {}))).toEqual([['askfirst'], ['askfirst']])
    expect(rest).toEqual(data)
  })

  it('keeps what it says of ours, in the name it says it under', () => {
    const app = own()
    app.addResourceBundle('pt', 'askfirst', { accept: 'Conte comigo' })
    const text = createText({ i18n: app as I18n, lang: 'pt-BR', resources: { 'pt-BR': ptBR } })
    expect(text.t('accept')).toBe(ptBR.accept)
    const general = createText({ i18n: app as I18n, lang: 'pt', resources: { 'pt-BR': ptBR } })
    expect([general.t('accept'), general.t('decline')]).toEqual(['Conte comigo', ptBR.decline])
  })

  it('is not the global one', () => {
    createText({ i18n: createI18next({ lang: 'de', resources: { de } }), resources: { de } })
    expect([i18next.isInitialized, i18next.store]).toEqual([undefined, undefined])
  })
})

describe('sentences in a row', () => {
  it.each([
    ['It said “Yes.”', 'It said “Yes.” Next'],
    ['It ended (at last!)', 'It ended (at last!) Next'],
    ['Es sagte „Ja.“', 'Es sagte „Ja.“ Next'],
    ['It is called “Notes”', 'It is called “Notes”. Next'],
    ['It is called "Notes"', 'It is called "Notes". Next'],
    ['Acme AI (EU)', 'Acme AI (EU). Next'],
    ['Stopping…', 'Stopping… Next'],
    ['All of it, 100%', 'All of it, 100%. Next'],
    ['\u2068Acme Inc.\u2069', '\u2068Acme Inc.\u2069 Next'],
  ])('have one mark at the end of %s', (first, said) => {
    expect(toSentences({ lang: 'en' }, [first, 'Next'])).toBe(said)
  })

  it('have it inside a quotation in Japanese too, and none is added', () => {
    expect(toSentences({ lang: 'ja' }, ['「はい。」', '「いいえ」', '次'])).toBe('「はい。」「いいえ」。次')
  })
})

it.each([
  ['en', 'Kept: 30 days'],
  ['he', 'Kept: 30 days'],
  ['fr-CA', 'Kept\u00a0: 30 days'],
  ['ja', 'Kept：30 days'],
  ['zh-Hans', 'Kept：30 days'],
])('a label in %s has the colon of the language', (lang, said) => {
  expect(toLabelled({ lang }, 'Kept', '30 days')).toBe(said)
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
    expect(facts[0]?.text).toBe('\u2068Acme AI\u2069 (\u2068acme-3\u2069، \u2068EU\u2069)')
    const english = describeNotice(feature, createText(), { company: 'many', kind: 'person' })
    expect(english.facts[0]?.text).toBe('Acme AI (acme-3, EU)')
  })

  it.each([
    ['ar-EG', { ar }, '\u2068Acme AI\u2069 (\u2068acme-3\u2069، \u2068EU\u2069)'],
    ['ja', { ja }, 'Acme AI（acme-3、EU）'],
    ['zh-CN', { 'zh-Hans': zhHans }, 'Acme AI（acme-3、EU）'],
    ['de-AT', { de }, 'Acme AI (acme-3, EU)'],
  ])('are kept apart in %s as the language does', (lang, resources, said) => {
    const text = createText({ i18n: createI18next({ lang, resources }), lang })
    const { facts } = describeNotice(feature, text, { company: 'many', kind: 'person' })
    expect(facts[0]?.text).toBe(said)
  })
})
