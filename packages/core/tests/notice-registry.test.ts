import { describe, expect, it } from 'vitest'
import { sha256 } from '../src/defaults/digest.ts'
import { createCatalogue, isKnownText, selectTextHash } from '../src/model/catalogue.ts'
import type { FeatureOptions } from '../src/model/feature.ts'
import {
  assertRegistered,
  mergeNotices,
  type NoticeRegistry,
  readNotices,
  toNoticeHashes,
} from '../src/model/notice-registry.ts'
import { type NoticeSource, toNoticeText } from '../src/model/notice-text.ts'
import { leaveMeOut } from '../src/model/policy.ts'

const summary: FeatureOptions = {
  id: 'summary',
  revision: 1,
  policy: leaveMeOut,
  asks: { summarise: { purpose: 'summarise', data: ['audio'], required: true } },
  processors: [{ name: 'Acme AI' }],
  retention: { days: 30 },
}
const english: NoticeSource = {
  feature: summary,
  lang: 'en',
  templates: { question: 'Include you in {{feature}}?', accept: 'Include me' },
  controls: ['accept', 'refuse'],
}
const german: NoticeSource = {
  ...english,
  lang: 'de',
  templates: { question: '{{feature}}: Sie einbeziehen?', accept: 'Mich einbeziehen' },
}
const NONE: NoticeRegistry = { v: 1, texts: [] }
const register = async (...sources: NoticeSource[]): Promise<NoticeRegistry> =>
  mergeNotices(NONE, await Promise.all(sources.map((source) => toNoticeText(source, sha256))))
const entryOf = async (registry?: NoticeRegistry, feature = summary) => {
  const entry = (await createCatalogue([feature], sha256, registry)).get(feature.id)
  if (entry === undefined) throw new Error('no such feature')
  return entry
}

describe('the hash of a text', () => {
  const hashOf = async (source: NoticeSource) => (await toNoticeText(source, sha256)).hash

  it('is the same wherever keys were written in another order', async () => {
    const { question = '', accept = '' } = english.templates
    expect(await hashOf({ ...english, templates: { accept, question } })).toBe(await hashOf(english))
  })

  it.each<[string, NoticeSource]>([
    ['a word', { ...english, templates: { ...english.templates, accept: 'Yes' } }],
    ['the language', { ...english, lang: 'en-GB' }],
    ['the order of the controls', { ...english, controls: ['refuse', 'accept'] }],
    ['a parameter', { ...english, feature: { ...summary, retention: { days: 31 } } }],
    ['the policy', { ...english, feature: { ...summary, policy: { ...leaveMeOut, disclosure: 'named' } } }],
    ['the revision', { ...english, feature: { ...summary, revision: 2 } }],
    ['the own words of the feature', { ...english, own: { title: 'Summary' } }],
  ])('is another with another %s', async (_, changed) => {
    expect(await hashOf(changed)).not.toBe(await hashOf(english))
  })

  it('is of what is kept: the words and what fills them', async () => {
    const text = await toNoticeText(english, sha256)
    expect(text.templates).toEqual(english.templates)
    expect(text.parameters).toMatchObject({ retention: { days: 30 }, processors: [{ name: 'Acme AI' }] })
    expect(JSON.parse(JSON.stringify(text))).toEqual(text)
  })
})

