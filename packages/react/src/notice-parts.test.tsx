import { leaveMeOut } from '@askfirst/core'
import { screen, within } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { describe, expect, it, onTestFinished } from 'vitest'
import { captions, findViolations, notes, openPage, summary } from '../tests/call-page.tsx'
import { ConsentNotice } from './consent-notice.tsx'
import { ConsentProvider } from './context.tsx'
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
const openTold = async (ui: ReactNode) => {
  const page = await openPage(ui)
  await page.turnOn()
  await page.pass(700)
  await page.user.click(screen.getByRole('button', { name: 'Leave me out' }))
  await page.turnOff()
  await page.turnOn()
  return page
}

const heard = () => screen.getAllByRole('status').map(({ textContent }) => textContent)

it('a question is heard while a dialog is open, which no key leads out of, and is out of reach until then', async () => {
  const withDialog = (open: boolean) => (
    <>
      <ConsentNotice />
      <MyChoices open={open} onOpenChange={() => {}} trigger={null} />
    </>
  )
  const page = await openPage(withDialog(true))
  expect(screen.getByRole('dialog')).toBeVisible()
  await page.turnOn()
  expect(heard()).toContain('Include you in AI summary?')
  const region = () => screen.getByRole('region', { name: 'Include you in AI summary?', hidden: true })
  expect(region().inert).toBe(true)
  page.view.rerender(<ConsentProvider client={page.client}>{withDialog(false)}</ConsentProvider>)
  await page.pass(0)
  expect(region().inert).toBe(false)
})

it('a question in another window stays within reach of a dialog in this one, and not of one in its own', async () => {
  const frame = document.body.appendChild(document.createElement('iframe'))
  onTestFinished(() => frame.remove())
  const there = (frame.contentDocument as Document).body
  const inside = within(there)
  const region = () => there.querySelector<HTMLElement>('section.askfirst')
  const choices = <MyChoices open onOpenChange={() => {}} trigger={null} />
  const notice = createPortal(<ConsentNotice />, there)
  const page = await openPage(
    <>
      {choices}
      {notice}
    </>,
  )
  const show = async (ui: ReactNode) => {
    page.view.rerender(<ConsentProvider client={page.client}>{ui}</ConsentProvider>)
    await page.pass(0)
  }
  expect(screen.getByRole('dialog')).toBeVisible()
  await page.turnOn()
  expect(region()?.inert).toBe(false)
  await show(
    <>
      {createPortal(choices, there)}
      {notice}
    </>,
  )
  expect(inside.getByRole('dialog', { hidden: true })).toBeInTheDocument()
  expect(region()?.inert).toBe(true)
})

it('a question that comes while another one is read is heard without the key, which leads to that one', async () => {
  const page = await openPage(<ConsentNotice />, { features: [summary, captions] })
  await page.turnOn('meeting-summary')
  expect(heard()).toContain('Question: include you in AI summary? Press F6 to answer.')
  await page.advance(3_000)
  await page.turnOn('captions')
  expect(heard()).toContain('Include you in AI captions?')
  await page.user.keyboard('{F6}')
  expect(screen.getByRole('region', { name: 'Include you in AI summary?' })).toHaveFocus()
})

it('puts the newest question on top of those that were open already, and the others by age behind it', async () => {
  const forAll = { ...notes, policy: leaveMeOut }
  const page = await openPage(null, { features: [summary, captions, forAll] })
  for (const feature of ['notes', 'meeting-summary', 'captions']) {
    await page.turnOn(feature)
    await page.advance(1_000)
  }
  page.view.rerender(<ConsentNotice client={page.client} />)
  await page.pass(0)
  const notice = within(screen.getByRole('region', { name: 'Include you in AI captions?' }))
  const others = notice.getAllByRole('button', { name: /^AI / })
  expect(others.map(({ textContent }) => textContent)).toEqual(['AI summary', 'AI notes'])
})

describe('a region of its own making, where a no lasts', () => {
  it('is not there without a part that says so', async () => {
    await openTold(
      <Notice.Root>
        <Notice.Region title="The app’s" style={{ display: 'block' }}>
          {question}
        </Notice.Region>
      </Notice.Root>,
    )
    expect(screen.queryByRole('region')).toBeNull()
    expect(screen.getByTitle('The app’s')).not.toBeVisible()
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

describe('closing what is told keeps focus off the body', () => {
  const tell = async (page: Awaited<ReturnType<typeof openPage>>, feature: string) => {
    await page.turnOn(feature)
    await page.pass(700)
    await page.user.click(screen.getByRole('button', { name: 'Leave me out' }))
    await page.turnOff(feature)
  }
  const chat = () => screen.getByRole('textbox', { name: 'Chat' })
  const region = (name: RegExp) => screen.getByRole('region', { name })

  it('beside an open question, and answers nothing by that', async () => {
    const page = await openPage(<ConsentNotice />)
    await tell(page, 'captions')
    await page.turnOn('captions')
    await page.turnOn()
    await page.user.click(screen.getByRole('button', { name: 'Close' }))
    await page.pass(0)
    expect(screen.queryByRole('button', { name: 'Close' })).toBeNull()
    expect(region(/Include you in AI summary/)).toHaveFocus()
    await page.user.keyboard('{Enter}')
    expect(await page.deeds()).toEqual(['consent.declined'])
  })

  it('with another line left, and gives it back with the last', async () => {
    const page = await openPage(<ConsentNotice />)
    await tell(page, 'captions')
    await tell(page, 'meeting-summary')
    await page.user.click(chat())
    await page.turnOn('captions')
    await page.turnOn()
    await page.user.click(screen.getAllByRole('button', { name: 'Close' })[0] as HTMLElement)
    await page.pass(0)
    expect(region(/You are still left out/)).toHaveFocus()
    await page.user.click(screen.getByRole('button', { name: 'Close' }))
    await page.pass(0)
    expect(chat()).toHaveFocus()
  })
})
