import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './src/call-browser.ts'
import { type CallPage, openGuest, openHost } from './src/call-page.ts'
import { type ConsentPage, consentOf } from './src/consent-page.ts'
import { type DemoServer, startDemoServer } from './src/demo-server.ts'

// The sign is true (D22): an indicator that nobody can see is none, however it was hidden.

let browser: Browser
let demo: DemoServer
let ana: CallPage & ConsentPage
let ben: CallPage & ConsentPage

const withConsent = (page: CallPage) => Object.assign(page, consentOf(page))
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const received = async (person: CallPage) => {
  const { participants } = await demo.hearing()
  return participants[await person.participant()]?.packets.received ?? 0
}
/** Packets of both that arrive within 400 ms. */
const arriving = async () => {
  const before = [await received(ana), await received(ben)] as const
  await pause(400)
  return { ana: (await received(ana)) - before[0], ben: (await received(ben)) - before[1] }
}
const isHeard = (count: number) => count > 5

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([launchChromium(), startDemoServer()])
  ana = withConsent(await openHost(browser, demo.address, { name: 'Ana', toneHz: 440 }))
  await ana.enter()
  ben = withConsent(await openGuest(browser, ana.link(), { name: 'Ben', toneHz: 550 }))
  await ben.enter()
  await ana.turnsOn('Meeting summary', 'include me')
  await ben.accepts('Meeting summary')
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

test('both are heard while both can see their indicator', async () => {
  await expect.poll(async () => Object.values(await arriving()).every(isHeard)).toBe(true)
})

const cover = 'position:fixed;inset:0;background:#000;z-index:99999'
test.each([
  ['visibility', '.askfirst-indicator { visibility: hidden }'],
  ['opacity of what it stands in', ':has(> .askfirst-indicator) { opacity: 0 }'],
  ['clipping', '.askfirst-indicator { clip-path: inset(50%) }'],
  ['moving it away', '.askfirst-indicator { position: fixed; left: -9999px }'],
  ['no box', '.askfirst-indicator { display: none }'],
  ['covering', `body::after { content: ""; ${cover} }`],
])('hidden by %s, nothing of him goes to the AI, while she is heard', async (_, css) => {
  const style = await ben.page.addStyleTag({ content: css })
  await pause(300)
  const { ana: hers, ben: his } = await arriving()
  expect(his).toBe(0)
  expect(hers).toBeGreaterThan(5)
  await style.evaluate((element) => (element as Element).remove())
  const before = await received(ben)
  await expect.poll(() => received(ben)).toBeGreaterThan(before)
})

test('my choices over it, full screen and a tab in the background hide nothing', async () => {
  await ben.page.getByRole('button', { name: 'My choices' }).click()
  await ben.page.getByRole('dialog', { name: 'My choices' }).waitFor()
  await pause(400)
  expect(isHeard((await arriving()).ben)).toBe(true)
  await ben.page.keyboard.press('Escape')
  await ben.page
    .locator('.tile')
    .first()
    .evaluate((tile) => tile.requestFullscreen())
  await pause(500)
  expect(isHeard((await arriving()).ben)).toBe(true)
  await ben.page.evaluate(() => document.exitFullscreen())
  const other = await ben.page.context().newPage()
  await other.bringToFront()
  await pause(400)
  expect(isHeard((await arriving()).ben)).toBe(true)
  await other.close()
})

test('on a low screen, with everything on, all of it can be seen and pressed', async () => {
  await ana.turnsOn('Transcript', 'include me')
  await ana.turnsOn('Live captions', 'include me')
  await ana.page.getByRole('button', { name: 'Close AI notes' }).click()
  const sign = ana.page.getByRole('region', { name: 'AI in this call' })
  for (const [width, height] of [
    [568, 320],
    [320, 256],
  ] as const) {
    await ana.page.setViewportSize({ width, height })
    await pause(300)
    await ana.page.evaluate(() => scrollTo(0, 0))
    expect((await sign.boundingBox())?.y).toBeGreaterThanOrEqual(0)
    // A trial of a press: it fails where something else lies over it.
    for (const control of await sign.getByRole('button').all()) await control.click({ trial: true })
  }
})
