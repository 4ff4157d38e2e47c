// @vitest-environment node
import { join } from 'node:path'
import {
  acceptOrLeave,
  defineFeature,
  everyoneOrNobody,
  leaveMeOut,
  noticeOnly,
  type Policy,
  viewFeatures,
} from '@askfirst/core'
import { createPhoneMenu } from '@askfirst/core/phone'
import { createMeeting } from '@askfirst/testing'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { languages } from '../tests/all-languages.ts'
import { createI18next } from './i18next.ts'
import { PHONE_WORDS } from './phone/words.ts'
import { createText, sayOnPhone } from './phone.ts'
import { de } from './text/de.ts'
import { nameFeature } from './words.ts'

const under = (policy: Policy) =>
  defineFeature({
    id: 'summary',
    revision: 1,
    policy,
    asks: {
      summarise: { purpose: 'summarise', data: ['audio'], required: true },
      improve: { purpose: 'train-models', data: ['transcript'] },
    },
    processors: [{ name: 'Acme AI', model: 'acme-large-3', region: 'EU' }],
    retention: { days: 30 },
  })
const textOf = (lang: string) =>
  createText({ i18n: createI18next({ lang, resources: { [lang]: languages[lang] ?? de } }) })

const TWO_MARKS = /[.?!…。？！؟] ?[.?!…。？！؟]/
const WIDE_SPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}」）][.?!] |[。？！] /u
/** A colon of another language than the one that is spoken. */
const foreignColon = (lang: string): RegExp =>
  /^(ja|zh)/.test(lang) ? /: / : lang === 'fr' ? /[^\u00a0]:/ : /：|\s:/
const SPOKEN_MS = 8_000

/** Ben is on the telephone, where everything takes eight seconds to say. */
async function benHears(policy: Policy, lang = 'en') {
  const meeting = await createMeeting({ features: [under(policy)] })
  const ana = await meeting.join('Ana', { role: 'host' })
  const client = await meeting.join('Ben', { bridge: 'sip-1', indicator: false })
  const heard: string[] = []
  const text = textOf(lang)
  const menu = createPhoneMenu({
    client,
    clock: meeting.clock,
    say: (announcement) => {
      heard.push(sayOnPhone(announcement, text))
      return new Promise((resolve) => meeting.clock.after(SPOKEN_MS, () => resolve()))
    },
  })
  const presses = async (keys: string) => {
    for (const key of keys) menu.press(key)
    await meeting.advance(SPOKEN_MS)
  }
  const turnOn = async () => {
    await ana.enable('summary', { answer: 'accept' })
    await meeting.advance(SPOKEN_MS)
  }
  return { ana, client, heard, meeting, presses, turnOn }
}

describe('what a phone is told', () => {
  it('is the whole question without its optional asks, then yes and no alike', async () => {
    const { heard, presses, turnOn } = await benHears(leaveMeOut)
    await turnOn()
    expect(heard).toEqual([
      'Include you in AI summary? Ana turned on AI summary. It uses your voice to summarise the meeting. ' +
        'Processed by: Acme AI (acme-large-3, EU). Kept: For 30 days. ' +
        'Nothing of you is used before you say yes. You can change your answer at any time. ' +
        'With only two people here, your answer cannot be hidden. ' +
        'To say yes, press 1. To say no, press 2. To change an answer at any time, press star and then 6.',
    ])
    await presses('1')
    expect(heard.at(-1)).toBe(
      'Your yes to AI summary counts. To change an answer at any time, press star and then 6.',
    )
    await presses('*6')
    await presses('2')
    expect(heard.at(-1)).toContain('Your no to AI summary counts. Nothing of you is used.')
  })

  it('is also what stands in the details of a page, which a phone cannot open', async () => {
    const { heard, turnOn } = await benHears({ ...leaveMeOut, lasts: 'meeting' })
    await turnOn()
    expect(heard.at(-1)).toContain('A yes also counts if it is turned on again in this meeting. To say yes,')
  })

  it('is what became of a no in a later run, and that it is over', async () => {
    const { ana, heard, meeting, presses, turnOn } = await benHears(leaveMeOut)
    await turnOn()
    await presses('2')
    await ana.disable('summary')
    await meeting.advance(SPOKEN_MS)
    expect(heard.at(-1)).toBe('AI summary is off.')
    await turnOn()
    expect(heard.at(-1)).toBe(
      'AI summary is on. You are still left out. To change an answer at any time, press star and then 6.',
    )
  })

  it('says that no means leaving, and that one no ends it for everyone', async () => {
    const leaving = await benHears(acceptOrLeave)
    await leaving.turnOn()
    expect(leaving.heard[0]).toContain('To say no, now or later, you leave the call.')
    expect(leaving.heard[0]).toContain('To say yes, press 1. To leave the call, press 2.')
    const all = await benHears(everyoneOrNobody)
    await all.meeting.app().reportRoster(['Ana', 'Ben'])
    await all.turnOn()
    expect(all.heard[0]).toContain('Any no, even later, ends it for everyone.')
    expect(all.heard[0]).toContain('To say yes, press 1. To say no, press 2.')
  })

  it('asks nobody where it begins by itself, and says that no is a key away', async () => {
    const { heard, turnOn } = await benHears(noticeOnly)
    await turnOn()
    expect(heard[0]).toMatch(/^AI summary will include you\. Ana turned on/)
    expect(heard[0]).toContain('It begins once you were shown this. You can say no at any time.')
    expect(heard[0]).toContain('To say no, press 2.')
  })

  it('carries no React along', async () => {
    const { metafile } = await build({
      entryPoints: [join(import.meta.dirname, 'phone.ts')],
      bundle: true,
      write: false,
      metafile: true,
      packages: 'external',
      format: 'esm',
    })
    const [output] = Object.values(metafile.outputs)
    expect([...new Set(output?.imports.map(({ path }) => path))]).toEqual(['@askfirst/core'])
  })
})

