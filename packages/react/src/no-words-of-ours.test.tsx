import { acceptOrLeave, everyoneOrNobody, type FeatureOptions, noticeOnly, objection } from '@askfirst/core'
import { act, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { notes, openPage, type PageOptions, summary } from '../tests/call-page.tsx'
import { createI18next } from './i18next.ts'
import {
  ConsentIndicator,
  ConsentNotice,
  ConsentTally,
  HostFeatures,
  LobbyNotice,
  MyChoices,
} from './index.ts'
import { en } from './text/en.ts'
import { pseudo } from './text/pseudo.ts'
import type { TextKey } from './text/text-keys.ts'
import { createText } from './text.ts'

// Everything is shown in a language that nobody speaks: what can still be read was written by somebody else.

const i18n = createI18next({ lang: 'en-XA', resources: { 'en-XA': pseudo(en) } })
const { t } = createText({ i18n })
const all = (
  <>
    <HostFeatures />
    <ConsentIndicator />
    <ConsentNotice />
    <LobbyNotice />
    <ConsentTally feature="meeting-summary" />
  </>
)
/** Names of the app, of people and of companies; what Intl says; keys of the keyboard. */
const OTHERS = new Set(
  'Call Chat Mute Ana Bo Cy Di Acme AI acme large EU Bolt Mine and days minute minutes seconds AM PM F6'.split(
    ' ',
  ),
)
const SAID = ['aria-label', 'aria-description', 'aria-roledescription', 'title', 'alt', 'placeholder']
const seen = new Set<string>()

/** Every text on the page, also for assistive technology alone, is one of ours in disguise, or a name. */
function look(): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const texts: string[] = []
  while (walker.nextNode() !== null) texts.push(walker.currentNode.textContent ?? '')
  for (const element of document.body.querySelectorAll('*'))
    texts.push(...SAID.map((name) => element.getAttribute(name) ?? ''))
  for (const text of texts) {
    const readable = text.match(/[a-z][a-z0-9]+/gi) ?? []
    expect([text, readable.filter((word) => !OTHERS.has(word))]).toEqual([text, []])
    if (text.includes('⟦')) seen.add(text)
  }
}

type Page = Awaited<ReturnType<typeof openPage>>
async function open(options: PageOptions = {}): Promise<Page> {
  const page = await openPage(all, { isRostered: true, i18n, lang: 'en-XA', ...options })
  look()
  return page
}
const press = async (page: Page, key: TextKey, values = {}, inside: HTMLElement = document.body) => {
  await page.pass(2_100)
  const [button] = within(inside).getAllByRole('button', { name: t(key, values) })
  if (button === undefined) throw new Error(`There is no button ${key}.`)
  await page.user.click(button)
  await page.pass(700)
  look()
}
const dialog = () => screen.getByRole('dialog')

describe('no word of ours is written in a component', () => {
  it('in the question, the indicator, my choices and what follows a yes', async () => {
    const page = await open()
    await page.turnOn()
    look()
    await press(page, 'details')
    await page.user.keyboard('{Escape}')
    await press(page, 'accept')
    await press(page, 'myChoices')
    await press(page, 'stop', {}, dialog())
    await press(page, 'erase', {}, dialog())
    await press(page, 'requestOffNamed', {}, dialog())
    await page.user.click(within(dialog()).getByRole('switch', { name: t('alwaysNo') }))
    await page.pass(700)
    look()
    await press(page, 'close', {}, dialog())
    await act(async () => void page.host.enable('captions', { answer: 'accept' }))
    await page.pass(700)
    look()
    expect([...seen].some((text) => text === t('alwaysNoText'))).toBe(true)
    expect([...seen].some((text) => text === t('cannotPreventText'))).toBe(true)
  })

  it('in the host’s panel and its preview', async () => {
    const page = await open({ as: { role: 'cohost', indicator: true }, others: ['Cy', 'Di'] })
    const name = t('name_summarise')
    await press(page, 'turnOn', { feature: name })
    expect(dialog()).toHaveAccessibleName(t('previewTitle', { feature: name }))
    await press(page, 'turnOnIncludeMe', {}, dialog())
    await press(page, 'askAgain')
    await press(page, 'turnOff', { feature: name })
  })

  it('in the lobby', async () => {
    const page = await open({ as: { place: 'lobby', indicator: false } })
    await page.turnOn()
    look()
    await press(page, 'decline')
    await press(page, 'change')
  })

  it.each([
    ['accept or leave', { ...summary, policy: acceptOrLeave }],
    [
      'everyone or nobody',
      // biome-ignore lint/suspicious/noThenProperty: the policy's own word
      { ...summary, policy: { ...everyoneOrNobody, unanswered: { afterMs: 60_000, then: 'leave' } } },
    ],
    ['objection', { ...summary, policy: objection }],
    ['notice only', { ...summary, policy: { ...noticeOnly, disclosure: 'named' } }],
    ['runs of people’s own', { ...notes, id: 'meeting-summary' }],
  ] as const)('under %s', async (_, feature: FeatureOptions) => {
    const page = await open({ features: [feature] })
    await page.turnOn()
    look()
    await page.advance(31_000)
    look()
  })

  it.each([true, false])('without a connection, where something was on: %s', async (isOn) => {
    const page = await open()
    if (isOn) await page.turnOn()
    await page.during(page.meeting.kill())
    look()
    expect(seen).toContain(t('standing_unknown'))
    await page.advance(21_000)
    look()
    expect(seen).toContain(t('standing_offline'))
  })

  it('in my choices alone', async () => {
    await openPage(<MyChoices open trigger={null} />, { i18n, lang: 'en-XA' })
    look()
    expect(seen).toContain(t('myChoicesLead'))
  })
})

afterEach(() => localStorage.clear())
