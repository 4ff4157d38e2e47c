import { memoryLedger } from '@askfirst/core/authority'
import { failingLedger } from '@askfirst/testing'
import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { captions, findViolations, openPage, summary, withPolicy } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { ConsentNotice } from './consent-notice.tsx'
import { createI18next } from './i18next.ts'
import { MyChoices } from './my-choices.tsx'
import { ar } from './text/ar.ts'

const both = (
  <>
    <ConsentIndicator />
    <ConsentNotice />
  </>
)
const choices = () => screen.getByRole('dialog', { name: 'My choices' })
const choice = () => within(choices()).getByRole('region', { name: 'AI summary' })
/** What unfolds: a summary has no role of its own everywhere. */
const detailsOf = (inside: HTMLElement) => within(inside).getByText('Details').parentElement as HTMLElement
type Page = Awaited<ReturnType<typeof openPage>>
const press = async (page: Page, name: string, inside: HTMLElement = document.body) => {
  await page.user.click(within(inside).getByRole('button', { name }))
  await page.pass(0)
}
const include = async (page: Page) => {
  await page.turnOn()
  await page.pass(2_100)
  await press(page, 'Include me')
}
/** Somebody who was included has it erased, and whoever has it does so at once. */
const eraseAll = async (page: Page) => {
  await include(page)
  const worker = await page.during(page.meeting.worker({ processor: 'Acme AI', features: [summary] }))
  worker.onErase((duty) => worker.acknowledgeErasure(duty))
  await press(page, 'Stop including me')
  await press(page, 'My choices')
  await press(page, 'Erase what was captured', choice())
  await page.pass(0)
}

