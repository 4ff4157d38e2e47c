import { fireEvent, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { openPage, summary } from '../tests/call-page.tsx'
import { MyChoices } from './my-choices.tsx'

const two = {
  ...summary,
  asks: { ...summary.asks, identify: { purpose: 'identify-speakers', data: ['audio'] } },
} as const
const names = [/to train AI models/, /to tell speakers apart/] as const
const option = (name: RegExp) => screen.getByRole('switch', { name })

/** A page of somebody who is included, with or without the optional asks. */
const openIncluded = async (asks: readonly RegExp[]) => {
  const choices = <MyChoices open onOpenChange={() => {}} trigger={null} />
  const page = await openPage(choices, { features: [two], as: { indicator: true } })
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
  const page = await openIncluded([])
  const rejection = { code: 'stale-decision', message: '' } as const
  const accept = vi.spyOn(page.client, 'accept').mockResolvedValueOnce({ ok: false, rejection })
  const [train] = names
  fireEvent.click(option(train))
  fireEvent.click(option(train))
  await page.pass(0)
  expect(accept).toHaveBeenCalledExactlyOnceWith('meeting-summary', expect.objectContaining({ seen: 1 }))
  expect(option(train)).not.toBeChecked()
  expect(screen.getByText('That did not work. Please try again.')).toBeVisible()
})
