import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const candidates = [
  process.env.ASKFIRST_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'],
  ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
]

/** A Chromium that plays sound without a click and has a fake camera and screen. */
export function launchChromium(): Promise<Browser> {
  const installed = candidates.find((path) => path !== undefined && existsSync(path))
  return chromium.launch({ args: flags, ...(installed && { executablePath: installed }) })
}
