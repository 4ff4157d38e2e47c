import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { browser, openPage } from '../tests/call-page.tsx'
import { HostFeatures } from './host-features.tsx'

const control = (name: string) => screen.getByRole('button', { name })
const openPreview = async () => {
  const page = await openPage(<HostFeatures />, { as: { role: 'cohost', indicator: true } })
  await page.user.click(control('Turn on AI summary'))
  await page.pass(700)
  return page
}

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
