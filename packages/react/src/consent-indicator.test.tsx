import { act, screen, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { findViolations, openPage, orLeave, summary, withPolicy } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { ConsentNotice } from './consent-notice.tsx'

const both = (
  <>
    <ConsentIndicator />
    <ConsentNotice />
  </>
)
const indicator = () => screen.getByRole('region', { name: 'AI in this call' })
const row = () => within(indicator()).getByRole('listitem')
type Page = Awaited<ReturnType<typeof openPage>>
const answer = async (page: Page, name: string) => {
  await page.pass(2_100)
  await page.user.click(screen.getByRole('button', { name }))
  await page.pass(0)
}

describe('the indicator says what is enforced', () => {
  it('nothing is on', async () => {
    await openPage(both)
    expect(indicator()).toHaveTextContent('No AI is on')
    expect(indicator()).toHaveAttribute('data-state', 'off')
    expect(await findViolations()).toEqual([])
  })

  it('a question is open', async () => {
    const page = await openPage(both)
    await page.turnOn()
    expect(row()).toHaveTextContent('AI summary Not included · your answer is open')
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(false)
    expect(indicator()).toHaveAttribute('data-state', 'off')
  })

  it('included, and with what', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await answer(page, 'Include me')
    expect(row()).toHaveTextContent('Included: your voice and your chat messages')
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(true)
    expect(indicator()).toHaveAttribute('data-state', 'on')
    expect(await findViolations()).toEqual([])
  })

  it('left out', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await answer(page, 'Leave me out')
    expect(row()).toHaveTextContent('Left out')
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(false)
  })

  it('put off', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await answer(page, 'Later')
    expect(row()).toHaveTextContent('Not included · you can still answer')
  })

  it('left out still, in a later run', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await answer(page, 'Leave me out')
    await page.turnOff()
    await page.turnOn()
    expect(row()).toHaveTextContent('Still left out')
    expect(within(row()).getByRole('button', { name: 'Change' })).toBeVisible()
  })

  it('not known and then not included while the authority is out of reach, and stopping until it has the no', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await answer(page, 'Include me')
    await page.during(page.meeting.kill())
    expect(row()).toHaveTextContent('Not known if anything of you is used · no connection')
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(false)
    await page.advance(21_000)
    expect(row()).toHaveTextContent('Nothing of you is used · no connection')
    await page.user.click(within(row()).getByRole('button', { name: 'Stop including me' }))
    expect(row()).toHaveTextContent('Stopping…')
    await page.during(page.meeting.start())
    await page.advance(6_000)
    expect(row()).toHaveTextContent('Left out')
    expect(await page.deeds()).toContain('consent.withdrawn')
  })

  it('stopping, in the next run too, until what captured in the one before says that it is closed', async () => {
    const page = await openPage(both)
    const sfu = await page.enforce()
    await page.turnOn()
    await page.advance(1_000)
    await answer(page, 'Include me')
    await page.advance(1_000)
    expect(row()).toHaveTextContent('Included')
    const goOn = sfu.stall()
    await page.turnOff()
    await page.turnOn()
    expect(sfu.captures('Bo', 'meeting-summary', 'summarise')).toBe(true)
    expect(row()).toHaveTextContent('Stopping…')
    expect(within(row()).getByRole('button', { name: 'Answer' })).toBeVisible()
    await page.during(Promise.resolve(goOn()))
    await page.advance(2_000)
    expect(sfu.captures('Bo', 'meeting-summary', 'summarise')).toBe(false)
    expect(row()).toHaveTextContent('Not included · your answer is open')
  })

  it('not known for as long as the authority is out of reach, where another device may be captured', async () => {
    const page = await openPage(both)
    await page.during(page.meeting.join('Bo'))
    await page.turnOn()
    await answer(page, 'Include me')
    await page.during(page.meeting.kill())
    await page.advance(60_000)
    expect(row()).toHaveTextContent('Not known if anything of you is used · no connection')
  })

  it('that it cannot know what is on, while the authority is out of reach', async () => {
    const page = await openPage(both)
    await page.during(page.meeting.kill())
    expect(indicator()).toHaveTextContent('Not known if anything of you is used · no connection')
    await page.advance(21_000)
    expect(indicator()).toHaveTextContent('Nothing of you is used · no connection')
    expect(indicator()).not.toHaveTextContent('No AI is on')
    await page.during(page.meeting.start())
    await page.advance(6_000)
    expect(indicator()).toHaveTextContent('No AI is on')
  })

  it('nothing once the feature is off', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await answer(page, 'Include me')
    await page.turnOff()
    expect(indicator()).toHaveTextContent('No AI is on')
  })
})

