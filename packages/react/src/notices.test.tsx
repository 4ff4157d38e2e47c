import {
  acceptOrLeave,
  createClientOver,
  everyoneOrNobody,
  type FeatureOptions,
  leaveMeOut,
  noticeOnly,
  objection,
  randomIds,
  sha256,
  systemClock,
} from '@askfirst/core'
import { mergeNotices, toNoticeText } from '@askfirst/core/authority'
import { act, cleanup, render } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { captions, notes, openPage, orLeave, summary, withPolicy } from '../tests/call-page.tsx'
import { ConsentNotice } from './consent-notice.tsx'
import { type AnyClient, ConsentProvider, type ConsentProviderProps } from './context.tsx'
import { createI18next } from './i18next.ts'
import { LobbyNotice } from './lobby-notice.tsx'
import { MyChoices } from './my-choices.tsx'
import { noticeSources } from './notices.ts'
import { ar } from './text/ar.ts'
import { de } from './text/de.ts'
import { en } from './text/en.ts'
import type { LanguageText } from './text/text-keys.ts'

const languages: Readonly<Record<string, LanguageText>> = { ar, de, en }
const worded: FeatureOptions = {
  ...summary,
  id: 'worded',
  text: Object.fromEntries(
    Object.keys(languages).map((lang) => [
      lang,
      { title: `Title ${lang}`, why: `Why ${lang}.`, asks: { improve: `Improve ${lang}` } },
    ]),
  ),
}
const plain: FeatureOptions = {
  ...captions,
  id: 'plain',
  processors: [{ name: 'Acme AI' }],
  policy: { ...leaveMeOut, disclosure: 'outcome' },
}
const features: readonly FeatureOptions[] = [
  summary,
  { ...orLeave, id: 'or-leave' },
  { ...withPolicy({ disclosure: 'named' }), id: 'named' },
  { ...captions, policy: { ...acceptOrLeave, disclosure: 'named' } },
  worded,
  plain,
  {
    ...summary,
    id: 'everyone',
    // biome-ignore lint/suspicious/noThenProperty: the policy's own word
    policy: { ...everyoneOrNobody, unanswered: { afterMs: 20_000, then: 'leave' } },
  },
  { ...captions, id: 'objection', policy: { ...objection, decline: 'leave' } },
  { ...summary, id: 'notice', policy: noticeOnly },
  { ...captions, id: 'stop', policy: { ...leaveMeOut, decline: 'stop', lasts: 'meeting', scope: 'room' } },
  {
    ...captions,
    id: 'timed',
    // biome-ignore lint/suspicious/noThenProperty: the policy's own word
    policy: { ...leaveMeOut, unanswered: { afterMs: 20_000, then: 'exclude' } },
  },
  notes,
  { ...notes, id: 'named-notes', policy: { ...notes.policy, disclosure: 'named', basis: 'objection' } },
]

/** Each string of a language wears its key, so that the page itself says where its words are from. */
const marked = (texts: LanguageText): LanguageText =>
  Object.fromEntries(
    Object.entries(texts).map(([key, template]) => [key, `⟦${key}⟧${template}⟦/⟧`]),
  ) as unknown as LanguageText

type Page = Awaited<ReturnType<typeof openPage>>
type Provider = Pick<ConsentProviderProps, 'i18n' | 'lang'>

const situations = [
  { others: [], as: {} },
  { others: ['Cy'], as: {} },
  { others: ['Cy', 'Di', 'Ed', 'Fi', 'Gus'], as: {} },
  { others: ['Cy'], as: { kind: 'room' } },
  { others: ['Cy'], as: { place: 'lobby' } },
  { others: ['Cy'], as: {}, isForgotten: true },
  { others: ['Cy'], as: {}, isChanging: true },
  { others: ['Cy'], as: {}, isBegun: true },
] as const

/** My choices, come to for one feature. */
function ChangedMind({ client, id, ...provider }: { client: AnyClient; id: string } & Provider) {
  return (
    <ConsentProvider client={client} {...provider}>
      <MyChoices open feature={id} trigger={null} />
    </ConsentProvider>
  )
}

