import type { ElementHandle, Locator, Page } from 'playwright-core'
import { noNotice } from './expect-fair-notice-in-dom.ts'
import { askPage } from './in-page/ask-page.ts'
import { type Look, lookAt } from './in-page/look-at.ts'
import type { FairFind, Wanted } from './options.ts'

// takes: a page, and where things are in it · gives: the notice and its controls as they are now, and looks at them

/** How long a notice may take to come up. */
const COMES_WITHIN_MS = 10_000

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
    return selector === null ? undefined : notice.locator(selector).first()
  }
  const element = async (): Promise<ElementHandle<Element>> => {
    try {
      return (await notice.elementHandle({ timeout: COMES_WITHIN_MS })) as ElementHandle<Element>
    } catch {
      throw noNotice(find.notice)
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
      const within = async (selector: string | null): Promise<ElementHandle<Element> | null> =>
        selector === null ? null : region.$(selector)
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

/** Waits for motion that ends by itself, half a second at most. Runs in the page. */
export async function settleMotion(): Promise<void> {
  const ends = document.getAnimations().map(({ finished }) => finished.catch(() => {}))
  await Promise.race([Promise.all(ends), new Promise((resolve) => setTimeout(resolve, 500))])
}
