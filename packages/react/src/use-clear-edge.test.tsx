import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { openPage } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { ConsentNotice } from './consent-notice.tsx'

const place = (element: Element, top: number, height: number): void => {
  element.getBoundingClientRect = () => new DOMRect(0, top, 300, height)
}

/** As high as a notice is, at the edge that it has chosen. */
const stand = (notice: HTMLElement): void => {
  notice.getBoundingClientRect = () =>
    new DOMRect(0, notice.dataset.edge === 'start' ? 0 : innerHeight - 200, 300, 200)
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
  stand(notice)
  await page.pass(1_000)
  expect(notice).toHaveAttribute('data-edge', 'end')
  place(captions, innerHeight - 50, 50)
  await page.pass(1_000)
  expect(notice).toHaveAttribute('data-edge', 'start')
  await page.pass(3_000)
  expect(notice).toHaveAttribute('data-edge', 'start')
})

it('leaves the lasting sign in sight, where the app has put it below', async () => {
  const page = await openPage(
    <>
      <ConsentIndicator />
      <ConsentNotice />
    </>,
  )
  place(screen.getByRole('region', { name: 'AI in this call' }), innerHeight - 60, 60)
  await page.turnOn()
  const notice = screen.getByRole('region', { name: 'Include you in AI summary?' })
  stand(notice)
  await page.pass(1_000)
  expect(notice).toHaveAttribute('data-edge', 'start')
})
