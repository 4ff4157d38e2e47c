// @vitest-environment node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { languages } from '../../tests/all-languages.ts'
import { createI18next } from '../i18next.ts'
import { createText, KEYS } from '../text.ts'
import { en } from './en.ts'
import { notes } from './notes.ts'
import { pseudo } from './pseudo.ts'
import type { LanguageText, TextKey } from './text-keys.ts'

const stem = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '')
const stems = (texts: object) => [...new Set(Object.keys(texts).map(stem))].sort()
const holes = (text: string) => [...new Set(text.match(/(?<=\{\{)\w+(?=\}\})/g))].sort()
const textsOf = (texts: LanguageText, key: string) =>
  Object.entries(texts).filter(([known]) => known === key || (stem(known) === key && !(known in notes)))
const english: Readonly<Record<string, string>> = en
const plurals = Object.keys(en).flatMap((key) => (key.endsWith('_other') ? [key.slice(0, -6)] : []))

/** Every control that says no, or takes a yes back. */
const REFUSALS = ['decline', 'leave', 'declineStop', 'stop', 'stopAndLeave', 'stopForAll'] as const
/** What would make a no cost something, in the words of each language. */
const LOSS: Readonly<Record<string, RegExp>> = {
  ar: /تفقد|تفوت|للأسف|آسف/,
  de: /verlier|verpass|verzicht|leider|trotzdem/i,
  en: /lose|miss|without|unfortunately|sorry|anyway/i,
  es: /perd|lament|renunci|sin /i,
  fr: /perd|manqu|dommage|renonc|sans /i,
  he: /להפסיד|לפספס|לצערנו|לוותר/,
  it: /perd|rinunc|purtroppo|senza /i,
  ja: /失|損|残念|諦|あきらめ/,
  ko: /잃|놓치|아쉽|포기/,
  nl: /verlie|mis |missen|helaas|zonder/i,
  pl: /strac|trac|niestety|rezygn|bez /i,
  'pt-BR': /perd|infeliz|abr[ir]+ mão|sem /i,
  tr: /kaybet|kaçır|maalesef|vazgeç/i,
  'zh-Hans': /失去|错过|遗憾|放弃/,
}
/** That it is everybody whom a no ends it for, and that hosts see it with the name. */
const WHOM: Readonly<Record<string, { readonly all: RegExp; readonly name: RegExp }>> = {
  ar: { all: /للجميع/, name: /اسمك/ },
  de: { all: /für alle/, name: /namentlich/ },
  en: { all: /everyone/, name: /by name/ },
  es: { all: /para todos/, name: /nombre/ },
  fr: { all: /pour tous/, name: /nommément/ },
  he: { all: /לכולם/, name: /השם שלך/ },
  it: { all: /per tutti/, name: /per nome/ },
  ja: { all: /全員/, name: /名前/ },
  ko: { all: /모두에게/, name: /이름/ },
  nl: { all: /iedereen/, name: /met naam/ },
  pl: { all: /dla wszystkich/, name: /imieniu/ },
  'pt-BR': { all: /para todos/, name: /pelo nome/ },
  tr: { all: /herkes için/, name: /adınızla/ },
  'zh-Hans': { all: /所有人/, name: /姓名/ },
}
/** Words that are the same in both languages. */
const SHARED = new Set(['OK', 'Details', 'Later', 'Training', '{{name}} ({{details}})'])

it('each language has a subpath of its own, and each subpath is a language', () => {
  const manifest = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')
  const subpaths = Object.keys((JSON.parse(manifest) as { exports: object }).exports)
  const named = subpaths.flatMap((path) => (path.startsWith('./text/') ? [path.slice('./text/'.length)] : []))
  expect(named.sort()).toEqual([...Object.keys(languages), 'pseudo'].sort())
})

it('the translator’s notes speak of every text, and name everything that is put in', () => {
  expect(Object.keys(notes).sort()).toEqual([...KEYS].sort())
  for (const [key, { values = {} }] of Object.entries(notes)) {
    const text = english[key] ?? english[`${key}_other`] ?? ''
    expect([key, Object.keys(values).sort()]).toEqual([key, holes(text)])
  }
})

