import { act, fireEvent, screen, within } from '@testing-library/react'
import type { i18n as i18next } from 'i18next'
import { describe, expect, it, vi } from 'vitest'
import { browser, openPage, type PageOptions } from '../tests/call-page.tsx'
import { HostFeatures } from './host-features.tsx'
import { createI18next } from './i18next.ts'
import { de } from './text/de.ts'

const control = (name: string) => screen.getByRole('button', { name })
const openPreview = async (options: PageOptions = {}) => {
  const page = await openPage(<HostFeatures />, { ...options, as: { role: 'cohost', indicator: true } })
  await page.user.click(control('Turn on AI summary'))
  await page.pass(700)
  return page
}

it('is opened once by a key that is held, which does not close it again', async () => {
  const page = await openPage(<HostFeatures />, { as: { role: 'cohost', indicator: true } })
  const held = { key: 'Enter', repeat: true }
  expect(fireEvent.keyDown(control('Turn on AI summary'), { key: 'Enter' })).toBe(true)
  expect(fireEvent.keyDown(control('Turn on AI summary'), held)).toBe(false)
  await page.user.click(control('Turn on AI summary'))
  await page.pass(0)
  expect(fireEvent.keyDown(control('Close'), held)).toBe(false)
  expect(fireEvent.keyDown(control('Close'), { key: 'Enter' })).toBe(true)
})

it('says that it is on its way until it is there', async () => {
  const page = await openPage(<HostFeatures />, { as: { role: 'cohost', indicator: true } })
  fireEvent.click(control('Turn on AI summary'))
  expect(screen.getByText('Loading…')).toHaveAttribute('role', 'status')
  await page.pass(0)
  expect(screen.getByRole('dialog', { name: 'Turn on AI summary?' })).toBeVisible()
  expect(screen.queryByText('Loading…')).toBeNull()
})

describe('the own answer of who turns it on', () => {
  it('is no when a no follows a yes that is still on its way', async () => {
    const page = await openPreview()
    fireEvent.click(control('Turn on, include me'))
    fireEvent.click(control('Turn on, leave me out'))
    await page.pass(0)
    expect((await page.deeds()).at(-1)).toBe('consent.declined')
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(false)
    expect(control('Turn off AI summary')).toBeVisible()
  })

  it('is sent once, however often yes is pressed', async () => {
    const page = await openPreview()
    const enable = vi.spyOn(page.client, 'enable')
    fireEvent.click(control('Turn on, include me'))
    fireEvent.click(control('Turn on, include me'))
    await page.pass(0)
    expect(enable).toHaveBeenCalledOnce()
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(true)
  })

  it('tells who was not the first, and is still there', async () => {
    const page = await openPreview()
    await page.turnOn()
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByRole('status')).toHaveTextContent('Ana turned on AI summary.')
    const yes = dialog.getByRole('button', { name: 'Turn on, include me' })
    expect(yes).toHaveAttribute('aria-disabled', 'true')
    await page.user.click(yes)
    await page.pass(0)
    expect(await page.deeds()).toEqual([])
    await page.user.click(dialog.getByRole('button', { name: 'Turn on, leave me out' }))
    await page.pass(0)
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(await page.deeds()).toEqual(['consent.declined'])
    expect(control('Turn off AI summary')).toHaveFocus()
  })

  it('keeps a no that was sent with turning on, where another host was first', async () => {
    const page = await openPreview()
    const enable = vi.spyOn(page.client, 'enable')
    const rejection = { code: 'already-on', message: '' } as const
    enable.mockImplementationOnce(async () => {
      await page.host.enable('meeting-summary', { answer: 'accept' })
      return { ok: false, rejection }
    })
    await page.user.click(control('Turn on, leave me out'))
    await page.pass(0)
    expect(screen.getByRole('dialog')).toHaveTextContent('Ana turned on AI summary.')
    expect(await page.deeds()).toEqual(['consent.declined'])
  })

  it('counts once the words were seen in the language that they are in now', async () => {
    const i18n = createI18next({ lang: 'en', resources: { de } }) as unknown as i18next
    const page = await openPreview({ i18n })
    await act(async () => void (await i18n.changeLanguage('de')))
    await page.user.click(control(de.turnOnIncludeMe))
    await page.pass(700)
    expect(await page.deeds()).toEqual([])
    await page.user.click(control(de.turnOnIncludeMe))
    await page.pass(0)
    expect(await page.deeds()).toContain('consent.accepted')
  })

  it('has no optional ask that a script switched on', async () => {
    await openPreview()
    browser.isPerson = false
    const option = within(screen.getByRole('dialog')).getByRole('switch')
    fireEvent.click(option)
    expect(option).not.toBeChecked()
    browser.isPerson = true
    fireEvent.click(option)
    expect(option).toBeChecked()
  })
})
