import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { findViolations, openPage } from '../tests/call-page.tsx'
import { ConsentNotice } from './consent-notice.tsx'
import { MyChoices } from './my-choices.tsx'
import { NoticeParts as Notice } from './notice-parts.tsx'

const question = (
  <>
    <Notice.Title />
    <Notice.Lead />
    <Notice.Accept />
    <Notice.Refuse />
  </>
)
const openTold = async (ui: React.ReactNode) => {
  const page = await openPage(ui)
  await page.turnOn()
  await page.pass(700)
  await page.user.click(screen.getByRole('button', { name: 'Leave me out' }))
  await page.turnOff()
  await page.turnOn()
  return page
}

it('a question is heard while a dialog is open', async () => {
  const page = await openPage(
    <>
      <ConsentNotice />
      <MyChoices open onOpenChange={() => {}} trigger={null} />
    </>,
  )
  expect(screen.getByRole('dialog')).toBeVisible()
  await page.turnOn()
  const said = screen.getByText('Question: include you in AI summary? Press F6 to answer.')
  expect(said.closest('[aria-hidden="true"]')).toBeNull()
})

describe('a region of its own making, where a no lasts', () => {
  it('is not there without a part that says so', async () => {
    await openTold(
      <Notice.Root>
        <Notice.Region style={{ display: 'block' }}>{question}</Notice.Region>
      </Notice.Root>,
    )
    expect(screen.queryByRole('region')).toBeNull()
    for (const section of document.querySelectorAll('section')) expect(section).not.toBeVisible()
  })

  it('is named by what it tells with one, wherever that stands', async () => {
    await openTold(
      <Notice.Root>
        <Notice.Region>
          {question}
          <div>
            <Notice.Told />
          </div>
        </Notice.Region>
      </Notice.Root>,
    )
    expect(screen.getByRole('region', { name: 'AI summary is on. You are still left out.' })).toBeVisible()
    expect(await findViolations()).toEqual([])
  })
})
