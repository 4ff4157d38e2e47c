import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './src/call-browser.ts'

// The tone of a notice, in a page that allows nothing from anywhere but itself.

let browser: Browser
let script: string

beforeAll(async () => {
  // Whatever a test evaluates counts as a press: what comes without one is told by a request.
  const contents = `
    import { playTone } from '@askfirst/react'
    globalThis.playTone = playTone
    if (location.hash === '#at-once') playTone().then((outcome) => fetch('/' + outcome))`
  const bundled = build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    conditions: ['askfirst-source'],
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const [{ outputFiles }, launched] = await Promise.all([bundled, launchChromium()])
  script = outputFiles[0]?.text ?? ''
  browser = launched
})
afterAll(() => browser?.close())

const isBlocked = () => (globalThis as { blocked?: string[] }).blocked ?? []

async function serve(page: Page): Promise<void> {
  await page.route('https://strict.example/**', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({
          contentType: 'text/html',
          headers: { 'content-security-policy': "default-src 'self'" },
          body: '<!doctype html><html lang="en"><title>Strict</title><script src="/tone.js"></script>',
        }),
  )
}

async function openStrict(): Promise<Page> {
  const page = await browser.newPage()
  await serve(page)
  await page.goto('https://strict.example/')
  await page.evaluate(() => {
    const blocked: string[] = []
    Object.assign(globalThis, { blocked })
    document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective))
  })
  return page
}

test('is played whole under default-src self, which forbids a sound in a data: address', async () => {
  const page = await openStrict()
  expect(await page.evaluate('playTone()')).toBe('played')
  expect(await page.evaluate(isBlocked)).toEqual([])
  const failed = page.evaluate(() => new Audio('data:audio/wav;base64,UklGRg==').play().then(String, String))
  expect(await failed).toMatch(/NotSupportedError/)
  expect(await page.evaluate(isBlocked)).toEqual(['media-src'])
})

test('is silent before the first press on a page, and does not come later', async () => {
  const careful = await launchChromium({ sound: 'after-a-press' })
  try {
    const page = await careful.newPage()
    await serve(page)
    const asked = page.waitForRequest(/played|silent/)
    await page.goto('https://strict.example/#at-once')
    expect(new URL((await asked).url()).pathname).toBe('/silent')
    await page.mouse.click(5, 5)
    expect(await page.evaluate('playTone()')).toBe('played')
    await page.evaluate('globalThis.AudioContext = undefined')
    expect(await page.evaluate('playTone()')).toBe('silent')
  } finally {
    await careful.close()
  }
})