describe('my choices', () => {
  it('closes with Esc, gives focus back, and answers nothing by that', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await press(page, 'My choices')
    expect(choices()).toBeVisible()
    await page.user.keyboard('{Escape}')
    await page.pass(0)
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.getByRole('button', { name: 'My choices' })).toHaveFocus()
    expect(await page.deeds()).toEqual([])
  })

  it('says of what is on that it leaves out who has left without an answer', async () => {
    const page = await openPage(<MyChoices />)
    await page.turnOn()
    await page.during(page.client.leave())
    await press(page, 'My choices')
    expect(choice()).toHaveTextContent('Left out')
    await page.turnOff()
    expect(choice()).toHaveTextContent('Off')
  })

  it('takes a yes back, and offers to erase only then', async () => {
    const page = await openPage(both)
    await include(page)
    await press(page, 'My choices')
    expect(within(choices()).queryByRole('button', { name: 'Erase what was captured' })).toBeNull()
    await press(page, 'Stop including me', choice())
    expect(choice()).toHaveTextContent('Left out')
    await press(page, 'Erase what was captured', choice())
    expect(choice()).toHaveTextContent('Acme AI: not confirmed yet')
    expect((await page.deeds()).slice(-2)).toEqual(['consent.withdrawn', 'erasure.requested'])
  })

  it('says what becomes of erasing in a status that was there before', async () => {
    const page = await openPage(both)
    await include(page)
    await press(page, 'My choices')
    await press(page, 'Stop including me', choice())
    const before = within(choice()).getAllByRole('status')
    await press(page, 'Erase what was captured', choice())
    // What comes with its words is heard by nobody.
    const heard = before.filter(({ textContent }) => textContent?.includes('Acme AI: not confirmed yet'))
    expect(heard).toHaveLength(1)
  })

  it('says when a processor has erased', async () => {
    const page = await openPage(both)
    await eraseAll(page)
    expect(choice()).toHaveTextContent('Acme AI: erased')
  })

  it('sets the name of who erases apart from a language that is written the other way', async () => {
    const page = await openPage(<MyChoices />, { i18n: createI18next({ lang: 'ar', resources: { ar } }) })
    await page.turnOn()
    await page.pass(100)
    const seen = await page.during(page.client.show('meeting-summary', { visibleMs: 2_000, lang: 'ar' }))
    expect(seen.ok).toBe(true)
    await page.during(page.client.accept('meeting-summary', { grants: [], seen: 0 }))
    await page.during(page.client.withdraw('meeting-summary'))
    await page.during(page.client.erase('meeting-summary'))
    await press(page, ar.myChoices)
    expect(screen.getByText('\u2068Acme AI\u2069: لم يؤكَّد بعد')).toBeVisible()
  })

  it('says of erasing what is so of what was captured since', async () => {
    const page = await openPage(both)
    await eraseAll(page)
    await press(page, 'Change', choice())
    await page.pass(2_100)
    await press(page, 'Include me', choice())
    expect(choice()).toHaveTextContent('Included: ')
    expect(choice()).not.toHaveTextContent('Acme AI: erased')
    await press(page, 'Stop including me', choice())
    expect(within(choice()).getByRole('button', { name: 'Erase what was captured' })).toBeVisible()
    expect(choice()).not.toHaveTextContent('Acme AI: erased')
  })

  it('begins at the feature that it was opened for', async () => {
    const page = await openPage(both, { features: [summary, captions] })
    await page.turnOn('meeting-summary')
    await page.turnOn('captions')
    const answer = screen.getAllByRole('button', { name: 'Answer' })
    const about = answer.map((button) => button.getAttribute('aria-describedby') ?? '')
    expect(about.map((id) => document.getElementById(id)?.textContent)).toEqual(['AI summary', 'AI captions'])
    await page.user.click(answer[1] as HTMLElement)
    await page.pass(0)
    expect(within(choices()).getByRole('region', { name: 'AI captions' })).toHaveFocus()
  })

  it('lets who was left out be included later, with the same question and controls', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await page.pass(700)
    await press(page, 'Leave me out')
    await press(page, 'Change')
    expect(choice()).toHaveTextContent('Ana turned on AI summary.')
    const [yes, no] = ['Include me', 'Leave me out'].map((name) =>
      within(choice()).getByRole('button', { name }),
    )
    expect(yes?.parentElement).toBe(no?.parentElement)
    await page.pass(700)
    await press(page, 'Include me', choice())
    await page.pass(2_000)
    expect(choice()).toHaveTextContent('Included: your voice and your chat messages')
    expect(await page.deeds()).toEqual(['consent.declined', 'notice.shown', 'consent.accepted'])
  })

  it.each(['Details', 'Answer'])(
    'come to by %s, put no question again to who has just said no',
    async (by) => {
      const page = await openPage(both)
      await page.turnOn()
      await press(page, by)
      await page.pass(700)
      await press(page, 'Leave me out', choice())
      expect(choice()).toHaveTextContent('Left out')
      expect(within(choice()).queryByRole('button', { name: 'Include me' })).toBeNull()
      expect(within(choice()).getByRole('button', { name: 'Change' })).toBeVisible()
    },
  )

  it('put no question again to who has changed to a yes and taken that back', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await page.pass(700)
    await press(page, 'Leave me out')
    await press(page, 'Change')
    await page.pass(2_100)
    await press(page, 'Include me', choice())
    expect(choice()).toHaveTextContent('Included')
    await press(page, 'Stop including me', choice())
    expect(choice()).toHaveTextContent('Left out')
    expect(within(choice()).queryByRole('button', { name: 'Include me' })).toBeNull()
  })

  it('put no question again to who has said no on another device', async () => {
    const page = await openPage(both)
    const phone = await page.during(page.meeting.join('Bo'))
    await page.turnOn()
    await press(page, 'Details')
    await page.during(phone.decline('meeting-summary'))
    expect(choice()).toHaveTextContent('Left out')
    expect(within(choice()).queryByRole('button', { name: 'Include me' })).toBeNull()
  })

  it('have later, which gives more time there too', async () => {
    // biome-ignore lint/suspicious/noThenProperty: the policy's own word
    const timed = withPolicy({ decline: 'leave', unanswered: { afterMs: 60_000, then: 'leave' } })
    const page = await openPage(both, { features: [timed] })
    await page.turnOn()
    await press(page, 'Details')
    await page.pass(700)
    await page.advance(31_000)
    expect(choice()).toHaveTextContent('“Later” adds time.')
    await press(page, 'Later', choice())
    await page.advance(40_000)
    expect(page.client.store.getState().place).toBe('call')
    expect(await page.deeds()).toContain('consent.deferred')
  })

  it('has optional asks as switches that are off, and turns one on and off by itself', async () => {
    const page = await openPage(both)
    await include(page)
    await press(page, 'My choices')
    const option = () => within(choice()).getByRole('switch', { name: /^Let Acme AI use/ })
    expect(option()).not.toBeChecked()
    await page.pass(700)
    await page.user.click(option())
    await page.pass(0)
    expect(option()).toBeChecked()
    expect(page.client.permits('meeting-summary', 'improve')).toBe(true)
    await page.user.click(option())
    await page.pass(0)
    expect(option()).not.toBeChecked()
    expect(page.client.permits('meeting-summary', 'improve')).toBe(false)
    expect(page.client.permits('meeting-summary', 'summarise')).toBe(true)
  })

  it('are one press from the question, with whose model it is, where it runs and whether it trains', async () => {
    const page = await openPage(both)
    await page.turnOn()
    await press(page, 'Details')
    expect(within(choice()).getByRole('button', { name: 'Include me' })).toBeVisible()
    expect(choice()).toHaveTextContent('Ana turned on AI summary. It uses your voice')
    const details = detailsOf(choice())
    expect(details).toHaveAttribute('open')
    expect(details).toHaveTextContent('AI modelacme-large-3WhereEUTrainingOnly if you switch it on')
    // The question above has said the rest.
    expect(details).not.toHaveTextContent(/turned on|Kept/)
    expect(await findViolations(choices())).toEqual([])
  })

  it('say after the answer, in the details, all that the question said', async () => {
    const page = await openPage(both)
    await include(page)
    await press(page, 'My choices')
    const details = detailsOf(choice())
    expect(details).not.toHaveAttribute('open')
    await page.user.click(within(details).getByText('Details'))
    for (const fact of [
      'Ana turned on AI summary. It uses your voice and your chat messages to summarise the meeting.',
      'You can change your answer at any time.',
      'Processed byAcme AI (acme-large-3, EU)',
      'AI modelacme-large-3',
      'KeptFor 30 days',
    ]) {
      expect(details).toHaveTextContent(fact)
    }
  })

  it('name the company beside the model and the place where there are several, and no row that is empty', async () => {
    const processors = [
      { name: 'Acme AI', model: 'acme-large-3' },
      { name: 'Bolt', model: 'b2' },
    ]
    const page = await openPage(both, { features: [{ ...summary, processors }] })
    await page.turnOn()
    await press(page, 'Details')
    const details = detailsOf(choice())
    expect(details).toHaveTextContent('AI modelacme-large-3 (Acme AI) and b2 (Bolt)')
    expect(details).not.toHaveTextContent('Where')
  })

  it('say so where erasing could not be asked for, and ask again', async () => {
    const ledger = failingLedger(memoryLedger())
    const page = await openPage(both, { ledger })
    await include(page)
    await press(page, 'Stop including me')
    await press(page, 'My choices')
    const repair = ledger.fail()
    await press(page, 'Erase what was captured', choice())
    expect(choice()).toHaveTextContent('That did not work. Please try again.')
    expect(choice()).not.toHaveTextContent('Erasing')
    repair()
    await press(page, 'Erase what was captured', choice())
    expect(choice()).toHaveTextContent('Acme AI: not confirmed yet')
    expect(choice()).not.toHaveTextContent('That did not work')
  })

  it('say that they are on their way until they are there', async () => {
    const page = await openPage(both)
    fireEvent.click(screen.getByRole('button', { name: 'My choices' }))
    expect(screen.getByText('Loading…')).toHaveAttribute('role', 'status')
    await page.pass(0)
    expect(choices()).toBeVisible()
    expect(screen.queryByText('Loading…')).toBeNull()
  })

  it('says who, where, how long, whether it trains, and what cannot be prevented', async () => {
    const page = await openPage(both)
    await include(page)
    await press(page, 'My choices')
    for (const fact of ['Acme AI (acme-large-3, EU)', 'For 30 days', 'Only if you switch it on']) {
      expect(choice()).toHaveTextContent(fact)
    }
    expect(choices()).toHaveTextContent('Your voice may still be heard through somebody else’s microphone')
    expect(await findViolations(choices())).toEqual([])
  })
})
