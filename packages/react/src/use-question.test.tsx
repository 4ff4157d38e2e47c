import { noticeOnly, sha256 } from '@askfirst/core'
import { mergeNotices, toNoticeText } from '@askfirst/core/authority'
import { act, fireEvent, screen } from '@testing-library/react'
import type { i18n as i18next } from 'i18next'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { browser, openPage, summary, withPolicy } from '../tests/call-page.tsx'
import { ConsentNotice } from './consent-notice.tsx'
import { createI18next } from './i18next.ts'
import { MyChoices } from './my-choices.tsx'
import { noticeSources } from './notices.ts'
import { seam } from './seam.ts'
import { de } from './text/de.ts'
import { en } from './text/en.ts'

type Page = Awaited<ReturnType<typeof openPage>>
const press = async (page: Page, name: string) => {
  await page.user.click(screen.getByRole('button', { name }))
  await page.pass(0)
}
const option = () => screen.getByRole('switch', { name: /^Let Acme AI use/ })
const choices = <MyChoices open onOpenChange={() => {}} feature="meeting-summary" trigger={null} />
/** A page on which a yes waits for the notice to be shown. */
const openWaiting = async (ui = <ConsentNotice />) => {
  const page = await openPage(ui)
  await page.turnOn()
  await page.pass(700)
  await press(page, 'Include me')
  expect(screen.getByText(/^One moment/)).toBeVisible()
  return page
}

describe('a yes that waits is dropped', () => {
  it('when the connection is lost', async () => {
    const page = await openWaiting()
    await page.during(page.meeting.kill())
    await page.during(page.meeting.start())
    await page.advance(6_000)
    await page.pass(3_000)
    expect(await page.deeds()).toEqual(['notice.shown'])
    expect(screen.getByRole('button', { name: 'Include me' })).toBeVisible()
  })

  it('which is said where it was, and the question is heard once more, each time', async () => {
    const page = await openWaiting()
    for (const _ of [1, 2]) {
      await page.during(page.meeting.kill())
      expect(screen.getByRole('status')).toBeEmptyDOMElement()
      await page.during(page.meeting.start())
      await page.advance(6_000)
      expect(screen.getByText(en.notSaved)).toBeVisible()
      expect(screen.getByText(/^Question: include you in AI summary\?/)).toBeInTheDocument()
      await page.pass(700)
      await press(page, 'Include me')
    }
    await page.pass(2_000)
    expect(await page.deeds()).toEqual(['notice.shown', 'consent.accepted'])
  })

  it('and is heard no more where the connection goes again with no yes on its way', async () => {
    const sound = vi.fn()
    const page = await openWaiting(<ConsentNotice sound={sound} />)
    for (const _ of [1, 2, 3]) {
      await page.during(page.meeting.kill())
      await page.during(page.meeting.start())
      await page.advance(6_000)
      expect(screen.getByText(en.notSaved)).toBeVisible()
      expect(sound).toHaveBeenCalledTimes(2)
    }
  })

  it('when nobody can see the question any more', async () => {
    const page = await openWaiting()
    browser.isSeen = false
    await page.pass(10_000)
    browser.isSeen = true
    await page.pass(3_000)
    expect(await page.deeds()).toEqual(['notice.shown'])
    expect(screen.getByText(en.notSaved)).toBeVisible()
  })

  it('when another question is read', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    await page.turnOn('captions')
    await page.pass(700)
    await press(page, 'Include me')
    await press(page, 'AI captions')
    await page.pass(3_000)
    await press(page, 'AI summary')
    expect(screen.getByText(en.notSaved)).toBeVisible()
    await page.pass(3_000)
    expect(await page.deeds()).toEqual(['notice.shown', 'notice.shown'])
  })

  it('when a no came from another device', async () => {
    const page = await openWaiting(choices)
    let phone: typeof page.client | undefined
    void page.meeting.join('Bo').then((joined) => {
      phone = joined
    })
    while (phone === undefined) await page.pass(1)
    const { decline } = phone
    await act(async () => void decline('meeting-summary'))
    await page.pass(3_000)
    expect(await page.deeds()).not.toContain('consent.accepted')
  })

  it('and is not lost, but taken back, when the person says no themselves, however they do', async () => {
    const page = await openPage(choices)
    await page.turnOn()
    await page.during(page.client.decline('meeting-summary'))
    const noes = [
      () => press(page, 'Leave me out'),
      () => page.during(page.client.decline('meeting-summary')),
      () => press(page, 'Leave me out'),
    ]
    for (const no of noes) {
      if (screen.queryByRole('button', { name: 'Change' }) !== null) await press(page, 'Change')
      await page.pass(700)
      await press(page, 'Include me')
      expect(screen.getByText(/^One moment/)).toBeVisible()
      await no()
      await press(page, 'Change')
      expect(screen.getByRole('button', { name: 'Include me' })).toBeVisible()
      expect(screen.queryByText(en.notSaved)).toBeNull()
    }
    expect(await page.deeds()).not.toContain('consent.accepted')
  })

  it('when the choice beside it changed', async () => {
    const page = await openWaiting()
    await page.user.click(option())
    await page.pass(3_000)
    expect(await page.deeds()).toEqual(['notice.shown'])
    expect(option()).toBeChecked()
  })
})

it('a yes names the decision that was on the screen, so that a no on its way wins', async () => {
  const page = await openPage(<ConsentNotice />)
  const accept = vi.spyOn(page.client, 'accept')
  await page.turnOn()
  await page.pass(2_100)
  await press(page, 'Include me')
  expect(accept).toHaveBeenCalledExactlyOnceWith('meeting-summary', expect.objectContaining({ seen: 0 }))
})

