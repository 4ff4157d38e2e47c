import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { openPage } from '../tests/call-page.tsx'
import { ConsentNotice } from './consent-notice.tsx'

const place = (element: Element, top: number, height: number): void => {
  element.getBoundingClientRect = () => new DOMRect(0, top, 300, height)
}

it('gives way to what opens under the notice after it came', async () => {
  const page = await openPage(
    <>
      <p data-askfirst-keep-clear="">Captions</p>
      <ConsentNotice />
    </>,
  )
  const captions = screen.getByText('Captions')
  place(captions, 0, 0)
  await page.turnOn()
  const notice = screen.getByRole('region', { name: 'Include you in AI summary?' })
  notice.getBoundingClientRect = () =>
    new DOMRect(0, notice.dataset.edge === 'start' ? 0 : innerHeight - 200, 300, 200)
  await page.pass(1_000)
  expect(notice).toHaveAttribute('data-edge', 'end')
  place(captions, innerHeight - 50, 50)
  await page.pass(1_000)
  expect(notice).toHaveAttribute('data-edge', 'start')
  await page.pass(3_000)
  expect(notice).toHaveAttribute('data-edge', 'start')
})
