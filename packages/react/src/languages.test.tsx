import { AskFirstError, type ConsentClient, type FeatureOptions, noticeOnly } from '@askfirst/core'
import { createMeeting } from '@askfirst/testing'
import { act, screen, within } from '@testing-library/react'
import type { i18n as i18next } from 'i18next'
import { useSyncExternalStore } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { languages } from '../tests/all-languages.ts'
import { captions, findViolations, openPage, summary, withPolicy } from '../tests/call-page.tsx'
import { createI18next } from './i18next.ts'
import * as askfirst from './index.ts'
import { ar } from './text/ar.ts'
import { de } from './text/de.ts'
import { en } from './text/en.ts'
import { ja } from './text/ja.ts'
import { zhHans } from './text/zh-hans.ts'
import { createText } from './text.ts'
import { nameFeature } from './words.ts'

const {
  ConsentIndicator,
  ConsentNotice,
  ConsentProvider,
  HostFeatures,
  LobbyNotice,
  MyChoices,
  useConsentClient,
} = askfirst
const all = (
  <>
    <HostFeatures />
    <ConsentIndicator />
    <ConsentNotice />
    <LobbyNotice />
    <MyChoices trigger="Open" />
  </>
)

describe.each([
  ['de', { de }, 'ltr', 'KI-Zusammenfassung: Sie einbeziehen?', 'Mich nicht einbeziehen'],
  ['ar', { ar }, 'rtl', 'هل نشملك في ملخص الذكاء الاصطناعي؟', 'لا تشملني'],
] as const)('in %s', (lang, resources, dir, title, no) => {
  it('every root says its language and direction, and nothing is left in English', async () => {
    const page = await openPage(all, { i18n: createI18next({ lang, resources }) })
    await page.turnOn()
    expect(screen.getByRole('region', { name: title })).toBeVisible()
    expect(screen.getByRole('button', { name: no })).toBeVisible()
    const roots = document.querySelectorAll('.askfirst')
    expect(roots.length).toBeGreaterThan(1)
    for (const root of roots) {
      expect(root).toHaveAttribute('lang', lang)
      expect(root).toHaveAttribute('dir', dir)
    }
    expect(await findViolations()).toEqual([])
  })
})

it.each([
  ['ja', { ja }],
  ['zh-Hans', { 'zh-Hans': zhHans }],
] as const)('in %s nothing stands between sentences, also around a warning', async (lang, resources) => {
  const then = 'exclude'
  const features = [withPolicy({ unanswered: { afterMs: 60_000, then } })]
  const page = await openPage(all, { i18n: createI18next({ lang, resources }), features })
  await page.turnOn()
  const said = () => document.querySelector('.askfirst-notes')?.textContent
  expect(document.querySelector('[data-askfirst="lead"]')?.textContent).toMatch(/[^。]。\S/)
  expect(said()).toMatch(/[^。]。\S/)
  expect(said()).not.toMatch(/。\s/)
  await page.advance(31_000)
  expect(within(screen.getByRole('region', { name: /？$/ })).getByRole('strong')).toBeVisible()
  expect(said()).not.toMatch(/\s$|。\s/)
})

describe.each(Object.entries(languages))('announced in %s', (lang, texts) => {
  const i18n = () => createI18next({ lang, resources: { [lang]: texts } })
  const end = /^(ja|zh)/.test(lang) ? '。' : '. '
  const heard = () => screen.getAllByRole('status').map(({ textContent }) => textContent ?? '')
  const assertMarks = () => {
    for (const said of heard()) expect(said).not.toMatch(/[.?!…。？！؟] ?[.?!…。？！؟]|[。？！] /)
    if (end === '。') for (const said of heard()) expect(said).not.toMatch(/[.:] /)
    if (lang === 'fr') for (const said of heard()) expect(said).not.toMatch(/[^\u00a0]:/)
  }

  it('what begins by itself, and two changes at once, are sentences with a mark of the language between', async () => {
    const features = [withPolicy(noticeOnly), { ...captions, policy: noticeOnly }]
    const page = await openPage(all, { i18n: i18n(), features, as: { indicator: true } })
    await page.turnOn()
    const text = createText({ i18n: i18n() })
    const [feature] = features as [FeatureOptions]
    const title = text.t('tellTitle', { feature: nameFeature(feature, text) })
    expect(heard()).toContain(`${title}${end}${text.t('announcedTold', { shortcut: 'F6' })}`)
    assertMarks()
    await page.turnOn('captions')
    await page.during(page.meeting.kill())
    const unknown = text.t('standing_unknown')
    const both = heard().find((said) => said.split(unknown).length === 3)
    expect(both).toContain(`${unknown}${end}`)
    assertMarks()
  })
})

