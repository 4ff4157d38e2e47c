import { memoryLedger } from '@askfirst/core/authority'
import { failingLedger } from '@askfirst/testing'
import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { findViolations, openPage, orLeave, summary, withPolicy } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { ConsentNotice } from './consent-notice.tsx'
import { HostFeatures } from './host-features.tsx'

const asHost = { as: { role: 'cohost', indicator: true } } as const
const preview = () => screen.getByRole('dialog', { name: 'Turn on AI summary?' })
type Page = Awaited<ReturnType<typeof openPage>>
const press = async (page: Page, name: string) => {
  await page.user.click(screen.getByRole('button', { name }))
  await page.pass(700)
}

describe('host features', () => {
  it('are for hosts only', async () => {
    await openPage(<HostFeatures />)
    expect(screen.queryByRole('region', { name: 'AI features' })).toBeNull()
  })

  it('shows what everybody will be asked, word for word, before it is turned on', async () => {
    const page = await openPage(<HostFeatures />, asHost)
    await press(page, 'Turn on AI summary')
    expect(await page.deeds()).toEqual([])
    const previewed = within(preview()).getByRole('region', { name: 'What everyone will see' })
    const said = ['heading', 'paragraph', 'definition', 'listitem']
      .flatMap((role) => within(previewed).getAllByRole(role))
      .map(({ textContent }) => textContent ?? '')
    page.view.unmount()
    const guest = await openPage(<ConsentNotice />)
    await guest.turnOn()
    const notice = screen.getByRole('region', { name: 'Include you in AI summary?' }).textContent ?? ''
    // Another host turned it on here, and the preview does not know yet who else will be there.
    const fixed = said
      .flatMap((words) => (words === 'Include me Leave me out' ? ['Include me', 'Leave me out'] : [words]))
      .filter((words) => !words.includes(' turned on AI summary.') && !words.startsWith('Nothing of you'))
    expect(fixed.length).toBeGreaterThan(5)
    for (const words of fixed) expect(notice).toContain(words)
  })

  it.each([
    ['Turn on, include me', 'consent.accepted'],
    ['Turn on, leave me out', 'consent.declined'],
  ])('takes the own answer along: %s', async (name, event) => {
    const page = await openPage(<HostFeatures />, asHost)
    await press(page, 'Turn on AI summary')
    expect(within(preview()).getByRole('switch')).not.toBeChecked()
    await press(page, name)
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(await page.deeds()).toEqual(['notice.shown', event])
    expect(screen.getByRole('button', { name: 'Turn off AI summary' })).toHaveFocus()
    await press(page, 'Turn off AI summary')
    expect(screen.getByRole('button', { name: 'Turn on AI summary' })).toBeVisible()
  })

  it('say why nothing can be turned on that the authority has otherwise', async () => {
    const otherwise = { ...summary, retention: { days: 90 } }
    await openPage(<HostFeatures />, { as: { ...asHost.as, features: [otherwise] } })
    const row = screen.getByRole('listitem')
    expect(row).toHaveTextContent('Not included · please reload this page')
    expect(within(row).getByRole('button', { name: 'Turn on AI summary' })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
  })

  it('say that it is not closed yet, where who enforces it could not close it', async () => {
    const page = await openPage(
      <>
        <HostFeatures />
        <ConsentIndicator />
      </>,
      { ...asHost, features: [summary] },
    )
    const sfu = await page.enforce()
    await page.turnOn()
    await page.advance(1_000)
    const works = sfu.fail()
    await page.turnOff()
    await page.advance(2_000)
    const row = within(screen.getByRole('region', { name: 'AI features' })).getByRole('listitem')
    expect(row).toHaveTextContent('Stopping… · on hold for a technical reason')
    works()
    await page.advance(3_000)
    expect(row).toHaveTextContent('AI summary Off')
  })

  it('offers no way to stay out where no means leaving', async () => {
    const page = await openPage(<HostFeatures />, { ...asHost, features: [orLeave] })
    await press(page, 'Turn on AI summary')
    expect(within(preview()).queryByRole('button', { name: 'Turn on, leave me out' })).toBeNull()
    expect(preview()).toHaveTextContent('Leave the call')
  })

  it.each([
    ['counts', ['c', 'd', 'e', 'f', 'g'], '1 included'],
    ['outcome', ['c'], 'Not everyone is included'],
    ['named', ['c'], 'The one called c: no answer yet'],
  ] as const)('tallies by %s', async (disclosure, others, said) => {
    const page = await openPage(<HostFeatures nameOf={(id) => `The one called ${id}`} />, {
      ...asHost,
      others,
      features: [withPolicy({ disclosure })],
    })
    await page.turnOn()
    await page.advance(1_000)
    expect(screen.getByRole('region', { name: 'AI features' })).toHaveTextContent(said)
  })

  it('tells of nobody what their name says of itself', async () => {
    const page = await openPage(<HostFeatures nameOf={(id) => `${id}\u202E`} />, {
      ...asHost,
      others: [],
      features: [withPolicy({ disclosure: 'named' })],
    })
    await page.turnOn()
    await page.advance(1_000)
    const tally = screen.getByRole('region', { name: 'AI features' }).textContent
    expect(tally).toContain('Bo: no answer yet')
    // It would turn around what stands behind it.
    expect(tally).not.toContain('\u202E')
  })

  it('tells with names who has still to answer, as it changes', async () => {
    const page = await openPage(<HostFeatures />, {
      ...asHost,
      others: [],
      features: [withPolicy({ disclosure: 'named' })],
    })
    const cy = await page.during(page.meeting.join('Cy'))
    await page.turnOn()
    await page.advance(1_000)
    const tally = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent)
    expect(tally().slice(1)).toEqual(['Ana: included', 'Bo: no answer yet', 'Cy: no answer yet'])
    await page.during(cy.decline('meeting-summary'))
    await page.advance(1_000)
    expect(tally().slice(1)).toEqual(['Ana: included', 'Bo: no answer yet', 'Cy: not included'])
  })

  it('say of nobody that they are included while the authority is out of reach', async () => {
    const page = await openPage(<HostFeatures />, {
      ...asHost,
      features: [withPolicy({ disclosure: 'named' })],
    })
    await page.turnOn()
    await page.advance(1_000)
    const panel = screen.getByRole('region', { name: 'AI features' })
    expect(panel).toHaveTextContent('Ana: included')
    await page.during(page.meeting.kill())
    expect(panel).toHaveTextContent('AI summary Not known if anything of you is used · no connection')
    expect(panel).not.toHaveTextContent(/included|Asking|On$/)
    await page.during(page.meeting.start())
    await page.advance(6_000)
    expect(panel).not.toHaveTextContent('no connection')
    expect(panel).toHaveTextContent('Bo: no answer yet')
  })

  it.each([
    ['on', 'Turn off AI summary'],
    ['off', 'Turn on AI summary'],
  ])('keep focus on the switch while a lost connection leaves it nothing to do: %s', async (state, name) => {
    const page = await openPage(<HostFeatures />, asHost)
    if (state === 'on') await page.turnOn()
    const control = screen.getByRole('button', { name })
    control.focus()
    await page.during(page.meeting.kill())
    // A browser takes focus away from what is disabled.
    expect(control).toBeEnabled()
    expect(control).toHaveAttribute('aria-disabled', 'true')
    await page.user.keyboard('{Enter}')
    await page.pass(700)
    expect(control).toHaveFocus()
    expect(control).toHaveTextContent(name)
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.queryByText('Stopping…')).toBeNull()
    await page.during(page.meeting.start())
    await page.advance(6_000)
    expect(control).toHaveAttribute('aria-disabled', 'false')
  })

  it('turn nothing off by a press that was meant to turn it on', async () => {
    const page = await openPage(<HostFeatures />, asHost)
    await page.turnOn()
    await page.user.click(screen.getByRole('button', { name: 'Turn off AI summary' }))
    await page.pass(700)
    expect(screen.getByRole('region', { name: 'AI features' })).not.toHaveTextContent('Stopping…')
    await press(page, 'Turn off AI summary')
    expect(screen.getByRole('button', { name: 'Turn on AI summary' })).toBeVisible()
  })

  it('turn off at once what one has turned on oneself', async () => {
    const page = await openPage(<HostFeatures />, asHost)
    await page.client.enable('meeting-summary', { answer: 'accept' })
    await page.pass(0)
    await page.user.click(screen.getByRole('button', { name: 'Turn off AI summary' }))
    await page.pass(0)
    expect(screen.getByRole('button', { name: 'Turn on AI summary' })).toBeVisible()
  })

  it('say that turning off is on its way, and where it did not arrive', async () => {
    const ledger = failingLedger(memoryLedger())
    const page = await openPage(<HostFeatures />, { ...asHost, ledger })
    const panel = screen.getByRole('region', { name: 'AI features' })
    await page.turnOn()
    await page.pass(700)
    const repair = ledger.fail()
    await press(page, 'Turn off AI summary')
    expect(panel).toHaveTextContent('Stopping…')
    repair()
    await page.advance(2_000)
    expect(panel).not.toHaveTextContent('Stopping…')
    expect(screen.getByRole('button', { name: 'Turn on AI summary' })).toHaveFocus()

    await page.turnOn()
    await page.pass(700)
    ledger.fail()
    await press(page, 'Turn off AI summary')
    await page.during(page.meeting.kill())
    expect(panel).toHaveTextContent('That did not work. Please try again.')
  })

  it.each<[string, string[], string]>([
    ['off', [], 'Turn on AI summary'],
    ['with the preview open', ['Turn on AI summary'], 'Turn on, leave me out'],
    ['on', ['Turn on AI summary', 'Turn on, leave me out'], 'Turn off AI summary'],
  ])('breaks no rule of axe: %s', async (_, presses, offered) => {
    const page = await openPage(<HostFeatures />, { ...asHost, features: [summary] })
    for (const name of presses) await press(page, name)
    expect(screen.getByRole('button', { name: offered })).toBeVisible()
    expect(await findViolations()).toEqual([])
  })
})
