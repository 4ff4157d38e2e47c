import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './src/call-browser.ts'
import { findViolations } from './src/find-violations.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

/** What is found of a page of these words, in a window that is lower than they are; by whom, and of what. */
async function findIn(words: string): Promise<string[]> {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 320, height: 256 },
  })
  const page = await context.newPage()
  await page.setContent(
    `<!doctype html><html lang="en"><title>Yours</title><main><h1>Yours</h1>${words}</main>`,
  )
  const found = await findViolations(browser, page)
  await context.close()
  return found.map((line) => line.slice(0, line.indexOf(':')))
}
const lines = '<p>A line that is read well.</p>'.repeat(40)

test('nothing is found of what is read well, however long', async () => {
  expect(await findIn(lines)).toEqual([])
})

test('what axe cannot tell is not taken for accessible', async () => {
  const picture = 'background-image: linear-gradient(#111, #222)'
  expect(await findIn(`<p style="${picture}">On a picture.</p>`)).toEqual([
    'axe cannot tell of color-contrast',
  ])
})

test('what cannot be read at the end of a dialog that scrolls is found', async () => {
  const faint = '<p style="color: #888; background: #999">Faint.</p>'
  const box = 'position: fixed; inset: 0; overflow: auto; max-height: 100%; background: #fff'
  expect(
    await findIn(
      `<div role="dialog" aria-label="Details" tabindex="0" style="${box}">${lines}${faint}</div>`,
    ),
  ).toEqual(['axe color-contrast'])
})

test('nor is a page without landmarks let through', async () => {
  expect(await findIn('</main><p>Beside it.</p>')).toEqual(['axe region'])
})
