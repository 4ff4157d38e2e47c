import { act, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { mountConsent } from '../../../docs/snippets/mount-consent.ts'
import { openPage } from './call-page.tsx'

// What the docs show for pages of Vue, Svelte or no framework.

it('what asks stands in an element of any page, and captures nobody once it is taken away', async () => {
  const page = await openPage(null)
  const element = document.body.appendChild(document.createElement('div'))
  const unmount = await act(async () => mountConsent(page.client, element))
  await page.turnOn()
  await page.pass(2_100)
  await page.user.click(screen.getByRole('button', { name: 'Include me' }))
  await page.pass(0)
  expect(screen.getByRole('region', { name: 'AI in this call' })).toHaveTextContent('Included')
  expect(page.client.permits('meeting-summary', 'summarise')).toBe(true)
  await act(async () => unmount())
  await page.pass(0)
  expect(element).toBeEmptyDOMElement()
  expect(page.client.permits('meeting-summary', 'summarise')).toBe(false)
  element.remove()
})
