import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'

/** What axe has against a page that lets no script in: its content is looked at where scripts may run, as light or dark. */
export async function findViolations(browser: Browser, page: Page): Promise<readonly string[]> {
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const colorScheme = isDark ? 'dark' : 'light'
  const looker = await (await browser.newContext({ bypassCSP: true, colorScheme })).newPage()
  await looker.setContent(await page.content())
  // Where nothing is painted axe takes white for what is behind, in the dark too.
  await looker.addStyleTag({ content: ':root { background: Canvas }' })
  await looker.evaluate(axe.source)
  const found = await looker.evaluate(() =>
    (Reflect.get(globalThis, 'axe') as { run(): Promise<{ violations: { id: string }[] }> }).run(),
  )
  await looker.context().close()
  return found.violations.map(({ id }) => id)
}
