import { type FeatureOptions, noticeOnly, sha256 } from '@askfirst/core'
import { memoryLedger, mergeNotices, toNoticeText } from '@askfirst/core/authority'
import { failingLedger } from '@askfirst/testing'
import { act, fireEvent, screen } from '@testing-library/react'
import type { i18n as i18next } from 'i18next'
import { expect, it, vi } from 'vitest'
import { openPage, type PageOptions, summary } from '../tests/call-page.tsx'
import { createI18next } from './i18next.ts'
import { MyChoices } from './my-choices.tsx'
import { noticeSources } from './notices.ts'
import { de } from './text/de.ts'
import { en } from './text/en.ts'

const two = {
  ...summary,
  asks: { ...summary.asks, identify: { purpose: 'identify-speakers', data: ['audio'] } },
} as const
const names = [/to train AI models/, /to tell speakers apart/] as const
const option = (name: RegExp) => screen.getByRole('switch', { name })

/** A page of somebody who is included, with or without the optional asks. */
const openIncluded = async (asks: readonly RegExp[], options: PageOptions = {}) => {
  const choices = <MyChoices open onOpenChange={() => {}} trigger={null} />
  const page = await openPage(choices, { features: [two], as: { indicator: true }, ...options })
  await page.turnOn()
  await page.pass(2_100)
  for (const name of asks) await page.user.click(option(name))
  await page.user.click(screen.getByRole('button', { name: 'Include me' }))
  await page.pass(700)
  return page
}

it('lets a second optional ask be taken back while the first is on its way, also without a connection', async () => {
  const page = await openIncluded(names)
  for (const name of names) expect(option(name)).toBeChecked()
  await page.during(page.meeting.kill())
  await page.pass(700)
  for (const name of names) {
    await page.user.click(option(name))
    await page.pass(0)
    expect(screen.getByRole('switch', { name: new RegExp(`${name.source}.*Stopping`) })).not.toBeChecked()
  }
  await page.during(page.meeting.start())
  await page.advance(6_000)
  expect((await page.deeds()).filter((type) => type === 'consent.withdrawn')).toHaveLength(2)
})

it('says so when an optional ask was not turned on', async () => {
  const ledger = failingLedger(memoryLedger())
  const page = await openIncluded([], { ledger })
  const accept = vi.spyOn(page.client, 'accept')
  const heal = ledger.fail()
  const [train] = names
  fireEvent.click(option(train))
  fireEvent.click(option(train))
  await page.pass(0)
  expect(accept).toHaveBeenCalledExactlyOnceWith('meeting-summary', expect.objectContaining({ seen: 1 }))
  expect(option(train)).not.toBeChecked()
  expect(screen.getByText('That did not work. Please try again.')).toBeVisible()
  heal()
  await page.user.click(option(train))
  await page.pass(0)
  expect(option(train)).toBeChecked()
  expect(screen.queryByText('That did not work. Please try again.')).toBeNull()
})

it('keeps no yes for when the connection is back, also where the feature itself needs none', async () => {
  const feature: FeatureOptions = { ...two, policy: noticeOnly }
  const sources = noticeSources({ features: [feature], texts: { en, de } })
  const texts = await Promise.all(sources.map((source) => toNoticeText(source, sha256)))
  const notices = mergeNotices({ v: 1, texts: [] }, texts)
  const i18n = createI18next({ lang: 'en', resources: { de } }) as i18next
  const page = await openPage(<MyChoices open onOpenChange={() => {}} trigger={null} />, {
    features: [feature],
    as: { indicator: true },
    notices,
    i18n,
  })
  await page.turnOn()
  await page.pass(2_100)
  expect(page.client.permits('meeting-summary', 'summarise')).toBe(true)
  await page.during(page.meeting.kill())
  await act(async () => void i18n.changeLanguage('de'))
  await page.pass(700)
  const [train] = screen.getAllByRole('switch')
  if (train !== undefined) await page.user.click(train)
  await page.pass(0)
  expect(screen.getByText(de.turnOnFailed)).toBeVisible()
  await page.during(page.meeting.start())
  await page.advance(6_000)
  await page.pass(3_000)
  expect(await page.deeds()).toContain('notice.shown')
  expect(await page.deeds()).not.toContain('consent.accepted')
})

it('shows what it is a yes to, and for long enough, in a later run that the first yes serves', async () => {
  const feature = { ...two, policy: { ...two.policy, lasts: 'meeting' } } as const
  const page = await openIncluded([], { features: [feature] })
  const lead = () =>
    screen.queryByText(/^Ana turned on AI summary\. It uses your voice/, { selector: 'fieldset *' })
  expect(lead()).toBeNull()
  await page.turnOff()
  await page.turnOn()
  expect(page.client.permits('meeting-summary', 'summarise')).toBe(true)
  expect(lead()).toBeVisible()
  await page.pass(700)
  const [train, identify] = names
  await page.user.click(option(train))
  await page.pass(0)
  expect(screen.getByText(/^One moment/)).toBeVisible()
  // One at a time: this one was not asked for together with the other.
  await page.user.click(option(identify))
  await page.pass(700)
  expect(option(train)).not.toBeChecked()
  await page.pass(700)
  expect(option(train)).toBeChecked()
  expect(option(identify)).not.toBeChecked()
  expect(lead()).toBeVisible()
  expect((await page.deeds()).slice(-2)).toEqual(['notice.shown', 'consent.accepted'])
  await page.user.click(option(identify))
  await page.pass(0)
  expect(option(identify)).toBeChecked()
  await page.user.click(option(train))
  await page.pass(0)
  expect(option(train)).not.toBeChecked()
})

it('takes back without a wait in a later run, also while a yes to another one waits', async () => {
  const feature = { ...two, policy: { ...two.policy, lasts: 'meeting' } } as const
  const [train, identify] = names
  const page = await openIncluded([train], { features: [feature] })
  await page.turnOff()
  await page.turnOn()
  await page.pass(700)
  await page.user.click(option(identify))
  await page.user.click(option(train))
  await page.pass(0)
  expect(page.client.permits('meeting-summary', 'improve')).toBe(false)
  await page.pass(3_000)
  expect((await page.deeds()).slice(-2)).toEqual(['consent.withdrawn', 'notice.shown'])
})
