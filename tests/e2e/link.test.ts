import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './src/call-browser.ts'
import { openGuest, openHost } from './src/call-page.ts'
import { consentOf } from './src/consent-page.ts'
import { type DemoServer, startDemoServer } from './src/demo-server.ts'
import { findViolations } from './src/find-violations.ts'

// Somebody has left, and the server was started anew: they come back by their link, without scripts, by keyboard.

const SUMMARY = 'Meeting summary'
let browser: Browser
let demo: DemoServer

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([launchChromium(), startDemoServer()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

/** Tabs to a button and presses it, as who uses no mouse does; what is pressed for is on the page that comes. */
async function pressByKeyboard(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name })
  for (let tabs = 0; tabs < 12; tabs += 1) {
    await page.keyboard.press('Tab')
    if (await button.and(page.locator(':focus')).count()) break
  }
  const ring = await page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body)
    return [outlineStyle, Number.parseFloat(outlineWidth) >= 2]
  })
  expect(ring).toEqual(['solid', true])
  await page.keyboard.press('Enter')
  await button.waitFor({ state: 'detached' })
}

test('a guest comes back after the call, takes a yes back and has it erased, until it is confirmed', async () => {
  const ana = await openHost(browser, demo.address, { name: 'Ana', toneHz: 440 })
  await ana.enter()
  const ben = await openGuest(browser, ana.link(), { name: 'Ben', toneHz: 550 })
  const guest = consentOf(ben)
  await ben.enter()
  await consentOf(ana).turnsOn(SUMMARY, 'include me')
  await guest.accepts(SUMMARY)
  const address = await guest.takesLink()
  await ben.close()
  await demo.killServer()
  await demo.startServer()

  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 },
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  await page.goto(address)
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('What is kept of you')
  expect(await findViolations(browser, page)).toEqual([])
  await pressByKeyboard(page, `Take back my yes to ${SUMMARY}`)
  await page.getByText(`you took back your yes to ${SUMMARY}`).waitFor()
  await pressByKeyboard(page, `Have erased what ${SUMMARY} captured`)
  // The notetaker is told once it is connected again, erases, and says so.
  await expect
    .poll(
      async () => {
        await page.reload()
        return page.getByText('Everybody who was asked has confirmed.').count()
      },
      { timeout: 30_000, interval: 500 },
    )
    .toBe(1)
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.getByRole('link', { name: 'العربية' }).click()
    await page.getByRole('heading', { level: 1, name: 'ما هو محفوظ عنك' }).waitFor()
    expect(await findViolations(browser, page)).toEqual([])
    await page.getByRole('link', { name: 'English' }).click()
  }
  const folder = process.env.ASKFIRST_PICTURES
  if (folder !== undefined) {
    await page.setViewportSize({ width: 900, height: 900 })
    await writeFile(join(folder, 'own-page.html'), await page.content())
  }

  await pressByKeyboard(page, 'End this link')
  await page.getByRole('heading', { level: 1, name: 'This link has ended' }).waitFor()
  expect(await findViolations(browser, page)).toEqual([])
  await page.goto(address)
  await page.getByText('This link leads nowhere').waitFor()
  expect(await findViolations(browser, page)).toEqual([])
  // A browser tells of an answer that is not a 2xx.
  expect(complaints.filter((said) => !said.includes('404'))).toEqual([])
  await ana.close()
  await context.close()
})

test('no page of anybody else may frame it, and none it leads to is told its address', async () => {
  const ana = await openHost(browser, demo.address, { name: 'Ana', toneHz: 440 })
  await ana.enter()
  const address = await consentOf(ana).takesLink()
  const page = await (await browser.newContext()).newPage()
  await page.route('https://elsewhere.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><iframe src="${address}"></iframe>` }),
  )
  await page.goto('https://elsewhere.example/')
  const frame = page.frames().find((one) => one !== page.mainFrame())
  expect(await frame?.getByText('What is kept of you').count()).toBe(0)
  await page.goto(address)
  const asked = page.waitForRequest('https://elsewhere.example/next')
  await page.evaluate(() => {
    location.href = 'https://elsewhere.example/next'
  })
  expect((await asked).headers().referer).toBeUndefined()
  await ana.close()
  await page.context().close()
})
