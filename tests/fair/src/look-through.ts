import { checkFairNotice } from '@askfirst/testing/fair'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { type FairCell, optionsOf, surfaceOf, toQuery } from './matrix.ts'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']

/** What axe finds of WCAG 2.2 AA on the page as it is. */
export async function findAxe(page: Page, isForced: boolean): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = (await page.evaluate(
    ([tags, contrast]) =>
      (Reflect.get(globalThis, 'axe') as typeof axe).run(document, {
        runOnly: { type: 'tag', values: tags as string[] },
        // Forced colours are the system's, and axe reads those of the page.
        rules: { 'color-contrast': { enabled: contrast as boolean } },
      }),
    [TAGS, !isForced] as const,
  )) as axe.AxeResults
  return violations.map(
    ({ id, nodes }) => `axe ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`,
  )
}

/** Everything that the kit and axe find in one cell; nothing where all is well. */
export async function lookThrough(page: Page, address: string, cell: FairCell): Promise<string[]> {
  try {
    const lines: string[] = []
    page.on('console', (line) => line.type() === 'error' && lines.push(`console: ${line.text()}`))
    page.on('pageerror', (error) => lines.push(`page: ${error.message}`))
    await page.goto(`${address}${toQuery(cell)}`)
    const { opens, find, reads, shows } = surfaceOf(cell)
    if (opens) {
      await page.locator(opens).first().click()
      // What the pointer is over looks otherwise for that.
      await page.mouse.move(0, 0)
    }
    await page.locator(shows).first().waitFor({ timeout: 60_000 })
    if (cell.language === 'en')
      await page
        .locator(find.notice ?? '')
        .filter({ hasText: reads })
        .first()
        .waitFor({ timeout: 60_000 })
    const { rows } = await checkFairNotice(page, optionsOf(cell))
    const broken = rows.flatMap(({ row, breaches }) => breaches.map(({ found }) => `${row}: ${found}`))
    return [...broken, ...(await findAxe(page, cell.look === 'forced colours')), ...lines]
  } catch (error) {
    return [`not shown: ${error instanceof Error ? error.message : error}`]
  }
}
