import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { findViolations, openPage, summary } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { ConsentNotice } from './consent-notice.tsx'

const both = (
  <>
    <ConsentIndicator />
    <ConsentNotice />
  </>
)
const choices = () => screen.getByRole('dialog', { name: 'My choices' })
const choice = () => within(choices()).getByRole('region', { name: 'AI summary' })
type Page = Awaited<ReturnType<typeof openPage>>
const press = async (page: Page, name: string, inside: HTMLElement = document.body) => {
  await page.user.click(within(inside).getByRole('button', { name }))
  await page.pass(0)
}
const include = async (page: Page) => {
  await page.turnOn()
  await page.pass(2_100)
  await press(page, 'Include me')
}

describe('my choices', () => {
  it('closes with Esc, gives focus back, and answers nothing by that', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await press(page, 'My choices')
    expect(choices()).toBeVisible()
    await page.user.keyboard('{Escape}')
    await page.pass(0)
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.getByRole('button', { name: 'My choices' })).toHaveFocus()
    expect(await page.deeds()).toEqual([])
  })

  it('takes a yes back, and offers to erase only then', async () => {
    const page = await openPage(both)
    await include(page)
    await press(page, 'My choices')
    expect(within(choices()).queryByRole('button', { name: 'Erase what was captured' })).toBeNull()
    await press(page, 'Stop including me', choice())
    expect(choice()).toHaveTextContent('Left out')
    await press(page, 'Erase what was captured', choice())
    expect(choice()).toHaveTextContent('Acme AI: not confirmed yet')
    expect((await page.deeds()).slice(-2)).toEqual(['consent.withdrawn', 'erasure.requested'])
  })

  it('says when a processor has erased', async () => {
    const page = await openPage(both)
    await include(page)
    const worker = await page.during(page.meeting.worker({ processor: 'Acme AI', features: [summary] }))
    worker.onErase((duty) => worker.acknowledgeErasure(duty))
    await press(page, 'Stop including me')
    await press(page, 'My choices')
    await press(page, 'Erase what was captured', choice())
    await page.pass(0)
    expect(choice()).toHaveTextContent('Acme AI: erased')
  })

  it('lets who was left out be included later, with the same question and controls', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await page.pass(700)
    await press(page, 'Leave me out')
    await press(page, 'Change')
    expect(choice()).toHaveTextContent('Ana turned on AI summary.')
    const [yes, no] = ['Include me', 'Leave me out'].map((name) =>
      within(choice()).getByRole('button', { name }),
    )
    expect(yes?.parentElement).toBe(no?.parentElement)
    await page.pass(700)
    await press(page, 'Include me', choice())
    await page.pass(2_000)
    expect(choice()).toHaveTextContent('Included: your voice and your chat messages')
    expect(await page.deeds()).toEqual(['consent.declined', 'notice.shown', 'consent.accepted'])
  })

  it('has optional asks as switches that are off, and turns one on and off by itself', async () => {
    const page = await openPage(both)
    await include(page)
    await press(page, 'My choices')
    const option = () => within(choice()).getByRole('switch', { name: /^Let Acme AI use/ })
    expect(option()).not.toBeChecked()
    await page.pass(700)
    await page.user.click(option())
    await page.pass(0)
    expect(option()).toBeChecked()
    expect(page.client.permits('meeting-summary', 'improve')).toBe(true)
    await page.user.click(option())
    await page.pass(0)
    expect(option()).not.toBeChecked()
    expect(page.client.permits('meeting-summary', 'improve')).toBe(false)
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(true)
  })

  it('says who, where, how long, whether it trains, and what cannot be prevented', async () => {
    const page = await openPage(both)
    await include(page)
    await press(page, 'My choices')
    for (const fact of ['Acme AI (acme-large-3, EU)', 'For 30 days', 'Only if you switch it on']) {
      expect(choice()).toHaveTextContent(fact)
    }
    expect(choices()).toHaveTextContent('Your voice may still be heard through somebody else’s microphone')
    expect(await findViolations(choices())).toEqual([])
  })
})