describe('a catalogue', () => {
  it('without registered texts takes the declaration, in any language', async () => {
    const entry = await entryOf()
    expect([...entry.texts]).toEqual([[entry.hash, '']])
    expect(selectTextHash(entry, 'fr')).toBe(entry.hash)
    expect(isKnownText(entry, { hash: entry.hash, lang: 'fr' })).toBe(true)
    expect(isKnownText(entry, { hash: 'other', lang: 'fr' })).toBe(false)
  })

  it('with them takes each in its own language, and the declaration no longer', async () => {
    const entry = await entryOf(await register(english, german))
    const hash = selectTextHash(entry, 'de')
    expect(hash).toBe((await toNoticeText(german, sha256)).hash)
    expect(isKnownText(entry, { hash, lang: 'de' })).toBe(true)
    expect(isKnownText(entry, { hash, lang: 'en' })).toBe(false)
    expect(isKnownText(entry, { hash: entry.hash, lang: 'de' })).toBe(false)
  })

  it('names no text of a language that has none', async () => {
    const entry = await entryOf(await register(english))
    const hash = selectTextHash(entry, 'fr')
    expect(isKnownText(entry, { hash, lang: 'fr' })).toBe(false)
    expect(isKnownText(entry, { hash, lang: 'en' })).toBe(false)
  })

  it('takes older words of the same declaration, and names the ones of now', async () => {
    const reworded = { ...english, templates: { ...english.templates, accept: 'Include me too' } }
    const [older, newer] = await Promise.all([english, reworded].map((one) => toNoticeText(one, sha256)))
    if (older === undefined || newer === undefined) throw new Error('two texts')
    for (const [before, now] of [
      [older, newer],
      [newer, older],
    ] as const) {
      const entry = await entryOf(mergeNotices({ v: 1, texts: [before] }, [now]))
      expect(selectTextHash(entry, 'en')).toBe(now.hash)
      expect(isKnownText(entry, { hash: before.hash, lang: 'en' })).toBe(true)
    }
  })

  it('leaves aside the texts of other revisions, declarations and features', async () => {
    const registry = await register(english)
    for (const feature of [
      { ...summary, revision: 2 },
      { ...summary, retention: { days: 90 } },
      { ...summary, id: 'captions' },
    ]) {
      const entry = await entryOf(registry, feature)
      expect(entry.texts.size).toBe(0)
      expect(() => assertRegistered(new Map([[feature.id, entry]]))).toThrow(
        `feature "${feature.id}", revision ${feature.revision}`,
      )
    }
  })

  it('needs the hashes only', async () => {
    const registry = await register(english, german)
    const hashes = toNoticeHashes(registry.texts)
    expect(JSON.stringify(hashes)).not.toContain('Include')
    const small = await createCatalogue([summary], sha256, hashes)
    expect(small.get('summary')?.texts).toEqual((await entryOf(registry)).texts)
  })
})

describe('a registry', () => {
  it('keeps what was there before, once', async () => {
    const first = await register(english)
    const revised = { ...summary, revision: 2 }
    const second = await Promise.all(
      [
        { ...english, feature: revised },
        { ...german, feature: revised },
      ].map((source) => toNoticeText(source, sha256)),
    )
    const both = mergeNotices(first, second)
    expect(both.texts.map(({ revision, lang }) => `${revision} ${lang}`)).toEqual(['1 en', '2 de', '2 en'])
    expect(mergeNotices(both, second)).toEqual(both)
  })

  it('is read as it was written', async () => {
    const registry = await register(english, german)
    expect(await readNotices(JSON.parse(JSON.stringify(registry)), sha256)).toEqual(registry)
  })

  it.each<[string, (registry: NoticeRegistry) => unknown, string]>([
    ['another version', (registry) => ({ ...registry, v: 2 }), 'at "v"'],
    ['no words', (registry) => toNoticeHashes(registry.texts), 'at "texts.0.templates"'],
    [
      'other words than were hashed',
      ({ texts }) => ({ v: 1, texts: texts.map((text) => ({ ...text, templates: { accept: 'OK' } })) }),
      'other words for "summary" in "en"',
    ],
    [
      'words moved to another language',
      ({ texts }) => ({ v: 1, texts: texts.map((text) => ({ ...text, lang: 'de' })) }),
      'other words for "summary" in "de"',
    ],
  ])('with %s is refused', async (_, change, said) => {
    await expect(readNotices(change(await register(english)), sha256)).rejects.toMatchObject({
      rule: 'notices-file',
      message: expect.stringContaining(said),
    })
  })
})