const german = createI18next({ lang: 'en', resources: { de } })
/** Renders anew with all that the client knows, and has its languages made anew with that. */
function RestlessApp({ client }: { readonly client: ConsentClient }) {
  useSyncExternalStore(client.store.subscribe, client.store.getState)
  return (
    <ConsentProvider client={client} resources={{ de }} i18n={german}>
      <ConsentIndicator />
    </ConsentProvider>
  )
}

it('a change is heard also where the app renders anew with it', async () => {
  const page = await openPage(null)
  page.view.rerender(<RestlessApp client={page.client as ConsentClient} />)
  await page.turnOn()
  await page.during(page.client.decline('meeting-summary'))
  const heard = screen.getAllByRole('status').map(({ textContent }) => textContent)
  expect(heard.join('\n')).toContain('AI summary: Left out')
})

it('all notes are said, also where words of an app have the warning in another one', async () => {
  const short = 'Time is short.'
  const resources = { en: { ...en, endsExclude: short, noAnyTime: `${short} You may say no.` } }
  const then = 'exclude'
  const features = [withPolicy({ unanswered: { afterMs: 60_000, then } })]
  const page = await openPage(all, { i18n: createI18next({ lang: 'en', resources }), features })
  await page.turnOn()
  const said = () => document.querySelector('.askfirst-notes')?.textContent ?? ''
  await page.advance(31_000)
  const question = within(screen.getByRole('region', { name: 'Include you in AI summary?' }))
  expect(question.getByRole('strong')).toHaveTextContent(short)
  expect(said().split(short)).toHaveLength(3)
  expect(said()).toMatch(/You may say no\..*\S$/)
})

const Lonely = () => <p>{String(useConsentClient())}</p>

describe('when the app changes its language', () => {
  const english: FeatureOptions = { ...summary, text: { en: { title: 'Summary' } } }

  it.each([
    ['has no words here', 'fr', [summary], 'AI summary'],
    ['is not one the features speak', 'de', [english], 'Summary'],
  ] as const)(
    'to one that %s, the last one stays, and the way to stop with it',
    async (_, to, features, name) => {
      const silent = vi.spyOn(console, 'error').mockImplementation(() => {})
      const i18n = createI18next({ lang: 'en', resources: { de } }) as i18next
      const page = await openPage(all, { i18n, features })
      await page.turnOn()
      await act(async () => void i18n.changeLanguage(to))
      expect(screen.getByRole('region', { name: `Include you in ${name}?` })).toBeVisible()
      expect(screen.getByRole('region', { name: 'AI in this call' })).toBeVisible()
      expect(silent).toHaveBeenCalledWith(expect.any(AskFirstError))
      silent.mockRestore()
    },
  )

  it('is refused at the start already', async () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => {})
    const i18n = createI18next({ lang: 'fr', resources: { de } })
    await expect(openPage(all, { i18n })).rejects.toThrow(/in the language "fr"/)
    silent.mockRestore()
  })
})

describe('the provider', () => {
  it('is not needed where a part is given its client', async () => {
    const page = await openPage(null)
    page.view.rerender(<ConsentIndicator client={page.client} />)
    expect(screen.getByRole('region', { name: 'AI in this call' })).toBeVisible()
  })

  it('is asked for by name where there is none', async () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => {})
    expect(() => renderToString(<Lonely />)).toThrow(/found no client/)
    silent.mockRestore()
  })

  it('renders on a server, and the page takes it over without a complaint', async () => {
    const meeting = await createMeeting({ features: [summary] })
    const client = await meeting.join('Bo')
    const complain = vi.spyOn(console, 'error')
    const page = <ConsentProvider client={client}>{all}</ConsentProvider>
    const container = document.createElement('div')
    container.innerHTML = renderToString(page)
    expect(container.innerHTML).toContain('role="status"')
    document.body.append(container)
    const root = await act(async () => hydrateRoot(container, page))
    expect(screen.getByRole('region', { name: 'AI in this call' })).toBeVisible()
    expect(complain).not.toHaveBeenCalled()
    await act(async () => root.unmount())
    container.remove()
    complain.mockRestore()
  })
})
