import type { Browser, BrowserContext, Page } from 'playwright-core'

export interface CallPageOptions {
  readonly name: string
  /** Frequency of this person's microphone, in Hz. */
  readonly toneHz: number
  /** Adds a small drawn camera. @default audio only */
  readonly camera?: 'drawn' | 'none'
  /** Shares storage and so, in a second page, the person. @default a context of its own */
  readonly context?: BrowserContext
}

const toneQuery = ({ toneHz, camera = 'none' }: CallPageOptions) =>
  `?tone=${toneHz}${camera === 'drawn' ? '&picture' : ''}`

/** One tab in the call, driven as a person drives it. */
export interface CallPage {
  readonly page: Page
  readonly name: string
  readonly toneHz: number
  /** What to send to a guest. */
  link(): string
  room(): string
  participant(): Promise<string>
  /** From the lobby into the call. */
  enter(): Promise<void>
  reload(): Promise<void>
  leave(): Promise<void>
  openPanel(panel: 'Chat' | 'People' | 'AI notes'): Promise<void>
  sendChat(text: string): Promise<void>
  sendCaption(text: string): Promise<void>
  /** Every chat line on the screen. */
  chat(): Promise<string[]>
  /** Names on the tiles. */
  tiles(): Promise<string[]>
  /** Frequencies, in Hz, that come out of the other tiles right now. */
  hears(): Promise<number[]>
  /** A link that makes another page the same person. */
  deviceLink(): Promise<string>
  close(): Promise<void>
}

async function open(browser: Browser, address: string, options: CallPageOptions): Promise<CallPage> {
  const context = options.context ?? (await browser.newContext({ viewport: { width: 1100, height: 720 } }))
  const page = await context.newPage()
  await page.goto(address)
  return createCallPage(page, options)
}

/** Starts a meeting; stops in the lobby. */
export async function openHost(
  browser: Browser,
  address: string,
  options: CallPageOptions,
): Promise<CallPage> {
  const host = await open(browser, `${address}/${toneQuery(options)}`, options)
  await host.page.getByLabel('Your name').fill(options.name)
  await host.page.getByRole('button', { name: 'Start a meeting' }).click()
  await host.page.getByRole('button', { name: 'Join now' }).waitFor()
  return host
}

/** Follows an invitation; stops in the lobby. */
export async function openGuest(browser: Browser, link: string, options: CallPageOptions): Promise<CallPage> {
  const guest = await open(browser, link + toneQuery(options), options)
  await guest.page.getByLabel('Your name').fill(options.name)
  await guest.page.getByRole('button', { name: 'Continue' }).click()
  await guest.page.getByRole('button', { name: 'Join now' }).waitFor()
  return guest
}

/** Follows a device link; stops in the lobby, as the person who made it. */
export async function openDevice(
  browser: Browser,
  deviceLink: string,
  options: CallPageOptions,
): Promise<CallPage> {
  const { origin, pathname, hash } = new URL(deviceLink)
  const device = await open(browser, origin + pathname + toneQuery(options) + hash, options)
  await device.page.getByRole('button', { name: 'Join now' }).waitFor()
  return device
}

export function createCallPage(page: Page, { name, toneHz }: CallPageOptions): CallPage {
  const room = () => /\/r\/([\w-]+)/.exec(page.url())?.[1] ?? ''
  const toggle = (panel: string) =>
    page.getByRole('navigation', { name: 'Call' }).getByRole('button', { name: panel })
  const openPanel = async (panel: string) => {
    const button = toggle(panel)
    if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click()
  }
  /** While signalling is away, what is typed stays in its field. */
  const online = () =>
    page.locator('.connection').filter({ hasNotText: 'lost' }).waitFor({ state: 'attached' })
  const inCall = () => page.getByRole('button', { name: 'Leave', exact: true }).waitFor()

  return {
    page,
    name,
    toneHz,
    room,
    link: () => `${new URL(page.url()).origin}/r/${room()}`,
    participant: () =>
      page.evaluate(
        (key) => JSON.parse(sessionStorage.getItem(key) ?? '{}').admission?.participant,
        `call:${room()}`,
      ),
    async enter() {
      await page.getByRole('button', { name: 'Join now' }).click()
      await inCall()
    },
    async reload() {
      await page.reload()
      await inCall()
    },
    async leave() {
      await page.getByRole('button', { name: 'Leave', exact: true }).click()
      await page.getByRole('heading', { name: 'You left the meeting' }).waitFor()
    },
    openPanel,
    async sendChat(text) {
      await openPanel('Chat')
      await online()
      await page.getByRole('textbox', { name: 'Message' }).fill(text)
      await page.keyboard.press('Enter')
      await page.getByRole('log', { name: 'Chat' }).getByText(text, { exact: true }).waitFor()
    },
    async sendCaption(text) {
      await openPanel('Type captions')
      await online()
      await page.getByRole('textbox', { name: 'Caption' }).fill(text)
      await page.keyboard.press('Enter')
    },
    async chat() {
      await openPanel('Chat')
      return page.getByRole('log', { name: 'Chat' }).locator('.text').allTextContents()
    },
    tiles: () => page.locator('.tile .name').allTextContents(),
    hears: () => page.evaluate(listenToTiles),
    async deviceLink() {
      await openPanel('People')
      await page.getByRole('button', { name: 'Copy link for my other device' }).click()
      return page.getByLabel('Copy link for my other device: address').inputValue()
    },
    close: () => page.close(),
  }
}

/** Runs in the page: the loudest frequency of each tile's sound, over 300 ms. */
async function listenToTiles(): Promise<number[]> {
  const context = new AudioContext({ sampleRate: 48_000 })
  const analysers = [...document.querySelectorAll('audio')].flatMap(({ srcObject }) => {
    if (!(srcObject instanceof MediaStream) || srcObject.getAudioTracks().length === 0) return []
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 })
    context.createMediaStreamSource(srcObject).connect(analyser)
    return [analyser]
  })
  await new Promise((resolve) => setTimeout(resolve, 300))
  const heard = analysers.flatMap((analyser) => {
    const decibels = new Float32Array(analyser.frequencyBinCount)
    analyser.getFloatFrequencyData(decibels)
    const loudest = decibels.indexOf(Math.max(...decibels))
    const frequencyHz = (loudest * context.sampleRate) / analyser.fftSize
    return (decibels[loudest] ?? Number.NEGATIVE_INFINITY) > -60 ? [Math.round(frequencyHz / 10) * 10] : []
  })
  await context.close()
  return heard.sort((a, b) => a - b)
}
