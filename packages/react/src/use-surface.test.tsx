import { act, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { openPage } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { ConsentNotice } from './consent-notice.tsx'

/** What a browser does when an element fills the screen; jsdom has no screen. */
const fill = async (element: Element | null): Promise<void> => {
  Object.defineProperty(document, 'fullscreenElement', { value: element, configurable: true })
  await act(async () => void document.dispatchEvent(new Event('fullscreenchange')))
}
afterEach(() => Reflect.deleteProperty(document, 'fullscreenElement'))

const both = (
  <>
    <section aria-label="Tile" />
    <video title="Slides" muted />
    <ConsentIndicator />
    <ConsentNotice />
  </>
)

describe('while something fills the screen', () => {
  it('notice and indicator go into it, and come back, without a gate closing', async () => {
    const page = await openPage(both)
    await page.turnOn()
    const changes: string[] = []
    await page.pass(2_100)
    await page.user.click(screen.getByRole('button', { name: 'Include me' }))
    await page.pass(0)
    page.client.onGate(({ ask, open }) => changes.push(`${ask} ${open}`))
    await page.turnOn('captions')
    const tile = screen.getByRole('region', { name: 'Tile' })
    await fill(tile)
    await page.pass(0)
    expect(within(tile).getByRole('region', { name: 'Include you in AI captions?' })).toBeVisible()
    expect(within(tile).getByRole('button', { name: 'Stop including me' })).toBeVisible()
    await fill(null)
    await page.pass(0)
    expect(tile).toBeEmptyDOMElement()
    expect(screen.getByRole('region', { name: 'Include you in AI captions?' })).toBeVisible()
    expect(changes).toEqual([])
  })

  it('over a video they say how to get at their controls', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await fill(screen.getByTitle('Slides'))
    await page.pass(0)
    // jsdom has no top layer, and counts what would be in it as hidden.
    const [notice] = screen
      .getAllByRole('region', { hidden: true })
      .filter((region) => within(region).queryByText('Include you in AI summary?'))
    expect(notice).toHaveAttribute('popover', 'manual')
    expect(notice).toHaveTextContent('leave full screen with Esc')
  })
})
