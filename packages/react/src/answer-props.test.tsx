import { expectFairNoticeInDom } from '@askfirst/testing/fair'
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { openPage, summary } from '../tests/call-page.tsx'
import { toAnswerProps, useNotice } from './index.ts'
import { listWatched, seam } from './seam.ts'

/** A notice of the app's own, by hooks alone. */
function OwnNotice() {
  const { announcement, current, regionRef } = useNotice()
  return (
    <>
      <p role="status">{announcement}</p>
      {current && (
        <section ref={regionRef} tabIndex={-1} aria-labelledby="asked" lang="en">
          <h2 id="asked">{current.words.title}</h2>
          <p data-askfirst="lead">{current.words.lead}</p>
          <p>{current.words.facts.map(({ label, text }) => `${label}: ${text}.`).join(' ')}</p>
          <p>{current.words.notes.join(' ')}</p>
          <div>
            {(['accept', 'refuse', 'later'] as const).map((answer) => (
              <button key={answer} type="button" {...toAnswerProps(current, answer)}>
                {current.words[answer]}
              </button>
            ))}
          </div>
        </section>
      )}
    </>
  )
}
const control = (name: string) => screen.getByRole('button', { name })
const { asks, ...rest } = summary
const features = [{ ...rest, asks: { summarise: asks.summarise } }]

it.each([
  ['Include me', 'consent.accepted'],
  ['Leave me out', 'consent.declined'],
  ['Later', 'consent.deferred'],
])('what is spread on a button makes it the control of an answer: %s', async (name, deed) => {
  const page = await openPage(<OwnNotice />, { features })
  await page.turnOn()
  expectFairNoticeInDom(document)
  expect(control(name)).toHaveAttribute('data-state', 'arming')
  await page.user.click(control(name))
  await page.pass(2_100)
  expect(await page.deeds()).toEqual(['notice.shown'])
  expect(control(name)).toHaveAttribute('data-state', 'armed')
  await page.user.click(control(name))
  await page.pass(0)
  expect(await page.deeds()).toContain(deed)
})

it('is not armed while yes or no is out of sight, wherever "Later" is', async () => {
  let unseen = 'Later'
  const page = await openPage(<OwnNotice />, { features })
  const isInSight = (element: HTMLElement) =>
    listWatched(element).every(({ textContent }) => textContent !== unseen)
  Object.assign(seam, { isInSight })
  await page.turnOn()
  await page.pass(700)
  expect(control('Include me')).toHaveAttribute('data-state', 'armed')
  unseen = 'Leave me out'
  await page.pass(700)
  expect(control('Include me')).toHaveAttribute('data-state', 'arming')
})
