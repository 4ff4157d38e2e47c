import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './src/call-browser.ts'
import { openGuest, openHost } from './src/call-page.ts'
import { consentOf } from './src/consent-page.ts'
import { type DemoServer, startDemoServer } from './src/demo-server.ts'

// Somebody who wants no more questions: left out without a dialog, and still the one who decides.

const SUMMARY = 'Meeting summary'
const CAPTIONS = 'Live captions'
let browser: Browser
let demo: DemoServer

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([launchChromium(), startDemoServer()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

/** Names of the people whose tone reached the notetaker in the last 400 ms. */
async function notetakerHears(): Promise<string[]> {
  const { now, participants } = await demo.hearing()
  return Object.values(participants)
    .filter(({ tones }) => Object.values(tones).some((at) => now - at < 400))
    .map(({ name }) => name ?? '?')
    .sort()
}

test('a guest who always says no is left out of what comes, in every tab, until their own yes', async () => {
  const ana = await openHost(browser, demo.address, { name: 'Ana', toneHz: 440 })
  const host = consentOf(ana)
  await ana.enter()
  const ben = await openGuest(browser, ana.link(), { name: 'Ben', toneHz: 550 })
  const guest = consentOf(ben)
  await ben.enter()
  await host.turnsOn(SUMMARY, 'include me')
  await guest.accepts(SUMMARY)
  await expect.poll(notetakerHears).toEqual(['Ana', 'Ben'])

  // A yes that was given stays; what is asked after it is answered.
  await guest.alwaysSaysNo('on')
  await host.turnsOn(CAPTIONS, 'include me')
  await guest.seesQuietLine(CAPTIONS)
  await guest.seesNoNotice()
  await guest.indicatorSays(CAPTIONS, 'Left out')
  expect(await notetakerHears()).toEqual(['Ana', 'Ben'])

  // The next run of the same feature is another question.
  await host.turnsOff(SUMMARY)
  await host.turnsOn(SUMMARY, 'include me')
  await guest.seesQuietLine(SUMMARY)
  await guest.seesNoNotice()
  await expect.poll(notetakerHears).toEqual(['Ana'])
  const { participants } = await demo.hearing()
  const packets = participants[await ben.participant()]?.packets.received
  await expect.poll(() => ana.hears()).toEqual([550])
  await ben.reload()
  await guest.indicatorSays(SUMMARY, 'Left out')
  await guest.seesNoNotice()
  const later = (await demo.hearing()).participants[await ben.participant()]?.packets.received
  expect(later).toBe(packets)

  // It is the browser's, for every tab of the app: until it is switched off, and then nobody there is asked less.
  const context = ben.page.context()
  const cleo = await openGuest(browser, ana.link(), { name: 'Cleo', toneHz: 660, context })
  await consentOf(cleo).seesQuietLine(SUMMARY)
  await cleo.page.getByRole('button', { name: 'Change' }).first().click()
  const standing = cleo.page.getByRole('switch', { name: 'Always say no here' })
  const isOn = () => standing.getAttribute('aria-checked')
  await expect.poll(isOn).toBe('true')
  await guest.alwaysSaysNo('off')
  await expect.poll(isOn).toBe('false')
  await cleo.close()
  const dora = await openGuest(browser, ana.link(), { name: 'Dora', toneHz: 770, context })
  await consentOf(dora).seesNotice(SUMMARY)
  await dora.close()
  await guest.changesTo(SUMMARY, 'Include me')
  await expect.poll(notetakerHears).toEqual(['Ana', 'Ben'])
})