describe('with another page than the authority has', () => {
  const older = { ...summary, retention: { days: 90 } }
  /** Bo's other device, whose page has what the authority has. */
  const openPhone = async (page: Page, feature: string) => {
    const phone = await page.during(page.meeting.join('Bo'))
    const seen = { visibleMs: 2_000, lang: 'en' }
    const sayYes = phone.show(feature, seen).then(() => phone.accept(feature))
    expect(await page.during(sayYes)).toEqual({ ok: true })
    return phone
  }

  it('says that another device is included, and not with what, and stops that', async () => {
    const page = await openPage(both, { features: [summary], as: { features: [older], indicator: false } })
    await page.turnOn()
    expect(row()).toHaveTextContent('Not included · please reload this page')
    await openPhone(page, 'meeting-summary')
    expect(row()).toHaveTextContent('Included through another device · please reload this page')
    expect(row()).not.toHaveTextContent('your voice')
    expect(indicator()).toHaveAttribute('data-state', 'on')
    await page.user.click(screen.getByRole('button', { name: 'My choices' }))
    await page.pass(700)
    const choices = screen.getByRole('dialog', { name: 'My choices' })
    // Its optional asks and its facts are of the other declaration.
    expect(within(choices).queryByRole('switch', { name: /^Let Acme AI use/ })).toBeNull()
    expect(choices).not.toHaveTextContent('For 90 days')
    await page.user.click(within(choices).getByRole('button', { name: 'Stop including me' }))
    await page.pass(0)
    await page.user.keyboard('{Escape}')
    await page.pass(0)
    expect(row()).toHaveTextContent('Not included · please reload this page')
    expect(await page.deeds()).toContain('consent.withdrawn')
  })

  it('says that AI is on that it does not know, also beside AI that it knows', async () => {
    const page = await openPage(both, { as: { features: [summary], indicator: false } })
    await page.turnOn('captions')
    expect(indicator()).toHaveTextContent('AI is on that this page does not know. It uses nothing of you.')
    expect(indicator()).not.toHaveTextContent('No AI is on')
    await page.turnOn()
    expect(row()).toHaveTextContent('AI summary')
    expect(indicator()).toHaveTextContent('AI is on that this page does not know. It uses nothing of you.')
    expect(await findViolations()).toEqual([])
  })

  it('does not say that what it does not know uses nothing, where another device is included', async () => {
    const page = await openPage(both, { as: { features: [summary], indicator: false } })
    await page.turnOn('captions')
    await openPhone(page, 'captions')
    expect(indicator()).toHaveTextContent('Included through another device · please reload this page')
    expect(indicator()).not.toHaveTextContent('uses nothing')
    expect(indicator()).toHaveAttribute('data-state', 'on')
  })
})

describe('a change is heard', () => {
  const heard = () => screen.getAllByRole('status').map(({ textContent }) => textContent)

  it('once, from one status, also while a modal dialog hides the rest', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await answer(page, 'Include me')
    expect(heard().filter((words) => words?.includes('Included'))).toEqual([
      'AI summary: Included: your voice and your chat messages',
    ])
    await page.user.click(screen.getByRole('button', { name: 'My choices' }))
    await page.pass(0)
    const choices = screen.getByRole('dialog', { name: 'My choices' })
    await page.user.click(within(choices).getByRole('button', { name: 'Stop including me' }))
    await page.pass(0)
    expect(choices).toHaveTextContent('Left out')
    expect(heard().filter((words) => words?.includes('Left out'))).toEqual(['AI summary: Left out'])
  })
})

describe('what was heard does not stay to be read', () => {
  const read = () => screen.getAllByRole('status').map(({ textContent }) => textContent)

  it('once the question is open again, in another room', async () => {
    const page = await openPage(both, { features: [withPolicy({ scope: 'room' })] })
    await page.turnOn()
    await answer(page, 'Include me')
    expect(read().join()).toContain('AI summary: Included')
    await act(async () => page.client.enter('call', { room: 'two' }))
    await page.pass(0)
    expect(row()).toHaveTextContent('Not included · your answer is open')
    expect(read().join()).not.toContain('AI summary: ')
  })

  it('once the connection is back, and the question open', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await page.during(page.meeting.kill())
    expect(read().join()).toContain('no connection')
    await page.during(page.meeting.start())
    await page.advance(6_000)
    expect(row()).toHaveTextContent('Not included · your answer is open')
    expect(read().join()).not.toContain('AI summary: ')
  })

  it('and is not cut short by what is asked beside it', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await answer(page, 'Include me')
    await page.turnOn('captions')
    expect(read().join()).toContain('AI summary: Included')
  })
})

describe('the indicator lets stop', () => {
  it('with one press on itself', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await answer(page, 'Include me')
    await page.user.click(within(row()).getByRole('button', { name: 'Stop including me' }))
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(false)
    await page.pass(0)
    expect(row()).toHaveTextContent('Left out')
    expect(await page.deeds()).toEqual(['notice.shown', 'consent.accepted', 'consent.withdrawn'])
  })

  it('and leaves where no means leaving', async () => {
    const leave = vi.fn(async () => {})
    const page = await openPage(both, { features: [orLeave], as: { call: { leave } } })
    await page.turnOn()
    await answer(page, 'Include me')
    await page.user.click(within(row()).getByRole('button', { name: 'Stop and leave call' }))
    await page.pass(0)
    expect(leave).toHaveBeenCalledOnce()
    expect((await page.deeds()).slice(-2)).toEqual(['consent.withdrawn', 'participant.left'])
  })

  it('and no gate is open while it is not on the page', async () => {
    const page = await openPage(<ConsentNotice />)
    await page.turnOn()
    await answer(page, 'Include me')
    expect(await page.deeds()).toEqual(['notice.shown', 'consent.accepted'])
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(false)
  })
})