describe('an optional ask', () => {
  it('is never switched on by a script', async () => {
    browser.isPerson = false
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    await page.pass(2_500)
    option().click()
    await page.pass(0)
    expect(option()).not.toBeChecked()
  })

  it('is not switched on by a click that was under way when the question came', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    fireEvent.click(option())
    expect(option()).not.toBeChecked()
    await page.pass(100)
    await page.user.click(option())
    expect(option()).not.toBeChecked()
  })

  it('is switched by its label too', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    await page.pass(700)
    await page.user.click(screen.getByText(/^Let Acme AI use/))
    expect(option()).toBeChecked()
    await page.user.click(screen.getByText(/^Let Acme AI use/))
    expect(option()).not.toBeChecked()
  })

  it('is off again once the question was answered', async () => {
    const page = await openPage(choices)
    await page.turnOn()
    await page.pass(2_100)
    await page.user.click(option())
    await press(page, 'Include me')
    await press(page, 'Stop including me')
    expect(page.client.permits('meeting-summary', 'improve')).toBe(false)
    await press(page, 'Change')
    expect(option()).not.toBeChecked()
  })
})

describe('in another language', () => {
  const i18n = createI18next({ lang: 'en', resources: { de } }) as unknown as i18next
  afterEach(async () => void (await i18n.changeLanguage('en')))
  /** A page on which the notice was seen for long enough in English, of texts that are registered in both. */
  async function openShown() {
    const sources = noticeSources({ features: [summary], texts: { en, de } })
    const texts = await Promise.all(sources.map((source) => toNoticeText(source, sha256)))
    const notices = mergeNotices({ v: 1, texts: [] }, texts)
    const page = await openPage(<ConsentNotice />, { features: [summary], notices, i18n })
    await page.turnOn()
    await page.pass(2_100)
    expect(await page.deeds()).toEqual(['notice.shown'])
    expect(screen.getByText(/^Question: include you/)).toBeInTheDocument()
    await act(async () => void (await i18n.changeLanguage('de')))
    expect(screen.getByText('', { selector: '.askfirst-announcement' })).toHaveAttribute('lang', 'de')
    return page
  }
  const accepted = async (page: Page) =>
    (await page.meeting.events()).flatMap((event) =>
      'notice' in event && event.participant === 'Bo' ? [`${event.type} ${event.notice.lang}`] : [],
    )

  it('a yes counts once the notice was seen in it', async () => {
    const page = await openShown()
    await page.pass(700)
    await press(page, 'Mich einbeziehen')
    expect(await accepted(page)).toEqual(['notice.shown en'])
    await page.pass(1_000)
    expect(await accepted(page)).toEqual(['notice.shown en'])
    await page.pass(500)
    expect(await accepted(page)).toEqual(['notice.shown en', 'notice.shown de', 'consent.accepted de'])
  })

  it('controls arm anew, and a yes that waits is dropped with the words that it was given to', async () => {
    const page = await openShown()
    await page.user.click(screen.getByRole('button', { name: 'Mich einbeziehen' }))
    await page.pass(700)
    await press(page, 'Mich einbeziehen')
    expect(screen.getByText(de.waitsForShown)).toBeVisible()
    await act(async () => void (await i18n.changeLanguage('en')))
    await page.pass(3_000)
    expect(await accepted(page)).toEqual(['notice.shown en'])
  })
})

describe('that a notice was shown', () => {
  it('is said again where the authority could not take it, and a yes that waited is given back', async () => {
    const page = await openPage(<ConsentNotice />)
    const rejection = { code: 'unavailable', message: '' } as const
    vi.spyOn(page.client, 'show').mockResolvedValueOnce({ ok: false, rejection })
    await page.turnOn()
    await page.pass(700)
    await press(page, 'Include me')
    await page.pass(1_500)
    expect(screen.getByText(/^Your yes could not be saved/)).toBeVisible()
    await page.pass(1_000)
    expect(await page.deeds()).toEqual(['notice.shown'])
    await press(page, 'Include me')
    expect(await page.deeds()).toEqual(['notice.shown', 'consent.accepted'])
    expect(screen.queryByText(/^Your yes could not be saved/)).toBeNull()
  })

  it('is nothing that a yes was given to, where none is needed and something may be used all the same', async () => {
    const page = await openPage(<ConsentNotice />, { features: [withPolicy(noticeOnly)] })
    const rejection = { code: 'unavailable', message: '' } as const
    vi.spyOn(page.client, 'show').mockResolvedValueOnce({ ok: false, rejection })
    await page.turnOn()
    await page.pass(700)
    await press(page, 'OK')
    await page.pass(1_500)
    expect(screen.getByText(en.turnOnFailed)).toBeVisible()
    expect(screen.queryByText(/your yes/i)).toBeNull()
  })

  it('takes that its words were in sight, not its controls alone', async () => {
    let isLeadSeen = false
    const page = await openPage(<ConsentNotice />)
    Object.assign(seam, {
      isInSight: (element: HTMLElement) => isLeadSeen || !element.matches('[data-askfirst="lead"]'),
    })
    await page.turnOn()
    await page.pass(4_000)
    expect(await page.deeds()).toEqual([])
    isLeadSeen = true
    await page.pass(300)
    isLeadSeen = false
    await page.pass(100)
    expect(await page.deeds()).toEqual(['notice.shown'])
  })
})