/** What the question and its announcement put on the page, over everybody it may be shown to. */
async function paint(feature: FeatureOptions, lang: string, texts: LanguageText) {
  const i18n = createI18next({ lang, resources: { [lang]: texts } })
  const painted: string[] = []
  const unmarked: string[] = []
  let controls: readonly (string | null)[] = []
  for (const situation of situations) {
    const page = await openPage(
      <>
        <ConsentNotice />
        <LobbyNotice />
      </>,
      { ...situation, features: [feature], isRostered: true, i18n, lang },
    )
    await page.turnOn(feature.id)
    if ('isForgotten' in situation) await forgetHost(page)
    if ('isBegun' in situation && feature.policy.basis !== 'consent') {
      page.client.attachIndicator()
      await page.pass(2_500)
      await page.advance(16_000)
    }
    if ('isChanging' in situation) await changeMind(page, feature, { i18n, lang })
    const question = document.querySelector('.askfirst-question')
    if (question === null) continue
    const announced = [...document.querySelectorAll('[role="status"]')].map(({ textContent }) => textContent)
    for (const text of [...listTexts(question), ...announced]) {
      if (text === '') continue
      painted.push(text)
      // A sentence after another one begins with what stands between them: the marks of this test hide the other's end.
      if (!/^\.? ?⟦/.test(text)) unmarked.push(text)
    }
    const said = [...question.querySelectorAll('button')]
    if (said.length > controls.length)
      controls = said.map(({ textContent, ariaLabel }) => ariaLabel ?? textContent)
    cleanup()
    page.client.dispose()
  }
  return { painted, unmarked, controls }
}

/** After a no, the same question in my choices takes a yes, also where none was needed before. */
async function changeMind({ client, pass, view }: Page, feature: FeatureOptions, provider: Provider) {
  if (feature.policy.basis === 'consent') return
  const id = feature.policy.turnOn === 'anyone' ? `${feature.id}@Ana` : feature.id
  await act(async () => void client.decline(id))
  await pass(0)
  view.rerender(<ChangedMind client={client} id={id} {...provider} />)
  await pass(0)
}

/** Names are kept in memory only: after a restart nobody knows what a host who is gone was called. */
async function forgetHost({ host, meeting, advance }: Page) {
  const gone = async () => host.dispose()
  for (const step of [meeting.kill, gone, meeting.start]) {
    await act(async () => {
      const done = step()
      await vi.advanceTimersByTimeAsync(100)
      await done
    })
  }
  await advance(3_000)
}

/** Every run of text below an element, and every label that only assistive technology reads. */
function listTexts(element: Element): string[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const found: string[] = []
  while (walker.nextNode() !== null) found.push(walker.currentNode.textContent ?? '')
  for (const labelled of element.querySelectorAll('[aria-label]')) found.push(labelled.ariaLabel ?? '')
  return found
}

const sourceOf = (feature: FeatureOptions, lang: string, texts: LanguageText) => {
  const [source] = noticeSources({ features: [feature], texts: { [lang]: texts } })
  if (source === undefined) throw new Error('There is no source.')
  return source
}

