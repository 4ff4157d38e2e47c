import type { ElementHandle, Locator, Page } from 'playwright-core'
import { noNotice } from './expect-fair-notice-in-dom.ts'
import { askPage } from './in-page/ask-page.ts'
import { type Look, lookAt } from './in-page/look-at.ts'
import type { PageTools } from './in-page/tools.ts'
import type { FairFind, Wanted } from './options.ts'

// takes: a page, and where things are in it · gives: the notice and its controls as they are now, and looks at them

/** How long a notice may take to come up. */
export const COMES_WITHIN_MS = 10_000

/** The page under check, and where things are in it. */
export interface Stage {
  readonly page: Page
  readonly wanted: Wanted
  readonly notice: Locator
  /** A control, inside the notice; undefined where the options say that there is none. */
  control(part: 'accept' | 'refuse' | 'later' | 'details' | 'close'): Locator | undefined
  /** The notice as an element; throws where none is visible. */
  element(): Promise<ElementHandle<Element>>
  look(): Promise<Look>
}

export const visible = (locator: Locator): Locator => locator.filter({ visible: true }).first()

export function createStage(page: Page, wanted: Wanted): Stage {
  const { find } = wanted
  const notice = visible(page.locator(find.notice))
  const control = (part: keyof FairFind): Locator | undefined => {
    const selector = find[part]
    return selector === null ? undefined : visible(notice.locator(selector))
  }
  const element = async (): Promise<ElementHandle<Element>> => {
    try {
      return (await notice.elementHandle({ timeout: COMES_WITHIN_MS })) as ElementHandle<Element>
    } catch {
      throw noNotice(find.notice, await findFrame(page, find.notice))
    }
  }
  return {
    page,
    wanted,
    notice,
    control,
    element,
    async look() {
      const region = await element()
      const within = async (selector: string | null): Promise<ElementHandle<Element> | null> => {
        const found = selector === null ? [] : await region.$$(selector)
        const areSeen = await Promise.all(found.map((one) => one.isVisible()))
        return (found[areSeen.indexOf(true)] ?? found[0] ?? null) as ElementHandle<Element> | null
      }
      return askPage(page, lookAt, {
        notice: region,
        accept: await within(find.accept),
        refuse: await within(find.refuse),
        later: await within(find.later),
        keepClear: find.keepClear === null ? [] : await page.$$(find.keepClear),
      })
    },
  }
}

/** The address of the frame that has the notice, where none that the page has itself is there. */
async function findFrame(page: Page, selector: string): Promise<string | undefined> {
  for (const frame of page.frames())
    if (frame !== page.mainFrame() && (await visible(frame.locator(selector)).count()) > 0) return frame.url()
  return undefined
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Looks again and again until it is so, or the time is over; says whether it came to be so. */
export async function becomes(isSo: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs
  for (;;) {
    if (await isSo()) return true
    if (Date.now() >= until) return false
    await pause(50)
  }
}

/** How long what comes in may take to be there. */
const COMES_IN_WITHIN_MS = 5_000

/** Waits for motion of the notice that ends by itself, and until it fades no more, whatever makes it fade. */
export async function settleMotion(stage: Stage): Promise<void> {
  const until = Date.now() + COMES_IN_WITHIN_MS
  await askPage(stage.page, awaitMotion, { notice: await stage.element(), withinMs: COMES_IN_WITHIN_MS })
  let before = ''
  await becomes(async () => {
    const now = await askPage(stage.page, lookAtFading, { notice: await stage.element() })
    const isStill = now === before
    before = now
    if (!isStill) await pause(100)
    return isStill
  }, until - Date.now())
}

type About = { readonly notice: Element }

/** Runs in the page. */
async function awaitMotion(
  tools: PageTools,
  { notice, withinMs }: About & { readonly withinMs: number },
): Promise<void> {
  const ends = [...tools.ancestorsOf(notice), notice, ...tools.allIn(notice)]
    .flatMap((at) => at.getAnimations())
    .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
    .map(({ finished }) => finished.catch(() => {}))
  await Promise.race([Promise.all(ends), new Promise((resolve) => setTimeout(resolve, withinMs))])
}

/** Where it is and how much of it is painted. Runs in the page. */
function lookAtFading(tools: PageTools, { notice }: About): string {
  const { left, top } = notice.getBoundingClientRect()
  const all = [...tools.ancestorsOf(notice), notice, ...tools.allIn(notice)]
  return [left, top, ...all.map(tools.opacityOf)].join(' ')
}
