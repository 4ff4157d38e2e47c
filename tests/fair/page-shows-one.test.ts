import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from './src/fair-browser.ts'

// The page of the tests itself: what acts in it may come before it is there, as after somebody went away and is back.

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

test('whoever acts in the page as it loads waits for it, and one is shown at a time', async () => {
  const page = await browser.newPage()
  await page.addInitScript(() => {
    // Everything that may act begins as soon as it can.
    Object.defineProperty(globalThis, 'call', {
      configurable: true,
      set(call) {
        Object.defineProperty(globalThis, 'call', { value: call })
        const query = '?part=notice'
        Reflect.set(
          globalThis,
          'acted',
          Promise.all([call.state(), call.show(query), call.show(query), call.state()]),
        )
      },
    })
  })
  await page.goto(`${inject('fairPage')}?part=notice`)
  const nothing = { answer: 'none', captured: false }
  expect(await page.evaluate('acted.then(([first, , , last]) => [first, last])')).toEqual([nothing, nothing])
  expect(await page.locator('.askfirst-indicator').count()).toBe(1)
  await page.close()
})
