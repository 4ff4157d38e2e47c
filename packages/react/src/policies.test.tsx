import {
  acceptOrLeave,
  everyoneOrNobody,
  type FeatureOptions,
  leaveMeOut,
  noticeOnly,
  objection,
  type Policy,
} from '@askfirst/core'
import { expectFairNoticeInDom } from '@askfirst/testing/fair'
import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { findViolations, notes, openPage, summary } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { ConsentNotice } from './consent-notice.tsx'
import { LobbyNotice } from './lobby-notice.tsx'

const all = (
  <>
    <ConsentIndicator />
    <ConsentNotice />
    <LobbyNotice />
  </>
)
const under = (policy: Policy): FeatureOptions => ({ ...summary, policy })
const openUnder = (policy: Policy, as = {}) =>
  openPage(all, { features: [under(policy)], isRostered: true, as })
type Page = Awaited<ReturnType<typeof openPage>>
const notice = () => screen.getByRole('region', { name: /AI summary/ })
const control = (name: string) => within(notice()).getByRole('button', { name })
const indicator = () => screen.getByRole('region', { name: 'AI in this call' })
const row = () => within(indicator()).getByRole('listitem')
const press = async (page: Page, button: HTMLElement) => {
  await page.pass(700)
  await page.user.click(button)
  await page.pass(0)
}
/** Seen long enough to count as shown. */
const see = (page: Page) => page.pass(2_200)
const mayUse = (page: Page) => page.client.permits('meeting-summary', 'summarise')

const presets: readonly [string, Policy, string, readonly [string, string], readonly string[]][] = [
  [
    'leave me out',
    leaveMeOut,
    'Include you in AI summary?',
    ['Include me', 'Leave me out'],
    ['Nothing of you is used before you say yes.', 'You can change your answer at any time.'],
  ],
  [
    'accept or leave',
    acceptOrLeave,
    'Include you in AI summary?',
    ['Include me', 'Leave the call'],
    ['Nothing of you is used before you say yes.', 'To say no, now or later, you leave the call.'],
  ],
  [
    'everyone or nobody',
    everyoneOrNobody,
    'Include you in AI summary?',
    ['Include me', 'Decline'],
    [
      'It begins once all agree; newcomers pause it.',
      'Any no, even later, ends it for everyone.',
      'After 2 minutes without an answer you leave.',
    ],
  ],
  [
    'objection',
    objection,
    'AI summary will include you',
    ['OK', 'Leave me out'],
    ['It begins 15 seconds after you were shown this, unless you say no.', 'You can say no at any time.'],
  ],
  [
    'notice only',
    noticeOnly,
    'AI summary will include you',
    ['OK', 'Leave me out'],
    ['It begins once you were shown this.', 'You can say no at any time.'],
  ],
]

/** The rows of a fair notice that a page without layout can tell; W06 is "Later", for what waits for a yes. */
const TOLD = 'D01 D02 D08 D09 D10 D11 D15 D17 D18 D19 D20 D24 D25 W06 W07 W08 W09 W16 W19'.split(' ')

describe.each(presets)('the notice of %s', (_, policy, title, [yes, no], said) => {
  it('says what will happen before it does, with two equal answers', async () => {
    const page = await openUnder(policy)
    await page.turnOn()
    expect(notice()).toHaveAccessibleName(title)
    for (const words of said) expect(notice()).toHaveTextContent(words)
    expect(control(yes).className).toBe(control(no).className)
    expect(control(yes).parentElement).toBe(control(no).parentElement)
    expect(document.body).toHaveFocus()
    const names = within(notice())
      .getAllByRole('button')
      .map(({ textContent }) => textContent)
    if (policy.basis === 'consent') expect(names).toContain('Later')
    else for (const word of ['Later', 'Include me', 'Accept']) expect(names).not.toContain(word)
    expect(await findViolations()).toEqual([])
  })

  it('is fair by every rule that a page without layout can tell', async () => {
    const page = await openUnder(policy)
    await page.turnOn()
    const { rows } = expectFairNoticeInDom(document, { policy, optionalAsks: 1 })
    const held = rows.filter(({ outcome }) => outcome === 'held').map(({ row }) => row)
    expect(held).toEqual(policy.basis === 'consent' ? TOLD : TOLD.filter((row) => row !== 'W06'))
  })

  it('is reached and answered by keyboard', async () => {
    const page = await openUnder(policy)
    await page.turnOn()
    await page.pass(700)
    await page.user.keyboard('{F6}')
    expect(notice()).toHaveFocus()
    for (let stop = 0; stop < 6 && document.activeElement !== control(no); stop += 1) await page.user.tab()
    expect(control(no)).toHaveFocus()
    await page.user.keyboard('{Enter}')
    await page.pass(0)
    expect(screen.queryByRole('region', { name: title })).toBeNull()
    expect(await page.deeds()).toEqual([policy.decline === 'leave' ? 'participant.left' : 'consent.declined'])
  })
})

