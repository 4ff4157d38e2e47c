import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from './src/fair-browser.ts'

// On a small screen with several questions open, the words of the one that is asked are what is read first.

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

/** How much of the lead, in pixels, is neither cut off nor under the answers. */
const leadInSight = (page: Page) =>
  page.evaluate(() => {
    const lead = document.querySelector('[data-askfirst="lead"]')?.getBoundingClientRect()
    const region = document.querySelector('.askfirst-notice')?.getBoundingClientRect()
    const answer = document.querySelector('.askfirst-answer')?.getBoundingClientRect()
    if (lead === undefined || region === undefined || answer === undefined) return 0
    return Math.min(lead.bottom, answer.top) - Math.max(lead.top, region.top)
  })

async function twoQuestions(viewport: { width: number; height: number }): Promise<Page> {
  const page = await browser.newPage({ viewport })
  await page.goto(`${inject('fairPage')}?part=notice&state=two&policy=leaveMeOut&lang=en`)
  await page.getByRole('region', { name: /^Include you in/ }).waitFor()
  return page
}

test('the words stand above the other questions, also where the app leaves little room', async () => {
  const page = await twoQuestions({ width: 320, height: 480 })
  try {
    // As much as a call with a long sign and a toolbar keeps clear.
    await page.addStyleTag({ content: '.askfirst-notice { --_block-start: 160px; --_block-end: 60px }' })
    expect(await leadInSight(page)).toBeGreaterThan(24)
  } finally {
    await page.close()
  }
})

test('a yes that is pressed while they are out of sight brings them there, and counts once they were', async () => {
  const page = await twoQuestions({ width: 320, height: 256 })
  try {
    const region = page.locator('.askfirst-notice')
    await region.evaluate((element) => element.scrollTo(0, element.scrollHeight))
    expect(await leadInSight(page)).toBeLessThan(0)
    const yes = page.getByRole('button', { name: 'Include me' })
    await expect
      .poll(
        async () => {
          await yes.click({ force: true })
          return leadInSight(page)
        },
        { interval: 800, timeout: 10_000 },
      )
      .toBeGreaterThan(0)
  } finally {
    await page.close()
  }
})
