import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { findViolations, openPage, summary } from '../tests/call-page.tsx'
import { ChoiceParts as Choice } from './choice-parts.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'

const settings = (
  <>
    <ConsentIndicator />
    <h2>Settings</h2>
    <Choice.Root feature="meeting-summary">
      <Choice.Region>
        <Choice.Title />
        <Choice.Text />
        <Choice.Stop />
        <Choice.Erase />
      </Choice.Region>
    </Choice.Root>
  </>
)

it('leaves focus in its section when the control that had it is gone, in a page of the app’s own', async () => {
  const page = await openPage(settings, { features: [summary] })
  await page.turnOn()
  await page.during(page.client.show('meeting-summary', { visibleMs: 2_000, lang: 'en' }))
  await page.during(page.client.accept('meeting-summary'))
  const section = screen.getByRole('region', { name: 'AI summary' })
  within(section).getByRole('button', { name: 'Stop including me' }).focus()
  await page.user.keyboard('{Enter}')
  await page.pass(0)
  expect(section).toHaveTextContent('Left out')
  expect(section).toHaveFocus()
  await page.user.tab()
  expect(screen.getByRole('button', { name: 'Erase what was captured' })).toHaveFocus()
  expect(await findViolations()).toEqual([])
})
