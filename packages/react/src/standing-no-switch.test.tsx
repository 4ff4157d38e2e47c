import { leaveMeOut } from '@askfirst/core'
import { act, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { captions, findViolations, openPage, orLeave, withPolicy } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { ConsentNotice } from './consent-notice.tsx'
import { createI18next } from './i18next.ts'
import { LobbyNotice } from './lobby-notice.tsx'
import { ar } from './text/ar.ts'

const all = (
  <>
    <LobbyNotice />
    <ConsentIndicator />
    <ConsentNotice />
  </>
)
type Page = Awaited<ReturnType<typeof openPage>>
const choices = () => screen.getByRole('dialog', { name: 'My choices' })
const standing = () => within(choices()).getByRole('switch', { name: 'Always say no here' })
const press = async (page: Page, name: string, inside: HTMLElement = document.body) => {
  await page.user.click(within(inside).getByRole('button', { name }))
  await page.pass(0)
}
/** What is read aloud. */
const said = () => screen.getAllByRole('status', { hidden: true }).map(({ textContent }) => textContent)
const LINE = 'AI summary is on. You are left out, because you always say no here.'
const line = () => screen.getByRole('region', { name: LINE })

/** As a page of somebody who always says no. */
async function alwaysNo(options: Parameters<typeof openPage>[1] = {}) {
  const page = await openPage(all, options)
  await act(async () => page.client.setStandingNo('on'))
  return page
}

describe('the switch', () => {
  it('is in my choices, is off, says what it does, and is on no first layer', async () => {
    const page = await openPage(all)
    await page.turnOn()
    expect(screen.queryByRole('switch', { name: 'Always say no here' })).toBeNull()
    await press(page, 'Details')
    expect(standing()).not.toBeChecked()
    expect(standing()).toHaveAccessibleDescription(/each new question of this app gets a no from you/)
    expect(await findViolations(choices())).toEqual([])
  })

  it('by keyboard, answers what is open at once, and is heard once', async () => {
    const page = await openPage(all)
    await page.turnOn()
    await press(page, 'Details')
    act(() => standing().focus())
    await page.user.keyboard(' ')
    await page.pass(0)
    expect(standing()).toBeChecked()
    expect(standing()).toHaveFocus()
    expect(await page.deeds()).toEqual(['consent.declined'])
    expect(said().filter((text) => text?.includes('AI summary'))).toEqual([LINE])
    await page.user.keyboard('{Enter}')
    await page.pass(0)
    expect(standing()).not.toBeChecked()
    await page.turnOff()
    await page.turnOn('captions')
    expect(
      screen.getByRole('region', { name: 'Include you in AI captions?', hidden: true }),
    ).toBeInTheDocument()
  })

  it('can be pressed by its words, and says where it is kept nowhere', async () => {
    const page = await openPage(all)
    await press(page, 'My choices')
    await page.user.click(within(choices()).getByText('Always say no here'))
    await page.pass(0)
    expect(standing()).toBeChecked()
    expect(choices()).toHaveTextContent('This device cannot keep it')
    expect(await findViolations(choices())).toEqual([])
  })

  it('is of a person: a room is not offered it', async () => {
    const page = await openPage(all, { as: { kind: 'room', indicator: false } })
    await press(page, 'My choices')
    expect(within(choices()).queryByRole('switch')).toBeNull()
  })
})

describe('who always says no', () => {
  it('sees a quiet line and no question, hears it once, and goes on typing', async () => {
    const page = await alwaysNo()
    const chat = screen.getByRole('textbox', { name: 'Chat' })
    await page.user.type(chat, 'hello')
    await page.turnOn()
    expect(line()).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Include me' })).toBeNull()
    expect(chat).toHaveFocus()
    expect(said().filter((text) => text?.includes('AI summary'))).toEqual([LINE])
    expect(
      within(line())
        .getAllByRole('button')
        .map(({ textContent }) => textContent),
    ).toEqual(['Change', 'Close'])
    expect(await page.deeds()).toEqual(['consent.declined'])
    expect(await findViolations()).toEqual([])
  })

  it('changes: says yes to this one, which stays, and may switch it off in the same place', async () => {
    const page = await alwaysNo()
    await page.turnOn()
    await press(page, 'Change', line())
    const question = within(choices()).getByRole('region', { name: 'AI summary' })
    await page.pass(700)
    await press(page, 'Include me', question)
    await page.pass(2_100)
    expect(question).toHaveTextContent('Included: your voice and your chat messages')
    expect(standing()).toBeChecked()
    await page.user.click(standing())
    await page.user.keyboard('{Escape}')
    await page.pass(2_000)
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(true)
    expect(screen.queryByText(LINE)).toBeNull()
    await page.turnOn('captions')
    expect(screen.getByRole('region', { name: 'Include you in AI captions?' })).toBeVisible()
  })

  it('closes the line; the indicator goes on saying it', async () => {
    const page = await alwaysNo()
    await page.turnOn()
    await press(page, 'Close', line())
    expect(screen.queryByText(LINE)).toBeNull()
    expect(screen.getByRole('region', { name: 'AI in this call' })).toHaveTextContent('Left out')
  })

  it('in the lobby, is told so there, with the way to change it', async () => {
    const page = await alwaysNo({ as: { place: 'lobby', indicator: false } })
    await page.turnOn()
    expect(line()).toBeVisible()
    expect(screen.queryByText(/Your answer to AI summary/)).toBeNull()
    await press(page, 'Change', line())
    expect(standing()).toBeChecked()
  })

  it('where no means leaving, is asked', async () => {
    const page = await alwaysNo({ features: [orLeave] })
    await page.turnOn()
    expect(screen.getByRole('button', { name: 'Leave the call' })).toBeVisible()
    expect(await page.deeds()).toEqual([])
  })

  it('where one no ends it for everyone, is told what their no did', async () => {
    const page = await alwaysNo({ features: [withPolicy({ ...leaveMeOut, decline: 'stop' }), captions] })
    await page.turnOn()
    const told = 'AI summary ended for everyone, because you always say no here.'
    expect(screen.getByRole('region', { name: told })).toBeVisible()
    expect(said().filter((text) => text?.includes('AI summary'))).toEqual([told])
    await press(page, 'Change')
    expect(standing()).toBeChecked()
  })

  it('in Arabic, from the right, in words of that language', async () => {
    const page = await alwaysNo({ i18n: createI18next({ lang: 'ar', resources: { ar } }) })
    await page.turnOn()
    const told = screen.getByRole('region', { name: /لأن إجابتك هنا الرفض دائمًا/ })
    expect(told).toHaveAttribute('dir', 'rtl')
    expect(told.textContent).not.toMatch(/[a-z]{3}/i)
  })
})
