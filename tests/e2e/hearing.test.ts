import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryLedger } from '@askfirst/core/authority'
import type { Browser } from 'playwright-core'
import { createToneDetector, type ToneDetector } from 'video-call/notetaker/goertzel.ts'
import { openNotes } from 'video-call/notetaker/notes.ts'
import { closedIngress, startNotetaker } from 'video-call/notetaker/notetaker.ts'
import { createExtractiveSummariser } from 'video-call/notetaker/summary.ts'
import { createCallServer } from 'video-call/server/call-server.ts'
import { createConsent } from 'video-call/server/consent.ts'
import { createTokens } from 'video-call/server/tokens.ts'
import { everyMeeting } from 'video-call/shared/identity.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './src/call-browser.ts'
import { type CallPage, openGuest, openHost } from './src/call-page.ts'

/**
 * The notetaker's ears in this process, so that a test can count packets at the moment it closes a sender or a gate.
 * The pages act as if they were tampered with: they open their sender though nobody was asked.
 */
const secret = 'a secret for this test, of thirty-two bytes'
const tokens = createTokens(secret)
const makeConsent = () => createConsent({ secret, ledger: memoryLedger() })
const admitted = new Set<string>()
const tones = new Map<string, ToneDetector>()
let directory: string
let server: ReturnType<typeof createCallServer>
let notetaker: ReturnType<typeof startNotetaker>
let browser: Browser
let ana: CallPage
let ben: CallPage
let anaId: string
let benId: string

const hear = (participant: string) => {
  const known = tones.get(participant) ?? createToneDetector({ frequenciesHz: [440, 550, 660] })
  tones.set(participant, known)
  return known
}

async function startEars(port: number) {
  const token = await tokens.mint({
    ...{
      participant: 'notetaker',
      meeting: everyMeeting,
      name: 'AI notetaker',
      role: 'attendee',
      kind: 'agent',
    },
  })
  const notes = await openNotes({
    directory: join(directory, 'summary'),
    summarise: createExtractiveSummariser(),
  })
  const transcript = await openNotes({ directory: join(directory, 'transcript'), summarise: async () => [] })
  return startNotetaker({
    signallingUrl: `ws://127.0.0.1:${port}/signal`,
    token: () => token,
    notes,
    transcript,
    reportMs: 300,
    ingress: {
      ...closedIngress,
      admitAudio: (room, participant) => room === ana?.room() && admitted.has(participant),
    },
    onFrame: ({ participant, pcm, receivedAt }) => hear(participant).push(pcm, receivedAt),
  })
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearing-'))
  server = createCallServer({
    tokens,
    consent: makeConsent(),
    test: true,
  })
  const port = await server.listen()
  notetaker = await startEars(port)
  browser = await launchChromium()
  ana = await openHost(browser, `http://127.0.0.1:${port}`, { name: 'Ana', toneHz: 440 })
  await ana.enter()
  ben = await openGuest(browser, ana.link(), { name: 'Ben', toneHz: 550 })
  await ben.enter()
  ;[anaId, benId] = [await ana.participant(), await ben.participant()]
})
afterAll(async () => {
  await browser?.close()
  await notetaker?.stop()
  await server?.close()
  await rm(directory, { recursive: true, force: true })
})

const packets = (participant: string) => notetaker.ears.hearing(participant).packets
const isLinked = (person: CallPage) => person.page.evaluate(() => reach().call.notetakerLink.state())
const open = (person: CallPage) =>
  person.page.evaluate(() => {
    const { call, media } = reach()
    const { microphone } = media.get().tracks
    if (microphone) call.notetakerLink.open(microphone)
  })
const close = (person: CallPage) => person.page.evaluate(() => reach().call.notetakerLink.close())
const seconds = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
/** Runs until this many further packets of somebody arrived: the positive control of a silence. */
const arrive = (participant: string, count: number) => {
  const from = packets(participant).received
  return expect.poll(() => packets(participant).received - from).toBeGreaterThanOrEqual(count)
}

/** In the page: what the app exposes where its server was started for tests. */
declare function reach(): {
  call: { notetakerLink: { open(track: MediaStreamTrack): void; close(): void; state(): string } }
  media: { get(): { tracks: { microphone: MediaStreamTrack | null } } }
}

test('linked is not heard: senders start empty', async () => {
  for (const person of [ana, ben]) {
    await person.page.evaluate('globalThis.reach = () => globalThis.callUnderTest')
    await expect.poll(() => isLinked(person)).toBe('connected')
  }
  await seconds(1_000)
  expect([packets(anaId).received, packets(benId).received]).toEqual([0, 0])
})

test('an open sender meets a closed gate: packets arrive, and none is decoded', async () => {
  await open(ana)
  await arrive(anaId, 50)
  expect(packets(anaId).admitted).toBe(0)
  expect(tones.get(anaId)).toBeUndefined()
  expect(packets(benId).received).toBe(0)
})

test('each is heard as themselves once sender and gate are open', async () => {
  admitted.add(anaId)
  admitted.add(benId)
  await open(ben)
  await expect.poll(() => [...hear(anaId).lastHeardAt.keys()]).toEqual([440])
  await expect.poll(() => [...hear(benId).lastHeardAt.keys()]).toEqual([550])
  await expect.poll(() => notetaker.ears.hearing(benId).seconds).toBeGreaterThan(1)
})

test('closing the sender: at most one more packet, five times, while the other goes on', async () => {
  for (let round = 0; round < 5; round++) {
    await close(ben)
    const atClose = packets(benId).received
    await arrive(anaId, 25)
    expect(packets(benId).received - atClose).toBeLessThanOrEqual(1)
    await open(ben)
    await arrive(benId, 10)
  }
})

test('closing the gate: nothing more is admitted or heard, though packets go on arriving', async () => {
  admitted.delete(benId)
  notetaker.discard(benId)
  const atClose = { ...packets(benId) }
  const lastHeard = hear(benId).lastHeardAt.get(550)
  await arrive(benId, 50)
  expect(packets(benId).admitted).toBe(atClose.admitted)
  expect(hear(benId).lastHeardAt.get(550)).toBe(lastHeard)
  admitted.add(benId)
  await expect.poll(() => hear(benId).lastHeardAt.get(550) ?? 0).toBeGreaterThan(lastHeard ?? 0)
})

test('erasing takes the seconds heard too, and they do not come back with the next report', async () => {
  const storage = () => readFile(join(directory, 'summary', `${ana.room()}.json`), 'utf8')
  await expect.poll(storage).toMatch(/Ben/)
  admitted.delete(benId)
  await notetaker.erase(ana.room(), benId)
  await arrive(anaId, 50)
  expect(await storage()).not.toMatch(/Ben/)
  expect(await storage()).toMatch(/Ana/)
})

test('a notetaker that comes back is linked again, and a sender that was open still is', async () => {
  admitted.add(benId)
  const { port } = server.http.address() as { port: number }
  await notetaker.stop()
  notetaker = await startEars(port)
  await expect.poll(() => packets(benId).admitted).toBeGreaterThan(25)
})
