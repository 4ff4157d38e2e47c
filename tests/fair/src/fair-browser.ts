import { type Browser, chromium } from 'playwright-core'
import { ensureBrowser } from '../../../scripts/browser.ts'

/** A Chromium for pages that need neither microphone nor camera. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox', '--disable-gpu'] })
