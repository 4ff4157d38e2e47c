import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './src/call-browser.ts'
import { type CallPage, openDevice, openGuest, openHost } from './src/call-page.ts'
import { type ConsentPage, consentOf } from './src/consent-page.ts'
import { type DemoServer, startDemoServer } from './src/demo-server.ts'

// The main job in one story: a call, tones for voices, a notetaker that tells which tones reach it.
// Every silence is asserted while somebody else is heard.

const SUMMARY = 'Meeting summary'
const run = promisify(execFile)

let browser: Browser
let demo: DemoServer
let ana: CallPage & ConsentPage
let ben: CallPage & ConsentPage
let cleo: CallPage & ConsentPage
let dora: CallPage & ConsentPage
let room: string

const withConsent = (page: CallPage) => Object.assign(page, consentOf(page))
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Names of the people whose tone reached the notetaker in the last 400 ms. */
async function notetakerHears(): Promise<string[]> {
  const { now, participants } = await demo.hearing()
  return Object.values(participants)
    .filter(({ tones }) => Object.values(tones).some((at) => now - at < 400))
    .map(({ name }) => name ?? '?')
    .sort()
}
async function packetsOf(person: CallPage) {
  const { participants } = await demo.hearing()
  const heard = participants[await person.participant()]
  if (heard === undefined) throw new Error(`the notetaker has no connection of ${person.name}`)
  return heard
}
const log = async () => {
  const cli = fileURLToPath(new URL('../../packages/server/src/bin.ts', import.meta.url))
  const { stdout } = await run(process.execPath, [
    ...['--conditions=askfirst-source', '--disable-warning=ExperimentalWarning', cli],
    ...['log', room, '--json', '--ledger', join(demo.storage, 'consent.db')],
  ])
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; [key: string]: unknown })
}

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([launchChromium(), startDemoServer()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

test('1 · three people talk and write; the notetaker hears nobody', async () => {
  ana = withConsent(await openHost(browser, demo.address, { name: 'Ana', toneHz: 440, camera: 'drawn' }))
  await ana.enter()
  room = ana.room()
  ben = withConsent(await openGuest(browser, ana.link(), { name: 'Ben', toneHz: 550 }))
  await ben.enter()
  cleo = withConsent(await openGuest(browser, ana.link(), { name: 'Cleo', toneHz: 660 }))
  await cleo.enter()
  await expect.poll(() => ana.hears()).toEqual([550, 660])
  await expect.poll(() => ben.hears()).toEqual([440, 660])
  await ana.sendChat('Nobody has been asked yet')
  await expect.poll(() => cleo.chat()).toEqual(['Nobody has been asked yet'])
  expect(await notetakerHears()).toEqual([])
  for (const person of [ana, ben, cleo]) expect((await packetsOf(person)).packets.received).toBe(0)
})

test('2 · the host turns it on: others are asked, typing and a fullscreen tile go on, only she is heard', async () => {
  await cleo.openPanel('Chat')
  const draft = cleo.page.getByRole('textbox', { name: 'Message' })
  await draft.click()
  await ben.page.getByRole('figure', { name: 'Ana' }).hover()
  await ben.page.getByRole('button', { name: 'Show Ana (host) fullscreen' }).click()
  await expect.poll(() => ben.page.evaluate(() => document.fullscreenElement !== null)).toBe(true)

  const typing = draft.pressSequentially('every key stays in the chat line, and space too', { delay: 80 })
  await ana.turnsOn(SUMMARY, 'include me')
  await Promise.all([ben.seesNotice(SUMMARY), cleo.seesNotice(SUMMARY)])
  await typing
  expect(await draft.inputValue()).toBe('every key stays in the chat line, and space too')
  expect(await cleo.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).not.toMatch(
    /Include/,
  )
  const isInFullscreen = () =>
    ben.page.evaluate(() => document.fullscreenElement?.textContent?.includes('Include you in') ?? false)
  expect(await isInFullscreen()).toBe(true)
  await ben.page.evaluate(() => document.exitFullscreen())
  await cleo.seesNotice(SUMMARY)

  await expect.poll(notetakerHears).toEqual(['Ana'])
  for (const person of [ben, cleo]) expect((await packetsOf(person)).packets.received).toBe(0)
})

test('3 · one accepts, one stays out: still in the call, heard by people, never by the notetaker', async () => {
  await ben.accepts(SUMMARY)
  await cleo.declines(SUMMARY)
  await expect.poll(notetakerHears).toEqual(['Ana', 'Ben'])
  await expect.poll(() => ana.hears()).toEqual([550, 660])
  await expect.poll(() => ben.hears()).toEqual([440, 660])
  expect((await packetsOf(cleo)).packets.received).toBe(0)
  await cleo.sendChat('The penguin budget is not for the notetaker')
  await ben.sendChat('The release moves to the second week of March')
  await expect.poll(() => demo.storageHolds('second week of March')).not.toEqual([])
  expect(await demo.storageHolds('penguin budget')).toEqual([])
})

test('4 · a late joiner with a live microphone is asked, and not one packet leaves before the yes', async () => {
  dora = withConsent(await openGuest(browser, ana.link(), { name: 'Dora', toneHz: 770 }))
  await dora.enter()
  await expect.poll(() => ana.hears()).toEqual([550, 660, 770])
  await dora.seesNotice(SUMMARY)
  await pause(1_500)
  expect((await packetsOf(dora)).packets.received).toBe(0)
  expect(await notetakerHears()).toEqual(['Ana', 'Ben'])
  await dora.accepts(SUMMARY)
  await expect.poll(notetakerHears).toEqual(['Ana', 'Ben', 'Dora'])
})

test('5 · one press on the indicator: at most one more packet, and the call goes on', async () => {
  const before = (await packetsOf(ana)).packets.received
  const press = await ben.withdraws()
  await pause(600)
  const { packets, arrivals } = await packetsOf(ben)
  expect(packets.received - press.sent).toBeLessThanOrEqual(1)
  expect(packets.received).toBeGreaterThan(50)
  expect(Date.now() - (arrivals.at(-1)?.at ?? 0)).toBeGreaterThan(400)
  expect(await notetakerHears()).toEqual(['Ana', 'Dora'])
  expect((await packetsOf(ana)).packets.received).toBeGreaterThan(before + 20)
  await expect.poll(() => ana.hears()).toEqual([550, 660, 770])
})

test('5b · erasing, offered after: nothing of him is left in any store', async () => {
  expect(await demo.storageHolds('second week of March')).not.toEqual([])
  await ben.erases()
  expect(await demo.storageHolds('second week of March')).toEqual([])
})

test('6 · after a reload he is not asked again and still out; she is not heard before her indicator is back', async () => {
  await ben.reload()
  await ben.indicatorSays(SUMMARY, 'Left out')
  await ben.seesNoNotice()

  const earlier = new Set((await packetsOf(ana)).arrivals.map(({ connection }) => connection))
  await ana.page.reload({ waitUntil: 'commit' })
  await ana.seesIndicator()
  const indicatorAt = Date.now()
  await ana.indicatorSays(SUMMARY, 'Included')
  await expect.poll(notetakerHears).toEqual(['Ana', 'Dora'])
  const ofNewPage = async () =>
    (await packetsOf(ana)).arrivals.filter(({ connection }) => !earlier.has(connection))
  await expect.poll(async () => (await ofNewPage()).length).toBeGreaterThan(10)
  expect((await ofNewPage()).filter(({ at }) => at < indicatorAt - 100)).toEqual([])
  await ana.seesNoNotice()

  const tablet = withConsent(
    await openDevice(browser, await cleo.deviceLink(), { name: 'Cleo', toneHz: 880 }),
  )
  await tablet.enter()
  await tablet.indicatorSays(SUMMARY, 'Left out')
  await tablet.seesNoNotice()
  await tablet.changesTo(SUMMARY, 'Include me')
  await cleo.indicatorSays(SUMMARY, 'Included')
  await cleo.withdraws()
  await tablet.indicatorSays(SUMMARY, 'Left out')
  await tablet.leave()
  await cleo.close()
})

test('7 · off: nobody is heard and indicators go; on again: who said no is told, not asked', async () => {
  await ana.turnsOff(SUMMARY)
  await expect.poll(notetakerHears).toEqual([])
  await expect.poll(() => dora.indicator()).toContain('No AI is on')
  await expect.poll(() => ana.hears()).toContain(770)

  await ana.turnsOn(SUMMARY, 'include me')
  await dora.seesNotice(SUMMARY)
  await ben.indicatorSays(SUMMARY, 'left out')
  await ben.page.getByRole('paragraph').getByText(`${SUMMARY} is on. You are still left out.`).waitFor()
  await ben.seesNoNotice()
  await expect.poll(notetakerHears).toEqual(['Ana'])
  await dora.accepts(SUMMARY)
  await expect.poll(notetakerHears).toEqual(['Ana', 'Dora'])
})

test('8 · where no means leaving, the notice says so, and leaving leaves', async () => {
  await ana.turnsOn('Transcript', 'include me')
  await ben.seesNotice('Transcript')
  const notice = ben.page.getByRole('region', { name: /^Include you in/ })
  expect(await notice.getByRole('button', { name: 'Leave me out' }).count()).toBe(0)
  await ben.leavesInstead()
  await expect.poll(() => ana.hears()).toEqual([770])
  const left = async () => (await log()).filter(({ type }) => type === 'participant.left')
  await expect
    .poll(left)
    .toContainEqual(expect.objectContaining({ instead: expect.objectContaining({ feature: 'transcript' }) }))
})

test('9 · the server is killed: closed within the lease, nothing forgotten, a withdrawal made meanwhile wins', async () => {
  await expect.poll(notetakerHears).toEqual(['Ana', 'Dora'])
  await demo.killServer()
  // Pages cut their senders when the connection breaks; the notetaker's own lease is three seconds.
  await pause(3_200)
  expect(await notetakerHears()).toEqual([])
  await expect.poll(() => ana.hears()).toEqual([770])
  await dora.page
    .getByRole('region', { name: 'AI in this call' })
    .getByRole('button', { name: /^Stop/ })
    .click()

  await demo.startServer()
  await ana.indicatorSays(SUMMARY, 'Included')
  await dora.indicatorSays(SUMMARY, 'Left out')
  await expect.poll(notetakerHears).toEqual(['Ana'])
  const dorasPackets = (await packetsOf(dora)).packets.received
  await pause(1_500)
  expect((await packetsOf(dora)).packets.received).toBe(dorasPackets)
})

test('10 · the ledger tells the story in order', async () => {
  const events = await log()
  const named = new Map(
    await Promise.all([ana, dora].map(async (person) => [await person.participant(), person.name] as const)),
  )
  const story = events
    .filter(({ type }) => /^(feature|consent|erasure|authority)\./.test(type))
    .map(({ type, participant, by, feature }) => {
      const who = named.get(String(participant ?? by)) ?? ''
      return [type, feature === 'transcript' ? '(transcript)' : '', who].filter(Boolean).join(' ')
    })
  expect(story).toEqual([
    'authority.started',
    'feature.enabled Ana',
    'consent.accepted Ana',
    'consent.accepted', // Ben
    'consent.declined', // Cleo
    'consent.accepted Dora',
    'consent.withdrawn', // Ben
    'erasure.requested',
    'erasure.acknowledged',
    'consent.accepted', // Cleo, on her second device
    'consent.withdrawn', // and back on her first
    'feature.disabled Ana',
    'feature.enabled Ana',
    'consent.accepted Ana',
    'consent.accepted Dora',
    'feature.enabled (transcript) Ana',
    'consent.accepted (transcript) Ana',
    'authority.started',
    'consent.withdrawn Dora',
  ])
  expect(events.map(({ number }) => number)).toEqual(events.map((_, at) => at + 1))
})
