import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'

/** What axe has against a page that lets no script in: its content is looked at where scripts may run. */
export async function findViolations(browser: Browser, page: Page): Promise<readonly string[]> {
  const looker = await (await browser.newContext({ bypassCSP: true })).newPage()
  await looker.setContent(await page.content())
  await looker.evaluate(axe.source)
  const found = await looker.evaluate(() =>
    (Reflect.get(globalThis, 'axe') as { run(): Promise<{ violations: { id: string }[] }> }).run(),
  )
  await looker.context().close()
  return found.violations.map(({ id }) => id)
}
