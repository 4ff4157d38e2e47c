import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './src/call-browser.ts'
import { type CallPage, openDevice, openGuest, openHost } from './src/call-page.ts'
import { type DemoServer, startDemoServer } from './src/demo-server.ts'

/** The call by itself, before anybody is asked anything: one story, in order. */
let browser: Browser
let demo: DemoServer
let ana: CallPage
let ben: CallPage
let cleo: CallPage

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([launchChromium(), startDemoServer()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

test('three people meet, and hear each other', async () => {
  ana = await openHost(browser, demo.address, { name: 'Ana', toneHz: 440 })
  await ana.enter()
  ben = await openGuest(browser, ana.link(), { name: 'Ben', toneHz: 550 })
  await ben.enter()
  cleo = await openGuest(browser, ana.link(), { name: 'Cleo', toneHz: 660 })
  await cleo.enter()
  await expect.poll(() => ana.hears()).toEqual([550, 660])
  await expect.poll(() => ben.hears()).toEqual([440, 660])
  await expect.poll(() => cleo.hears()).toEqual([440, 550])
})

test('they write to each other', async () => {
  await ana.sendChat('Good morning')
  await ben.sendChat('Morning!')
  await expect.poll(() => cleo.chat()).toEqual(['Good morning', 'Morning!'])
})

test('a caption goes after some seconds, however much others go on', async () => {
  const caption = (text: string) => cleo.page.locator('.caption').filter({ hasText: text })
  await ana.sendCaption('I stop here')
  await caption('I stop here').waitFor()
  for (const word of ['and', 'he', 'goes', 'on']) {
    await ben.sendCaption(word)
    await cleo.page.waitForTimeout(2_500)
  }
  expect(await caption('I stop here').count()).toBe(0)
})

test('everybody sees that there is a bot, and not one packet of anybody reaches it', async () => {
  await ana.openPanel('People')
  await ana.page.getByRole('list', { name: 'In this meeting' }).getByText('AI notetaker').waitFor()
  await expect.poll(async () => Object.keys((await demo.hearing()).participants).length).toBe(3)
  const { participants } = await demo.hearing()
  for (const heard of Object.values(participants)) {
    expect(heard).toMatchObject({ packets: { received: 0, admitted: 0 }, seconds: 0, tones: {} })
  }
})

test('killing the server leaves the media alone; chat comes back with what was written before', async () => {
  await demo.killServer()
  await ana.page.getByText('Connection to the server lost').waitFor()
  expect(await ana.hears()).toEqual([550, 660])
  await demo.startServer()
  await ben.sendChat('Are we back?')
  await expect.poll(() => cleo.chat()).toEqual(['Good morning', 'Morning!', 'Are we back?'])
  expect(await ana.hears()).toEqual([550, 660])
})

test('what is written while the network is gone unnoticed comes back, the page says why, and all hear each other again', async () => {
  const { page } = ben
  const message = page.getByRole('textbox', { name: 'Message' })
  await ben.openPanel('Chat')
  await page.context().setOffline(true)
  await message.fill('Does anybody')
  await page.keyboard.press('Enter')
  await page.keyboard.type('read this?')
  await page.getByText('Connection to the server lost').waitFor()
  await expect.poll(() => message.inputValue()).toBe('Does anybody read this?')
  await page.context().setOffline(false)
  await page.locator('.connection').filter({ hasNotText: 'lost' }).waitFor({ state: 'attached' })
  await message.press('Enter')
  // In one line, or in two where the browser hands over after all what it was given before: never twice.
  await expect.poll(async () => (await cleo.chat()).slice(3).join(' ')).toBe('Does anybody read this?')
  await expect.poll(() => ana.hears()).toEqual([550, 660])
  await expect.poll(() => ben.hears()).toEqual([440, 660])
  await expect.poll(() => cleo.hears()).toEqual([440, 550])
})

test('a reload comes back into the call as the same person', async () => {
  const before = await ben.participant()
  await ben.reload()
  expect(await ben.participant()).toBe(before)
  await expect.poll(() => ana.hears()).toEqual([550, 660])
  await expect.poll(() => ben.hears()).toEqual([440, 660])
  expect(await ana.tiles()).toHaveLength(3)
  // What is there again is a line of his own.
  await ben.page.getByRole('button', { name: 'Chat', exact: true }).waitFor()
  expect((await ben.chat()).at(-1)).toMatch(/read this\?$/)
})

test('a link makes a second device the same person, once', async () => {
  const link = await ben.deviceLink()
  const device = await openDevice(browser, link, { name: 'Ben', toneHz: 770 })
  await device.enter()
  expect(await device.participant()).toBe(await ben.participant())
  await expect.poll(() => ana.hears()).toEqual([550, 660, 770])
  expect(await ben.hears()).toEqual([440, 660])

  const other = await browser.newPage()
  await other.goto(link)
  await other.getByRole('alert').getByText('used already').waitFor()
  await other.close()
  await device.leave()
  await expect.poll(() => ana.hears()).toEqual([550, 660])
})

test('a duplicated tab is somebody else', async () => {
  const copy = await ben.page.context().newPage()
  const storage = await ben.page.evaluate(() => JSON.stringify(sessionStorage))
  await copy.addInitScript((stored) => {
    for (const [key, value] of Object.entries(JSON.parse(stored))) sessionStorage.setItem(key, String(value))
  }, storage)
  await copy.goto(ben.page.url())
  await copy.getByText('join here as another person').waitFor()
  await copy.getByLabel('Your name').waitFor()
  await copy.close()
})

test('who leaves is gone for the others', async () => {
  await cleo.leave()
  await expect.poll(() => ana.hears()).toEqual([550])
  await expect.poll(() => ana.tiles()).toHaveLength(2)
})
