import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const candidates = [
  process.env.ASKFIRST_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
  ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
]

/** A Chromium with a fake camera and screen. @param sound whether a page may play before anybody pressed on it */
export function launchChromium({ sound = 'at-once' }: { sound?: 'at-once' | 'after-a-press' } = {}) {
  const installed = candidates.find((path) => path !== undefined && existsSync(path))
  const policy = sound === 'at-once' ? 'no-user-gesture-required' : 'document-user-activation-required'
  const args = [...flags, `--autoplay-policy=${policy}`]
  return chromium.launch({ args, ...(installed && { executablePath: installed }) })
}
