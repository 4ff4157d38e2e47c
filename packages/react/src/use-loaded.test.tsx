import { screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, it, vi } from 'vitest'
import { openPage } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { ConsentNotice } from './consent-notice.tsx'
import { useLoaded } from './use-loaded.ts'

const Part = () => <p>Here</p>

/** Something that is lazily loaded, below the lasting indicator of the same page. */
function Opener({ load }: { load: () => Promise<typeof Part> }) {
  const [isWanted, setWanted] = useState(false)
  const Loaded = useLoaded(load, isWanted ? 'now' : 'ahead')
  return (
    <>
      <button type="button" onClick={() => setWanted(true)}>
        Open
      </button>
      {isWanted && Loaded && <Loaded />}
    </>
  )
}

it('what cannot be loaded takes nothing along, and comes once it can', async () => {
  let isServed = false
  const load = vi.fn(async () => {
    if (!isServed) throw new TypeError('Failed to fetch dynamically imported module')
    return Part
  })
  const page = await openPage(
    <>
      <ConsentIndicator />
      <ConsentNotice />
      <Opener load={load} />
    </>,
  )
  await page.pass(1_500)
  expect(load).toHaveBeenCalled()
  await page.user.click(screen.getByRole('button', { name: 'Open' }))
  await page.pass(100)
  expect(screen.queryByText('Here')).toBeNull()
  expect(screen.getByRole('region', { name: 'AI in this call' })).toBeVisible()
  isServed = true
  await page.pass(2_000)
  expect(screen.getByText('Here')).toBeVisible()
})

it('is loaded ahead, so that it opens when the server is gone by then', async () => {
  const load = vi.fn(async () => Part)
  const page = await openPage(<Opener load={load} />)
  await page.pass(1_500)
  load.mockRejectedValue(new TypeError('Failed to fetch dynamically imported module'))
  await page.user.click(screen.getByRole('button', { name: 'Open' }))
  expect(screen.getByText('Here')).toBeVisible()
})
