import type { FairNoticeOptions, FairState } from '@askfirst/testing/fair'
import type { Page } from 'playwright-core'

/** How the page of the tests is acted in; its meeting runs ahead, so that what begins by itself does so soon. */
export function actIn(page: Page, address: string): NonNullable<FairNoticeOptions['acting']> {
  const say = (what: string) => page.evaluate(`globalThis.call.${what}()`)
  const ask = async () => void (await say('ask'))
  const { href, search } = new URL(`${address}&pace=8`)
  const open = async (as = '') => {
    // Another meeting and another root in the page that is there: as new, and in a third of the time.
    if (page.url() === href) await page.evaluate(`call.show(${JSON.stringify(search + as)})`)
    else await page.goto(href + as)
    await page.locator('.askfirst-indicator').waitFor()
  }
  return {
    start: () => open(),
    startAsGuest: () => open('&guest'),
    ask,
    askAgain: ask,
    state: async () => (await say('state')) as FairState,
    around: () => say('around'),
    fullscreen: async () => void (await say('fill')),
  }
}