describe.each(Object.entries(languages))('the texts in %s', (lang, texts) => {
  it('are complete, and have every plural the language has, and no other', () => {
    expect(stems(texts)).toEqual(stems(en))
    const { pluralCategories } = new Intl.PluralRules(lang).resolvedOptions()
    for (const plural of plurals) {
      const endings = textsOf(texts, plural).map(([key]) => key.slice(plural.length + 1))
      expect(endings.sort()).toEqual([...pluralCategories].sort())
    }
  })

  it('leave out nothing that English says, and are empty nowhere', () => {
    for (const [key, text] of Object.entries(texts)) {
      expect([key, text.trim() === text && text !== '']).toEqual([key, true])
      // A plural for none, one or two may say the number as a word.
      if (/_(zero|one|two)$/.test(key)) continue
      expect([key, holes(text)]).toEqual([key, holes(english[key] ?? english[`${stem(key)}_other`] ?? '')])
    }
  })

  it('say no and take back in at most four words, and no word of loss among them', () => {
    for (const key of ['accept', ...REFUSALS] as const) {
      expect(texts[key].split(' ').length, key).toBeLessThanOrEqual(4)
    }
    for (const key of REFUSALS) expect(texts[key]).not.toMatch(LOSS[lang] as RegExp)
    expect(
      new Set(['accept', 'decline', 'leave', 'declineStop'].map((key) => texts[key as 'accept'])).size,
    ).toBe(4)
  })

  it('say what a no does to others, who learns of it, and that silence takes nothing where it means leaving', () => {
    const { all, name } = WHOM[lang] ?? {}
    expect(texts.stopsAll).toMatch(all as RegExp)
    expect(texts.seenNamed).toMatch(name as RegExp)
    expect(texts.seenNamedOwn).toMatch(name as RegExp)
    const [nothing] = texts.changeAnyTime.split(/(?<=[.。])/)
    expect(texts.changeAnyTimeLeave.slice(0, nothing?.length)).toBe(nothing)
  })

  it('fit where they stand', () => {
    const long = Object.entries(notes).flatMap(([key, { most = Infinity }]) =>
      textsOf(texts, key)
        .map(([, text]) => text.replace(/\{\{\w+\}\}/g, ''))
        .filter((text) => text.length > most)
        .map((text) => `${key}: ${text.length} of ${most}: ${text}`),
    )
    expect(long).toEqual([])
  })

  it('are spoken with their plurals and direction', () => {
    const text = createText({ i18n: createI18next({ lang, resources: { [lang]: texts } }) })
    expect(text.dir).toBe(lang === 'ar' || lang === 'he' ? 'rtl' : 'ltr')
    for (const count of [0, 1, 2, 3, 5, 11, 22, 100, 1.5]) {
      const ending = new Intl.PluralRules(lang).select(count)
      for (const plural of plurals as TextKey[]) {
        const template = (texts as Record<string, string>)[`${plural}_${ending}`]
        expect(text.t(plural, { count })).toBe(template?.replace('{{count}}', String(count)))
      }
    }
  })
})

it.each(Object.keys(languages).filter((lang) => lang !== 'en'))(
  'nothing in %s was left in English',
  (lang) => {
    const same = Object.entries(languages[lang] ?? {}).filter(([key, text]) => text === english[key])
    expect(same.filter(([, text]) => !SHARED.has(text))).toEqual([])
  },
)

it('no line in French begins with a mark, or ends with a quotation mark that opens', () => {
  const broken = Object.entries(languages.fr ?? {}).filter(([, text]) => / [:;?!»]|« /.test(text))
  expect(broken).toEqual([])
})

describe('the language that nobody speaks', () => {
  const disguised = pseudo(en)

  it('has brackets, accents and what is put in, and is 40 % longer', () => {
    expect(disguised.question).toMatch(/^⟦Îñçļûðé ýöû îñ \{\{feature\}\}\?[ ~]+⟧$/)
    for (const [key, text] of Object.entries(disguised)) {
      expect([key, holes(text)]).toEqual([key, holes(english[key] ?? '')])
      expect(text.replace(/\{\{\w+\}\}/g, '')).not.toMatch(/[a-z]/i)
      const bare = (english[key] ?? '').replace(/\{\{\w+\}\}/g, '')
      expect(text.replace(/\{\{\w+\}\}/g, '').length).toBeGreaterThanOrEqual(bare.length * 1.4)
    }
  })

  it('is shown like any other', () => {
    const i18n = createI18next({ lang: 'en-XA', resources: { 'en-XA': disguised } })
    expect(createText({ i18n }).t('accept')).toBe(disguised.accept)
  })
})