describe.each(Object.keys(languages))('on the phone in %s', (lang) => {
  it('everything is said, with its keys, in that language alone', async () => {
    const words = Object.entries(PHONE_WORDS[lang] ?? {})
    expect(words.map(([key]) => key).sort()).toEqual(Object.keys(PHONE_WORDS.en ?? {}).sort())
    for (const [key, said] of words) {
      const digits = said.match(/\d/g) ?? []
      expect([key, digits]).toEqual([key, { yes: ['1'], no: ['2'], leave: ['2'], change: ['6'] }[key] ?? []])
      expect([key, said.includes('{{feature}}')]).toEqual([key, /accepted|refused|agreed|off/.test(key)])
      if (lang !== 'en') expect([key, said]).not.toEqual([key, PHONE_WORDS.en?.[key as 'yes']])
    }
    const { heard, presses, turnOn } = await benHears(leaveMeOut, lang)
    await turnOn()
    await presses('2')
    for (const said of heard) {
      expect(said).not.toMatch(/\{\{|undefined/)
      if (lang !== 'en') expect(said).not.toMatch(/\b(press|include|your)\b/i)
      expect(said).not.toMatch(TWO_MARKS)
      expect(said).not.toMatch(WIDE_SPACED)
      expect(said).not.toMatch(foreignColon(lang))
    }
  })

  it('what begins by itself is told in sentences, each with one mark of the language at its end', async () => {
    const { heard, turnOn } = await benHears(noticeOnly, lang)
    await turnOn()
    const title = textOf(lang).t('tellTitle', { feature: nameFeature(under(noticeOnly), textOf(lang)) })
    expect(heard[0]?.startsWith(`${title}${/^(ja|zh)/.test(lang) ? '。' : '. '}`)).toBe(true)
    for (const said of heard) {
      expect(said).not.toMatch(TWO_MARKS)
      expect(said).not.toMatch(WIDE_SPACED)
    }
  })
})

describe('a language of the app’s own', () => {
  const announcement = async () => {
    const { client, turnOn } = await benHears(leaveMeOut)
    await turnOn()
    const [status] = viewFeatures(client.store.getState())
    if (status === undefined) throw new Error('nothing is declared')
    return { key: 'off', status, keys: { '*6': 'change' } } as const
  }

  it('is refused without words to be spoken, and said with them', async () => {
    const i18n = createI18next({ lang: 'sv', resources: { sv: de } })
    const text = createText({ i18n })
    const off = await announcement()
    expect(() => sayOnPhone(off, text)).toThrow(/no words to be spoken in the language "sv"/)
    const sv = { ...PHONE_WORDS.en, off: '{{feature}} är av.' } as typeof PHONE_WORDS.en & object
    expect(sayOnPhone(off, text, { words: { sv } })).toBe('KI-Zusammenfassung är av.')
  })
})
