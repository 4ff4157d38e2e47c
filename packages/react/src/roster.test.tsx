import { fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { findViolations, openPage, withPolicy } from '../tests/call-page.tsx'
import { ConsentTally } from './consent-tally.tsx'
import { Roster } from './roster.tsx'

const PEOPLE = Array.from({ length: 60 }, (_, at) => `Person ${at}`)

// jsdom lays nothing out: a list as high as twelve lines.
const laidOut = { clientHeight: 288, offsetHeight: 24 }
beforeEach(() => {
  for (const [side, value] of Object.entries(laidOut)) {
    Object.defineProperty(HTMLElement.prototype, side, { configurable: true, value })
  }
})
afterEach(() => {
  for (const side of Object.keys(laidOut)) Reflect.deleteProperty(HTMLElement.prototype, side)
})

const open = async (disclosure: 'named' | 'counts' | 'outcome') => {
  const nameOf = vi.fn((id: string) => id)
  const page = await openPage(<ConsentTally feature="meeting-summary" nameOf={nameOf} />, {
    as: { role: 'host' },
    features: [withPolicy({ disclosure })],
    others: PEOPLE,
  })
  await page.turnOn()
  await page.advance(1_000)
  return { ...page, nameOf }
}

it('of very many names the page holds those in sight, and says how many there are', async () => {
  await open('named')
  const list = screen.getByRole('region', { name: '1 included · 61 not included' })
  expect(list).toHaveAttribute('tabindex', '0')
  const items = within(list).getAllByRole('listitem')
  expect(items.length).toBeLessThan(40)
  expect(items[0]).toHaveAttribute('aria-setsize', '62')
  expect(items[0]).toHaveAttribute('aria-posinset', '1')
  expect(await findViolations()).toEqual([])
})

it('a decision renders the line of who decided, and no other', async () => {
  const page = await open('named')
  const guest = await page.during(page.meeting.join('Person 3'))
  await page.advance(1_000)
  page.nameOf.mockClear()
  await page.during(guest.show('meeting-summary', { visibleMs: 2_000, lang: 'en' }))
  await page.during(guest.accept('meeting-summary', { grants: [], seen: 0 }))
  await page.advance(1_000)
  expect(screen.getByText('Person 3: included')).toBeVisible()
  expect(new Set(page.nameOf.mock.calls.flat())).toEqual(new Set(['Person 3']))
})

it.each(['counts', 'outcome'] as const)('names nobody where the feature discloses %s', async (disclosure) => {
  const page = await open(disclosure)
  expect(page.nameOf).not.toHaveBeenCalled()
  expect(document.body).not.toHaveTextContent('Person')
})

it('who scrolls has the lines in sight looked at, and not all ten thousand', () => {
  let looks = 0
  const people = Array.from({ length: 10_000 }, (_, at) => ({
    get participant() {
      looks += 1
      return `Person ${at}`
    },
  }))
  render(<Roster people={people} label="Many" line={({ participant }) => participant} />)
  const list = screen.getByRole('region', { name: 'Many' })
  looks = 0
  fireEvent.scroll(list, { target: { scrollTop: 4_800 } })
  expect(screen.getByText('Person 200')).toBeVisible()
  expect(looks).toBeLessThan(500)
})