describe('what begins by itself', () => {
  it('stays to be read while it begins, and OK takes it away without an answer', async () => {
    const page = await openUnder(noticeOnly)
    await page.turnOn()
    await page.pass(1_000)
    expect(row()).toHaveTextContent('Not included yet · begins soon unless you say no')
    expect(mayUse(page)).toBe(false)
    await see(page)
    expect(mayUse(page)).toBe(true)
    expect(row()).toHaveTextContent('Included: your voice and your chat messages')
    const begun = screen.getByRole('region', { name: /^AI summary · Included: your voice and your chat/ })
    expect(begun).toHaveTextContent('You can say no at any time.')
    expect(begun).not.toHaveTextContent(/will|begins/)
    await press(page, control('OK'))
    expect(screen.queryByRole('region', { name: /will include you/ })).toBeNull()
    expect(mayUse(page)).toBe(true)
    expect(await page.deeds()).toEqual(['notice.shown'])
  })

  it('waits for OK until it counts as shown, and nothing begins before', async () => {
    const page = await openUnder(noticeOnly)
    await page.turnOn()
    await press(page, control('OK'))
    expect(notice()).toHaveTextContent('One moment: it counts once this was on screen for 2 seconds.')
    expect(mayUse(page)).toBe(false)
    await see(page)
    expect(screen.queryByRole('region', { name: /will include you/ })).toBeNull()
    expect(await page.deeds()).toEqual(['notice.shown'])
  })

  it('begins only when the time to say no is over, which no press makes shorter', async () => {
    const page = await openUnder(objection)
    await page.turnOn()
    await see(page)
    await press(page, control('OK'))
    await page.advance(10_000)
    expect(row()).toHaveTextContent('begins soon unless you say no')
    expect(mayUse(page)).toBe(false)
    await page.advance(6_000)
    expect(row()).toHaveTextContent('Included: your voice')
    expect(mayUse(page)).toBe(true)
  })

  it('is stopped by one press before it begins, and by one after', async () => {
    const page = await openUnder(objection)
    await page.turnOn()
    await see(page)
    await press(page, control('OK'))
    await press(page, within(row()).getByRole('button', { name: 'Leave me out' }))
    await page.advance(20_000)
    expect(row()).toHaveTextContent('Left out')
    expect(mayUse(page)).toBe(false)

    page.view.unmount()
    const later = await openUnder(noticeOnly)
    await later.turnOn()
    await see(later)
    await press(later, within(row()).getByRole('button', { name: 'Stop including me' }))
    expect(row()).toHaveTextContent('Left out')
    expect(mayUse(later)).toBe(false)
  })

  it('calls a no after an early yes a no, and a stop only once it has begun', async () => {
    const page = await openUnder(objection)
    await page.turnOn()
    await see(page)
    await press(page, within(notice()).getByRole('switch'))
    await press(page, control('Include me'))
    const no = () => within(row()).getAllByRole('button')[0]
    expect(row()).toHaveTextContent('Not included yet')
    expect(no()).toHaveTextContent('Leave me out')
    await page.user.click(within(indicator()).getByRole('button', { name: 'My choices' }))
    await page.pass(0)
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByRole('button', { name: 'Leave me out' })).toBeVisible()
    expect(dialog.queryByRole('button', { name: 'Stop including me' })).toBeNull()
    expect(dialog.getByRole('switch', { name: /train/ })).toBeChecked()
    await page.advance(16_000)
    expect(mayUse(page)).toBe(true)
    expect(dialog.getByRole('button', { name: 'Stop including me' })).toBeVisible()
    await page.user.keyboard('{Escape}')
    await page.pass(0)
    expect(no()).toHaveTextContent('Stop including me')
    await press(page, no() as HTMLElement)
    expect(mayUse(page)).toBe(false)
  })

  it('says no from the notice also once it has begun', async () => {
    const page = await openUnder(noticeOnly)
    await page.turnOn()
    await see(page)
    await press(page, control('Leave me out'))
    expect(mayUse(page)).toBe(false)
    expect(row()).toHaveTextContent('Left out')
  })

  it('takes optional asks only with a switch and an explicit yes', async () => {
    const page = await openUnder(noticeOnly)
    await page.turnOn()
    await see(page)
    await press(page, within(notice()).getByRole('switch'))
    expect(page.client.permits('meeting-summary', 'improve')).toBe(false)
    await press(page, control('Include me'))
    expect(page.client.permits('meeting-summary', 'improve')).toBe(true)
    expect(screen.queryByRole('region', { name: /will include you/ })).toBeNull()
    expect((await page.deeds()).at(-1)).toBe('consent.accepted')
  })

  it('takes an explicit yes to come back after a no', async () => {
    const page = await openUnder(noticeOnly)
    await page.turnOn()
    await press(page, control('Leave me out'))
    await page.user.click(within(row()).getByRole('button', { name: 'Change' }))
    await page.pass(0)
    const choice = screen.getByRole('region', { name: 'AI summary' })
    expect(within(choice).queryByRole('button', { name: 'OK' })).toBeNull()
    await see(page)
    await press(page, within(choice).getByRole('button', { name: 'Include me' }))
    await see(page)
    expect(mayUse(page)).toBe(true)
  })

  it('is not told again after a reload', async () => {
    const page = await openUnder(noticeOnly)
    await page.turnOn()
    await see(page)
    page.view.rerender(<p>gone</p>)
    const again = await page.during(page.meeting.join('Bo', { indicator: false }))
    page.view.rerender(
      <>
        <ConsentIndicator client={again} />
        <ConsentNotice client={again} />
      </>,
    )
    await see(page)
    expect(row()).toHaveTextContent('Included: your voice')
    expect(screen.queryByRole('region', { name: /will include you/ })).toBeNull()
  })

  it('is announced as what it is', async () => {
    const page = await openUnder(objection)
    await page.turnOn()
    const said = screen.getAllByRole('status').map(({ textContent }) => textContent)
    expect(said).toContain('AI summary will include you. Press F6 to read more.')
  })

  it('in the lobby says what will begin, and that nobody has answered', async () => {
    const page = await openUnder(noticeOnly, { place: 'lobby' })
    await page.turnOn()
    await see(page)
    await press(page, control('OK'))
    expect(screen.getByText('AI summary: Not included yet · begins soon unless you say no')).toBeVisible()
    expect(document.body).not.toHaveTextContent('Your answer to AI summary')
  })
})

