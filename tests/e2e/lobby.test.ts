import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './src/call-browser.ts'
import { openGuest, openHost } from './src/call-page.ts'
import { consentOf } from './src/consent-page.ts'
import { type DemoServer, startDemoServer } from './src/demo-server.ts'

// Asked before joining, on the smallest screen that WCAG knows (D01, D26), by keyboard alone (W15).

const smallest = { width: 320, height: 256 }
let browser: Browser
let demo: DemoServer

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([launchChromium(), startDemoServer()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

test('yes and no are in view without scrolling, join can be reached, and focus is never lost', async () => {
  const ana = await openHost(browser, demo.address, { name: 'Ana', toneHz: 440 })
  await ana.enter()
  await consentOf(ana).turnsOn('Meeting summary', 'include me')
  const context = await browser.newContext({ viewport: smallest })
  const { page } = await openGuest(browser, ana.link(), { name: 'Ben', toneHz: 550, context })
  const notice = page.getByRole('region', { name: /^Include you in/ })
  for (const name of ['Include me', 'Leave me out']) {
    const button = notice.getByRole('button', { name })
    await button.waitFor()
    const isHit = await button.evaluate((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect()
      const corners = [left + 6, right - 6].flatMap((x) => [top + 6, bottom - 6].map((y) => [x, y] as const))
      return corners.every(([x, y]) => element.contains(document.elementFromPoint(x, y)))
    })
    expect({ name, isHit }).toEqual({ name, isHit: true })
  }
  // Scrolled above the notice, and pressable there.
  const join = page.getByRole('button', { name: 'Join now' })
  await join.evaluate((element) => element.scrollIntoView({ block: 'start' }))
  await join.click({ trial: true })

  await page.keyboard.press('F6')
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? 'nothing')
  while ((await focused()) !== 'Later') await page.keyboard.press('Tab')
  await notice.locator('[data-askfirst="later"][data-state="armed"]').waitFor()
  await page.keyboard.press('Enter')
  await notice.waitFor({ state: 'detached' })
  // Back to where it was: the heading of the lobby.
  await expect.poll(focused).toBe('Ready, Ben?')
})
