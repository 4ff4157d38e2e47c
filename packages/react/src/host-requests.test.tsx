import { everyoneOrNobody, leaveMeOut } from '@askfirst/core'
import { act, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { findViolations, notes, openPage, summary, withPolicy } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { ConsentNotice } from './consent-notice.tsx'
import { HostFeatures } from './host-features.tsx'

const asHost = { as: { role: 'cohost', indicator: true } } as const
const panel = () => screen.getByRole('region', { name: 'AI features' })
const control = (name: string) => screen.getByRole('button', { name })
type Page = Awaited<ReturnType<typeof openPage>>
const press = async (page: Page, name: string) => {
  await page.user.click(control(name))
  await page.pass(700)
}
const cyIs = (page: Page) => page.during(page.meeting.join('Cy'))

describe('asking again', () => {
  it('is done once in a run, and not before people had time', async () => {
    const page = await openPage(<HostFeatures />, { ...asHost, features: [summary] })
    const cy = await cyIs(page)
    await page.turnOn()
    await act(async () => void cy.defer('meeting-summary'))
    await press(page, 'Ask again those who have not answered')
    expect(panel()).toHaveTextContent('Too soon. Please try again in 30 seconds.')
    await page.advance(31_000)
    await press(page, 'Ask again those who have not answered')
    expect(panel()).toHaveTextContent('Those who have not answered are asked again.')
    expect(control('Ask again those who have not answered')).toHaveAttribute('aria-disabled', 'true')
    expect(control('Ask again those who have not answered')).toHaveFocus()
    await press(page, 'Ask again those who have not answered')
    const asked = (await page.meeting.events()).filter(({ type }) => type === 'notice.askedAgain')
    expect(asked).toHaveLength(1)
    expect(cy.store.getState().view?.features['meeting-summary']?.answer.state).toBe('asked')
    expect(await findViolations()).toEqual([])
  })

  it.each([
    ['outcome', ['Cy'], 'Everyone is included'],
    ['counts', ['Cy', 'Di', 'Ed', 'Fy', 'Gus'], '0 not included'],
    ['named', ['Cy'], 'Cy: included'],
  ] as const)('is not offered once the tally by %s has nobody left', async (disclosure, others, said) => {
    const page = await openPage(<HostFeatures />, {
      ...asHost,
      others: [],
      features: [withPolicy({ disclosure })],
    })
    const clients = [page.client]
    for (const name of others) clients.push(await page.during(page.meeting.join(name)))
    await page.turnOn()
    await page.advance(1_000)
    act(() => control('Ask again those who have not answered').focus())
    for (const one of clients) {
      await page.during(one.show('meeting-summary', { visibleMs: 2_000, lang: 'en' }))
      await page.during(one.accept('meeting-summary'))
    }
    await page.advance(1_000)
    expect(panel()).toHaveTextContent(said)
    expect(screen.queryByRole('button', { name: /^Ask again/ })).toBeNull()
    expect(panel()).toHaveFocus()
  })

  it('is not offered where nobody has to answer', async () => {
    const page = await openPage(<HostFeatures />, {
      ...asHost,
      features: [{ ...summary, policy: { ...leaveMeOut, basis: 'notice' } }],
    })
    await page.turnOn('meeting-summary', 'decline')
    expect(panel()).toHaveTextContent('Telling everyone')
    expect(screen.queryByRole('button', { name: /^Ask again/ })).toBeNull()
  })
})

describe('wishes to turn it off', () => {
  it('reach hosts with a name, or as a number', async () => {
    const page = await openPage(<HostFeatures nameOf={(id) => `Dr ${id}`} />, {
      ...asHost,
      others: ['Cy', 'Di', 'Ed'],
      features: [summary],
    })
    await page.turnOn()
    const cy = await cyIs(page)
    const di = await page.during(page.meeting.join('Di'))
    await page.during(cy.requestOff('meeting-summary', { anonymous: false }))
    await act(async () => void di.requestOff('meeting-summary'))
    await page.advance(31_000)
    expect(panel()).toHaveTextContent('Asking to turn it off: Dr Cy.')
    expect(panel()).toHaveTextContent('Asking to turn it off, without a name: 1.')
    expect(panel()).not.toHaveTextContent('Dr Di')
    expect(await findViolations()).toEqual([])
  })

  it.each(['named', 'counts', 'outcome'] as const)(
    'are named by what the token says, under %s, where the app says nothing',
    async (disclosure) => {
      const page = await openPage(<HostFeatures />, {
        ...asHost,
        others: [],
        features: [{ ...summary, policy: { ...leaveMeOut, disclosure } }],
      })
      const p7 = await page.during(page.meeting.join('p7', { name: 'Cy Young' }))
      await page.turnOn()
      await page.advance(1_000)
      await page.during(p7.requestOff('meeting-summary', { anonymous: false }))
      await page.advance(1_000)
      expect(panel()).toHaveTextContent('Asking to turn it off: Cy Young.')
      expect(JSON.stringify(page.host.store.getState().view?.tallies)).toContain('Cy Young')
      const others = JSON.stringify(p7.store.getState().view?.tallies)
      expect(others).toBe('{}')
    },
  )

  it('are named so beside rows that have no name but the id', async () => {
    const page = await openPage(<HostFeatures />, {
      ...asHost,
      others: [],
      features: [withPolicy({ disclosure: 'named' })],
    })
    await page.during(page.meeting.join('p7', { name: 'Cy Young' }))
    await page.turnOn()
    await page.advance(1_000)
    expect(panel()).toHaveTextContent('p7: no answer yet')
    expect(panel()).not.toHaveTextContent('Cy Young')
  })

  it('are sent with the own name too, and either is enough', async () => {
    const page = await openPage(<ConsentIndicator />, { features: [summary] })
    await page.turnOn()
    await press(page, 'My choices')
    await press(page, 'Ask them with my name')
    expect(control('Ask them with my name')).toHaveAttribute('aria-disabled', 'true')
    expect(control('Ask them with my name')).toHaveFocus()
    await page.advance(1_000)
    expect(page.host.store.getState().view?.tallies['meeting-summary']?.offRequests).toEqual({
      by: ['Bo'],
      unknown: 0,
      names: { Bo: 'Bo' },
    })
    expect(screen.getByRole('dialog')).toHaveTextContent('The hosts have been asked.')
    await page.user.click(screen.getByRole('button', { name: /without my name/ }))
    await page.advance(31_000)
    expect(page.host.store.getState().view?.tallies['meeting-summary']?.offRequests?.unknown).toBe(0)
    await press(page, 'Close')
    await press(page, 'My choices')
    expect(screen.getByRole('dialog')).toHaveTextContent('The hosts have been asked.')
    expect(control('Ask them with my name')).toHaveAttribute('aria-disabled', 'true')
  })

  it('are sent without a name from my choices, once, and the button says what that is worth', async () => {
    const page = await openPage(<ConsentIndicator />, { features: [summary] })
    await page.turnOn()
    await press(page, 'My choices')
    const wish = screen.getByRole('button', { name: /^Ask the hosts to turn it off, without my name/ })
    expect(wish).toHaveTextContent('With so few people here, they may guess who asked.')
    const again = await page.during(page.meeting.join('Ana', { role: 'host' }))
    await page.user.click(wish)
    await page.user.click(wish)
    await page.pass(0)
    expect(screen.getByRole('dialog')).toHaveTextContent('The hosts hear of it within half a minute.')
    await page.advance(31_000)
    expect(again.store.getState().view?.tallies['meeting-summary']?.offRequests).toEqual({
      by: [],
      unknown: 1,
    })
    expect((await page.meeting.events()).filter(({ type }) => type === 'feature.offRequested')).toEqual([
      expect.not.objectContaining({ participant: 'Bo' }),
    ])
    expect(await findViolations(screen.getByRole('dialog'))).toEqual([])
  })

  it('speak of guessing where six are here, and two of them are hosts', async () => {
    const page = await openPage(<ConsentIndicator />, { features: [summary], others: [...'cde'] })
    await page.during(page.meeting.join('Second', { role: 'cohost' }))
    await page.turnOn()
    await press(page, 'My choices')
    expect(screen.getByRole('button', { name: /without my name/ })).toHaveTextContent('guess')
  })

  it('say nothing of guessing in a crowd', async () => {
    const page = await openPage(<ConsentIndicator />, { features: [summary], others: [...'cdefg'] })
    await page.turnOn()
    await press(page, 'My choices')
    expect(control('Ask the hosts to turn it off, without my name')).not.toHaveTextContent('guess')
  })
})

describe('a run of one’s own', () => {
  const both = (
    <>
      <ConsentIndicator />
      <ConsentNotice />
      <HostFeatures />
    </>
  )

  it('is turned on by an attendee, for themselves, after seeing what others will see', async () => {
    const page = await openPage(both, { features: [notes, summary] })
    expect(within(panel()).getAllByRole('listitem')).toHaveLength(1)
    await press(page, 'Turn on Bo’s own AI notes')
    const dialog = screen.getByRole('dialog', { name: 'Turn on Bo’s own AI notes?' })
    expect(dialog).toHaveTextContent('Include you in Bo’s own AI notes?')
    expect(dialog).toHaveTextContent('Bo turned on AI notes.')
    await press(page, 'Turn on, include me')
    expect(control('Turn off Bo’s own AI notes')).toHaveFocus()
    expect(page.client.permits('notes@Bo', 'note')).toBe(true)
    const { view } = page.host.store.getState()
    expect(view?.features['notes@Bo']?.activation?.by).toBe('Bo')
    await press(page, 'Turn off Bo’s own AI notes')
    expect(control('Turn on Bo’s own AI notes')).toHaveFocus()
    expect(await findViolations()).toEqual([])
  })

  it('says when it is too often', async () => {
    const page = await openPage(both, { features: [notes] })
    for (let time = 0; time < 2; time += 1) {
      await press(page, 'Turn on Bo’s own AI notes')
      await press(page, 'Turn on, include me')
      await press(page, 'Turn off Bo’s own AI notes')
    }
    await press(page, 'Turn on Bo’s own AI notes')
    await press(page, 'Turn on, include me')
    expect(screen.getByRole('dialog')).toHaveTextContent('Too soon. Please try again in 10 minutes.')
  })

  it('is listed for hosts with its owner, who may end it, and may bar all of them', async () => {
    const page = await openPage(<HostFeatures />, { ...asHost, features: [notes] })
    const cy = await cyIs(page)
    await page.during(cy.enable('notes', { answer: 'accept' }))
    expect(within(panel()).getAllByRole('listitem')[1]).toHaveTextContent('Cy’s own AI notes')
    await press(page, 'Turn off Cy’s own AI notes')
    expect(panel()).not.toHaveTextContent('Cy’s own AI notes')
    await press(page, 'Let nobody have their own AI notes')
    expect(panel()).toHaveTextContent('Hosts do not allow this now')
    expect(control('Turn on Bo’s own AI notes')).toHaveAttribute('aria-disabled', 'true')
    expect(control('Let people have their own AI notes')).toHaveFocus()
    await press(page, 'Let people have their own AI notes')
    expect(control('Turn on Bo’s own AI notes')).toHaveAttribute('aria-disabled', 'false')
  })
})

describe('what everybody waits for', () => {
  it('is said to hosts as the reason of a pause', async () => {
    const page = await openPage(<HostFeatures />, {
      ...asHost,
      features: [{ ...summary, policy: everyoneOrNobody }],
      others: [],
      isRostered: true,
    })
    await press(page, 'Turn on AI summary')
    expect(screen.queryByRole('button', { name: 'Turn on, leave me out' })).toBeNull()
    await press(page, 'Turn on, include me')
    expect(panel()).toHaveTextContent('Asking everyone')
    const ana = await page.during(page.meeting.join('Ana', { role: 'host' }))
    await page.during(ana.show('meeting-summary', { visibleMs: 2_000, lang: 'en' }))
    await page.during(ana.accept('meeting-summary'))
    expect(panel()).toHaveTextContent('AI summary On')
    await page.during(page.meeting.join('Dee'))
    expect(panel()).toHaveTextContent('Paused · waits until everyone agrees')
  })
})

describe('who else is here', () => {
  it('is shown to everybody: bots by name, and people who could not be asked', async () => {
    const page = await openPage(<ConsentIndicator />, { features: [summary] })
    const app = page.meeting.app()
    await page.during(app.reportRoster(['Ana', 'Cy', 'Bo', 'Zed', { participant: 'Scribe', kind: 'agent' }]))
    const indicator = screen.getByRole('region', { name: 'AI in this call' })
    expect(indicator).toHaveTextContent('Also here: Scribe (AI agent).')
    expect(indicator).toHaveTextContent('Not asked, and nothing of theirs is used: 1 of those here.')
    await page.during(app.reportRoster(['Ana', 'Cy', 'Bo']))
    await page.during(page.meeting.advance(1_000))
    expect(indicator).not.toHaveTextContent('Also here')
  })
})
