import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

type Look<Found> = (page: Page) => Promise<Found>

/** More pages would each have to get warm, and wait for the same processors. */
const MOST = 4

/**
 * Pages to look at something in. Who has drawn a page before draws the next in a third of the time, so that they are
 * used again where nothing is left behind.
 */
export function createPages(browser: () => Browser) {
  const idle: Page[] = []
  const waiting: (() => void)[] = []
  let taken = 0
  /** One of those there may be; who comes later waits. */
  async function take(): Promise<Page> {
    if (taken === MOST) await new Promise<void>((resolve) => waiting.push(resolve))
    else taken += 1
    return idle.pop() ?? (await browser().newContext()).newPage()
  }
  const giveBack = (): void => {
    const next = waiting.shift()
    if (next) next()
    else taken -= 1
  }
  /** In a context of its own, which is gone afterwards: for who keeps something there, or moves the clock. */
  async function once<Found>(look: Look<Found>, options: BrowserContextOptions): Promise<Found> {
    const context = await browser().newContext(options)
    try {
      return await look(await context.newPage())
    } finally {
      await context.close()
    }
  }
  /** In one that has been used, set as it is asked for. What fails is not used again. */
  async function again<Found>(look: Look<Found>, options: BrowserContextOptions): Promise<Found> {
    try {
      const page = await take()
      const { viewport = null, colorScheme = 'light', forcedColors = 'none' } = options
      const { reducedMotion = 'no-preference' } = options
      if (viewport) await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme, forcedColors, reducedMotion })
      const found = await look(page)
      // What the pointer is over looks otherwise for that.
      await page.mouse.move(0, 0)
      await page.unrouteAll()
      page.removeAllListeners('console')
      page.removeAllListeners('pageerror')
      idle.push(page)
      return found
    } finally {
      giveBack()
    }
  }
  return { once, again }
}
