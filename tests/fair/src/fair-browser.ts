import { type Browser, chromium } from 'playwright-core'
import { ensureBrowser } from '../../../scripts/browser.ts'

/**
 * A Chromium for pages that need neither microphone nor camera. With a limit it keeps no spare process for the next
 * page, which costs as much as one that is used; pages that share nothing have one each all the same.
 */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.ASKFIRST_HEADLESS ?? ensureBrowser(),
    args: ['--no-sandbox', '--disable-gpu', '--renderer-process-limit=1'],
  })