describe.each(Object.keys(languages))('in %s', (lang) => {
  const texts = languages[lang] as LanguageText

  it.each(features.map((feature) => [feature.id, feature] as const))(
    'the notice of %s paints what its source lists, and nothing else',
    async (_, feature) => {
      const { painted, unmarked, controls } = await paint(feature, lang, marked(texts))
      const keys = new Set(painted.flatMap((text) => [...text.matchAll(/⟦([^/⟧]+)⟧/g)].map(([, key]) => key)))
      const source = sourceOf(feature, lang, texts)
      expect([...keys].sort()).toEqual(Object.keys(source.templates).sort())
      // What wears no key is the feature's own.
      const own = [
        ...feature.processors.map(({ name }) => name),
        ...(source.own === undefined ? [] : [source.own.title, ...Object.values(source.own.asks ?? {})]),
      ]
      for (const text of unmarked) expect(own).toContain(text.replace(/[\u2068\u2069]/g, ''))
      // Each string is painted as it is registered: everything but what fills it stands on the page.
      const page = painted.join('\n')
      for (const [key, template] of Object.entries(source.templates)) {
        expect(texts[key as keyof LanguageText]).toBe(template)
        for (const literal of template.split(/\{\{\w+\}\}/)) expect(page).toContain(literal)
      }
      const names: Readonly<Record<string, string>> = {
        accept: source.templates.okay ?? source.templates.accept ?? '',
        refuse: source.templates.decline ?? source.templates.leave ?? source.templates.declineStop ?? '',
        later: source.templates.later ?? '',
        details: source.templates.details ?? '',
      }
      const plainly = controls.map((control) => control?.replace(/⟦[^⟧]*⟧/g, ''))
      expect(
        source.controls.filter((control) => !control.startsWith('ask:')).map((control) => names[control]),
      ).toEqual(plainly.filter((control) => Object.values(names).includes(control ?? '')))
      const asks = source.controls.filter((control) => control.startsWith('ask:'))
      expect(asks).toHaveLength(plainly.length - (source.controls.length - asks.length))
    },
    30_000,
  )
})

describe('the sources', () => {
  it('have the words that the app changed', () => {
    const changed = sourceOf(summary, 'en', { ...en, accept: 'Count me in' })
    expect(changed.templates.accept).toBe('Count me in')
  })

  it('have only what the policy says', () => {
    expect(sourceOf(summary, 'en', en).templates).not.toHaveProperty('leave')
    expect(sourceOf(orLeave, 'en', en).templates).not.toHaveProperty('decline')
    expect(sourceOf(worded, 'en', en).templates).not.toHaveProperty('takes')
    expect(sourceOf(captions, 'en', en).controls).toEqual(['accept', 'refuse', 'later', 'details'])
    const told = sourceOf({ ...captions, policy: noticeOnly }, 'en', en)
    expect(told.controls).toEqual(['accept', 'refuse', 'details'])
    for (const key of ['question', 'announced', 'changeAnyTime', 'later'])
      expect(told.templates).not.toHaveProperty(key)
  })

  const { accept: _, ...halves } = en
  it.each<[string, () => unknown, string, string]>([
    [
      'a language that lacks a text',
      () => noticeSources({ features, texts: { en: halves as unknown as LanguageText } }),
      'language',
      `texts['en'] has no "accept"`,
    ],
    [
      'a name that is no language',
      () => noticeSources({ features, texts: { english_us: en } }),
      'language',
      '"english_us", which is no language',
    ],
    [
      'a feature that has words of its own in other languages only',
      () => noticeSources({ features: [worded], texts: { fr: en } }),
      'feature-text',
      'none in "fr"',
    ],
  ])('refuse %s', (_, make, rule, said) => {
    expect(make).toThrow(expect.objectContaining({ rule, message: expect.stringContaining(said) }))
  })
})

describe('a page with registered texts', () => {
  async function open(lang: 'en' | 'de', registered: Readonly<Record<string, LanguageText>>) {
    const sources = noticeSources({ features: [summary], texts: registered })
    const texts = await Promise.all(sources.map((source) => toNoticeText(source, sha256)))
    const client = createClientOver(
      { features: [summary], token: 'none', notices: mergeNotices({ v: 1, texts: [] }, texts) },
      {
        clock: systemClock,
        ids: randomIds,
        digest: sha256,
        transport: { connect: () => ({ send() {}, close() {} }) },
      },
    )
    try {
      await vi.waitFor(() => expect(client.store.getState().catalogue.size).toBe(1))
      const i18n = createI18next({ lang, resources: { de } })
      render(
        <ConsentProvider client={client} i18n={i18n}>
          <ConsentNotice />
        </ConsentProvider>,
      )
    } finally {
      client.dispose()
    }
  }

  it('shows a language that is registered, and no other', async () => {
    await open('de', { de })
    const silent = vi.spyOn(console, 'error').mockImplementation(() => {})
    await expect(open('de', { en })).rejects.toMatchObject({
      rule: 'notices-language',
      message: expect.stringContaining('"meeting-summary" has no registered text in "de"'),
    })
    silent.mockRestore()
  })
})
