import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './src/call-browser.ts'
import { type CallPage, openHost } from './src/call-page.ts'
import { consentOf } from './src/consent-page.ts'
import { type DemoServer, startDemoServer } from './src/demo-server.ts'

// Devtools in the built call: nobody carries them who does not ask for them.

let browser: Browser
let demo: DemoServer
let ana: CallPage
const loaded = new Set<string>()

const timeline = () => ana.page.getByRole('region', { name: 'Consent timeline' })
/** Scripts of the page that hold the panel. */
const carriers = async () => {
  const texts = await Promise.all([...loaded].map(async (url) => (await fetch(url)).text()))
  return texts.filter((text) => text.includes('Consent timeline')).length
}

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([launchChromium(), startDemoServer()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

test('1 · a call loads nothing of it', async () => {
  const context = await browser.newContext({ viewport: { width: 1100, height: 720 } })
  context.on('request', (request) => {
    if (request.resourceType() === 'script') loaded.add(request.url())
  })
  ana = await openHost(browser, demo.address, { name: 'Ana', toneHz: 440, context })
  await ana.enter()
  expect(loaded.size).toBeGreaterThan(0)
  expect(await carriers()).toBe(0)
})

test('2 · a key opens it, and it tells what happens from then on', async () => {
  await ana.page.keyboard.press('Control+Shift+D')
  await timeline().waitFor()
  expect(await carriers()).toBe(1)
  await timeline()
    .getByRole('row', { name: /^summarise feature-off closed$/ })
    .waitFor()
  await consentOf(ana).turnsOn('Meeting summary', 'include me')
  await timeline()
    .getByRole('row', { name: /^summarise open open$/ })
    .waitFor()
  const told = await timeline().getByRole('listitem').allTextContents()
  const at = (words: string) => told.findIndex((entry) => entry.includes(words))
  // Newest first.
  expect(at('Wish: enable')).toBeGreaterThan(at('Gate opened: summarise'))
  expect(at('Gate opened: summarise')).toBeGreaterThan(-1)
  expect(at('Reply: enable done')).toBeGreaterThan(-1)
})

test('3 · Esc closes it, and answers nothing', async () => {
  await timeline().getByRole('button', { name: 'Clear' }).press('Escape')
  await timeline().waitFor({ state: 'detached' })
  await ana.page.keyboard.press('Control+Shift+D')
  await timeline()
    .getByRole('row', { name: /^summarise open open$/ })
    .waitFor()
})
