import { acceptOrLeave, everyoneOrNobody, leaveMeOut, type Policy } from '@askfirst/core'
import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { findViolations, openPage, withPolicy } from '../tests/call-page.tsx'
import { ConsentIndicator } from './consent-indicator.tsx'
import { ConsentNotice } from './consent-notice.tsx'
import { createI18next } from './i18next.ts'
import { ar } from './text/ar.ts'
import { de } from './text/de.ts'

const LEAVE = 'If unanswered, you leave soon; “Later” adds time.'
const EXCLUDE = 'The time to answer is nearly over. Until answered, you stay left out.'
const notice = () => screen.queryByRole('region', { name: /^Include you/ })
const heard = (words: string) =>
  screen.getAllByRole('status').filter(({ textContent }) => textContent?.includes(words) === true)

const limited = (policy: Policy, then: 'leave' | 'exclude', afterMs = 60_000) =>
  withPolicy({ ...policy, unanswered: { afterMs, then } })

async function asked(feature: ReturnType<typeof withPolicy>, options: Parameters<typeof openPage>[1] = {}) {
  const page = await openPage(
    <>
      <ConsentIndicator />
      <ConsentNotice />
    </>,
    { features: [feature], others: [], isRostered: true, ...options },
  )
  await page.turnOn()
  await page.pass(700)
  return page
}

describe('before the time to answer is over', () => {
  it.each([
    ['leaving', limited(acceptOrLeave, 'leave'), LEAVE],
    ['staying left out', limited(leaveMeOut, 'exclude'), EXCLUDE],
    ['holding everybody up', limited(everyoneOrNobody, 'leave'), LEAVE],
  ])('%s: the notice says so, once, without a number, and nothing ticks', async (_, feature, words) => {
    const page = await asked(feature)
    await page.advance(29_000)
    expect(notice()).not.toHaveTextContent(words)
    if (words === LEAVE) expect(notice()).toHaveTextContent('After 1 minute without an answer you leave.')
    await page.advance(1_000)
    expect(notice()).toHaveTextContent(words)
    // Said once: the notice gets no longer by it.
    expect(notice()).not.toHaveTextContent('After 1 minute')
    expect(words).not.toMatch(/\d/)
    expect(heard(words)).toHaveLength(1)
    const before = notice()?.textContent
    const status = heard(words)[0]?.textContent
    await page.advance(25_000)
    expect(notice()?.textContent).toBe(before)
    expect(heard(words)[0]?.textContent).toBe(status)
    expect(await findViolations()).toEqual([])
  })

  it('a short time is said to be ending together with the question', async () => {
    await asked(limited(acceptOrLeave, 'leave', 20_000))
    expect(notice()).toHaveTextContent(LEAVE)
    // Said once, and the shorter for it.
    expect(notice()).not.toHaveTextContent('After 20 seconds')
    const [status] = heard(LEAVE)
    expect(status).toHaveTextContent('Question: include you in AI summary?')
  })

  it('“Later” gives more, and the question is back, and heard, before that is over', async () => {
    const page = await asked(limited(acceptOrLeave, 'leave'))
    for (let times = 0; times < 3; times += 1) {
      await page.advance(31_000)
      expect(notice()).toHaveTextContent(LEAVE)
      expect(heard(LEAVE)).toHaveLength(1)
      await page.pass(700)
      await page.user.click(within(notice() as HTMLElement).getByRole('button', { name: 'Later' }))
      await page.pass(0)
      expect(notice()).toBeNull()
      expect(heard(LEAVE)).toEqual([])
    }
    expect(await page.deeds()).not.toContain('participant.left')
    expect(screen.getByRole('region', { name: 'AI in this call' })).toHaveTextContent('you can still answer')
  })

  it('who put off what costs nothing is left alone', async () => {
    const page = await asked(limited(leaveMeOut, 'exclude'))
    await page.user.click(screen.getByRole('button', { name: 'Later' }))
    await page.advance(65_000)
    expect(notice()).toBeNull()
    expect(heard(EXCLUDE)).toEqual([])
  })

  it.each([
    ['de', 'Die Zeit zum Antworten ist bald um, dann verlassen Sie den Anruf. „Später“ gibt Ihnen mehr.'],
    ['ar', 'يوشك وقت الإجابة أن ينتهي، وبعده مغادرة المكالمة. «لاحقًا» يمنحك المزيد.'],
  ])('is said in %s', async (lang, words) => {
    const page = await asked(limited(acceptOrLeave, 'leave'), {
      i18n: createI18next({ lang, resources: { de, ar } }),
    })
    await page.advance(31_000)
    expect(heard(words)).toHaveLength(1)
  })
})
