import type { Browser, Page } from 'playwright-core'
import { findAxe, WCAG } from '../../fair/src/find-axe.ts'

/**
 * What axe has against a page that lets no script in, and cannot tell of it: its content is looked at where scripts may
 * run, as light or dark, in a window of the same size.
 */
export async function findViolations(browser: Browser, page: Page): Promise<readonly string[]> {
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const colorScheme = isDark ? 'dark' : 'light'
  const looker = await (
    await browser.newContext({ bypassCSP: true, colorScheme, viewport: page.viewportSize() })
  ).newPage()
  await looker.setContent(await page.content())
  // Where nothing is painted axe takes white for what is behind, in the dark too.
  await looker.addStyleTag({ content: ':root { background: Canvas }' })
  // It is a page of its own, which is also held to what is not of WCAG.
  const found = await findAxe(looker, false, [...WCAG, 'best-practice'])
  await looker.context().close()
  return found
}
