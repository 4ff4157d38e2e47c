import { act, screen, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { findViolations, openPage, orLeave } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { ConsentNotice } from './consent-notice.tsx'
import { LobbyNotice } from './lobby-notice.tsx'
import { MyChoices } from './my-choices.tsx'

const all = (
  <>
    <LobbyNotice />
    <ConsentIndicator />
    <ConsentNotice />
  </>
)
const inLobby = { as: { place: 'lobby', indicator: false } } as const

describe('the notice in the lobby', () => {
  it('asks the same question with the same controls in the same order, once', async () => {
    const page = await openPage(all, inLobby)
    await page.turnOn()
    const notice = screen.getByRole('region', { name: 'Include you in AI summary?' })
    const names = within(notice)
      .getAllByRole('button')
      .map(({ textContent }) => textContent)
    expect(names).toEqual(['Include me', 'Leave me out', 'Later', 'Details'])
    expect(await findViolations()).toEqual([])
  })

  it('is come to by the key that the app names', async () => {
    const page = await openPage(<LobbyNotice shortcut="F8" />, inLobby)
    await page.turnOn()
    expect(screen.getByText(/Press F8 to answer/)).toBeInTheDocument()
    await page.user.keyboard('{F8}')
    expect(screen.getByRole('region', { name: 'Include you in AI summary?' })).toHaveFocus()
  })

  it('takes an answer that counts from joining', async () => {
    const page = await openPage(all, inLobby)
    await page.turnOn()
    await page.pass(2_100)
    await page.user.click(screen.getByRole('button', { name: 'Include me' }))
    await page.pass(0)
    expect(
      screen.getByText('Your answer to AI summary: Include me. It counts from when you join.'),
    ).toBeVisible()
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(false)
    await act(async () => page.client.enter('call'))
    await page.pass(0)
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(true)
    expect(screen.queryByText(/It counts from when you join/)).toBeNull()
    const events = await page.meeting.events()
    expect(events.filter(({ type }) => type === 'consent.accepted').slice(1)).toEqual([
      expect.objectContaining({ participant: 'Bo', method: 'lobby' }),
    ])
  })

  it('says a quick no back', async () => {
    const page = await openPage(all, inLobby)
    await page.turnOn()
    await page.pass(700)
    await page.user.click(screen.getByRole('button', { name: 'Leave me out' }))
    await page.pass(0)
    expect(screen.getByText(/Your answer to AI summary: Leave me out/)).toBeVisible()
  })

  it('calls a no that means leaving by what it does before the call, in my choices as well', async () => {
    const leave = vi.fn(async () => {})
    const lobby = (
      <>
        {all}
        <MyChoices />
      </>
    )
    const page = await openPage(lobby, {
      features: [orLeave],
      as: { ...inLobby.as, call: { leave } },
    })
    await page.turnOn()
    await page.pass(2_100)
    expect(screen.getByRole('button', { name: 'Do not join' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Leave the call' })).toBeNull()
    await page.user.click(screen.getByRole('button', { name: 'Include me' }))
    await page.pass(0)
    await page.user.click(screen.getByRole('button', { name: 'My choices' }))
    await page.pass(0)
    await page.user.click(await screen.findByRole('button', { name: 'Do not join' }))
    await page.pass(0)
    expect(leave).toHaveBeenCalledOnce()
    expect(page.client.store.getState().place).toBe('out')
  })

  it('says after a no that meant leaving that it lasts, and not that it leaves the call that is joined', async () => {
    const page = await openPage(all, { ...inLobby, features: [orLeave] })
    await page.turnOn()
    await page.pass(2_100)
    await page.user.click(screen.getByRole('button', { name: 'Include me' }))
    await page.during(page.client.withdraw('meeting-summary'))
    expect(screen.getByText('AI summary is on. You are still left out.')).toBeVisible()
    expect(screen.getByRole('button', { name: 'Change' })).toBeVisible()
    expect(screen.queryByText(/It counts from when you join/)).toBeNull()
  })

  it('says before joining that a bot is there, and that nothing is used without a connection', async () => {
    const page = await openPage(all, inLobby)
    const app = page.meeting.app()
    await page.during(app.reportRoster(['Ana', 'Cy', { participant: 'Tape', kind: 'recorder' }]))
    expect(screen.getByText('Also here: Tape (recorder).')).toBeVisible()
    await page.turnOn()
    await page.during(page.meeting.kill())
    expect(screen.queryByRole('region', { name: 'Include you in AI summary?' })).toBeNull()
    expect(screen.queryByText(/Tape/)).toBeNull()
    expect(screen.getByText('Not known if anything of you is used · no connection')).toBeVisible()
    await page.advance(21_000)
    expect(screen.getByText('Nothing of you is used · no connection')).toBeVisible()
    expect(await findViolations()).toEqual([])
  })

  it('leaves focus on the answer, and never on the body', async () => {
    const page = await openPage(all, inLobby)
    await page.turnOn()
    await page.pass(700)
    await page.user.keyboard('{F6}')
    while (document.activeElement?.textContent !== 'Later') await page.user.tab()
    await page.user.keyboard('{Enter}')
    await page.pass(0)
    expect(screen.getByRole('button', { name: 'Change' })).toHaveFocus()
  })

  it('leaves focus where the app says when nothing of it is left', async () => {
    const heading = (
      <h2 tabIndex={-1} data-askfirst-home="last">
        Ready?
      </h2>
    )
    const page = await openPage(
      <>
        {heading}
        {all}
      </>,
      inLobby,
    )
    await page.turnOn()
    await page.user.keyboard('{F6}')
    await page.turnOff()
    expect(screen.getByRole('heading', { name: 'Ready?' })).toHaveFocus()
  })
})