describe('everyone or nobody', () => {
  const accept = async (page: Page) => {
    await see(page)
    await press(page, control('Include me'))
  }
  const cyAccepts = async (page: Page) => {
    const cy = await page.during(page.meeting.join('Cy'))
    await page.during(cy.show('meeting-summary', { visibleMs: 2_000, lang: 'en' }))
    await page.during(cy.accept('meeting-summary'))
    return cy
  }

  it('says what it waits for, begins with the last yes, and pauses for a newcomer', async () => {
    const page = await openUnder(everyoneOrNobody)
    await page.turnOn()
    await accept(page)
    expect(row()).toHaveTextContent('Not included · waits until everyone agrees')
    expect(mayUse(page)).toBe(false)
    await cyAccepts(page)
    expect(row()).toHaveTextContent('Included: your voice')
    await page.during(page.meeting.join('Dee'))
    expect(row()).toHaveTextContent('Not included · waits until everyone agrees')
    expect(mayUse(page)).toBe(false)
    expect(
      screen.getAllByRole('status').some(({ textContent }) => textContent?.includes('waits until everyone')),
    ).toBe(true)
  })

  it('ends for everybody with one press, and the button says so', async () => {
    const page = await openUnder(everyoneOrNobody)
    await page.turnOn()
    await accept(page)
    await cyAccepts(page)
    await press(page, within(row()).getByRole('button', { name: 'Stop it for everyone' }))
    await page.pass(0)
    expect(indicator()).toHaveTextContent('No AI is on')
  })

  it('tells that an earlier no still holds it back', async () => {
    const page = await openUnder({ ...leaveMeOut, decline: 'stop' })
    await page.turnOn()
    await press(page, control('Decline'))
    await page.turnOn()
    expect(
      screen.getByRole('region', { name: 'Your earlier no still holds: AI summary uses nothing of anyone.' }),
    ).toBeVisible()
  })
})

