import { act, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openPage } from '../tests/call-page.tsx'
import { ConsentNotice } from './consent-notice.tsx'

/** Where the browser would have laid out an element; jsdom lays out nothing. */
let leftOf = (_: Element): number => 0
const openLaidOut = async () => {
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    return { left: leftOf(this), top: 0, right: 0, bottom: 0, width: 0, height: 0 } as DOMRect
  })
  const page = await openPage(
    <>
      <section aria-label="Tile" />
      <ConsentNotice />
    </>,
  )
  await page.turnOn()
  await page.pass(700)
  return page
}
const refuse = () => screen.getByRole('button', { name: 'Leave me out' })
const expectArmsAnew = async (page: Awaited<ReturnType<typeof openLaidOut>>) => {
  await page.user.click(refuse())
  await page.pass(300)
  await page.user.click(refuse())
  await page.pass(0)
  expect(await page.deeds()).toEqual([])
  await page.pass(700)
  await page.user.click(refuse())
  await page.pass(0)
  expect((await page.deeds()).at(-1)).toBe('consent.declined')
}
afterEach(() => {
  leftOf = () => 0
  vi.restoreAllMocks()
  Reflect.deleteProperty(document, 'fullscreenElement')
})

describe('controls arm anew', () => {
  it('when they moved', async () => {
    const page = await openLaidOut()
    leftOf = () => 336
    await expectArmsAnew(page)
  })

  it('when they changed sides', async () => {
    const page = await openLaidOut()
    leftOf = (element) => (element.matches('[data-askfirst="accept"]') ? 200 : 0)
    await expectArmsAnew(page)
  })

  it('when they are other elements in full screen', async () => {
    const page = await openLaidOut()
    Object.defineProperty(document, 'fullscreenElement', {
      value: screen.getByRole('region', { name: 'Tile' }),
      configurable: true,
    })
    await act(async () => void document.dispatchEvent(new Event('fullscreenchange')))
    expect(screen.getByRole('region', { name: 'Tile' })).toContainElement(refuse())
    await expectArmsAnew(page)
  })

  it('but not when they are within the reach of a finger', async () => {
    const page = await openLaidOut()
    leftOf = () => 3
    await page.user.click(refuse())
    await page.pass(0)
    expect(await page.deeds()).toEqual(['consent.declined'])
  })
})