describe('what nobody has to read before an answer', () => {
  const sayings: readonly [string, Partial<Policy>, string][] = [
    ['a yes that serves later runs', { lasts: 'meeting' }, 'A yes also counts if it is turned on again'],
    ['answers by room', { scope: 'room' }, 'In another breakout room this comes up again.'],
    [
      'a time to answer in',
      // biome-ignore lint/suspicious/noThenProperty: the policy's own word
      { unanswered: { afterMs: 45_000, then: 'exclude' } },
      'After 45 seconds without an answer you stay left out.',
    ],
  ]
  it.each(sayings)('is in the details: %s', async (_, policy, said) => {
    const page = await openUnder({ ...leaveMeOut, ...policy })
    await page.turnOn()
    expect(notice()).not.toHaveTextContent(said)
    await press(page, control('Details'))
    expect(within(screen.getByRole('dialog')).getByText('Details').parentElement).toHaveTextContent(said)
  })

  it('the time to answer is over: no answer was made, and there is still a way to give one', async () => {
    // biome-ignore lint/suspicious/noThenProperty: the policy's own word
    const page = await openUnder({ ...leaveMeOut, unanswered: { afterMs: 20_000, then: 'exclude' } })
    await page.turnOn()
    await page.advance(21_000)
    expect(row()).toHaveTextContent('Not included · you can still answer')
    expect(await page.deeds()).toEqual(['notice.lapsed'])
    await page.user.click(within(row()).getByRole('button', { name: 'Answer' }))
    await page.pass(0)
    expect(within(screen.getByRole('dialog')).getByRole('button', { name: 'Include me' })).toBeVisible()
  })

  it('asks again in another breakout room', async () => {
    const page = await openUnder({ ...leaveMeOut, scope: 'room' })
    await page.turnOn()
    await see(page)
    await press(page, control('Include me'))
    expect(mayUse(page)).toBe(true)
    page.client.enter('call', { room: 'two' })
    await page.pass(0)
    expect(mayUse(page)).toBe(false)
    expect(notice()).toBeVisible()
  })

  it('asked again by a host: the question is back, and announced once more', async () => {
    const page = await openUnder(leaveMeOut)
    await page.turnOn()
    await press(page, control('Later'))
    await page.advance(31_000)
    await page.during(page.host.askAgain('meeting-summary'))
    expect(notice()).toBeVisible()
    expect(
      screen.getAllByRole('status').filter(({ textContent }) => textContent?.startsWith('Question:')),
    ).toHaveLength(1)
  })
})

describe('a run of somebody’s own', () => {
  it('is named after them, from the question to the indicator and my choices', async () => {
    const page = await openPage(all, { features: [notes] })
    await page.turnOn('notes')
    const asked = screen.getByRole('region', { name: 'Include you in Ana’s own AI notes?' })
    expect(asked).toHaveTextContent('Ana turned on AI notes.')
    expect(asked).not.toHaveTextContent('A host')
    await see(page)
    await press(page, within(asked).getByRole('button', { name: 'Include me' }))
    expect(row()).toHaveTextContent('Ana’s own AI notes Included: your voice')
    expect(page.client.permits('notes@Ana', 'note')).toBe(true)
    await page.user.click(screen.getByRole('button', { name: 'My choices' }))
    await page.pass(0)
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByRole('region', { name: 'Ana’s own AI notes' })).toBeVisible()
    expect(dialog.queryByRole('region', { name: 'AI notes' })).toBeNull()
  })
})
