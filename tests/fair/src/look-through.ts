import { checkFairNotice } from '@askfirst/testing/fair'
import type { Page } from 'playwright-core'
import { findAxe } from './find-axe.ts'
import { type FairCell, optionsOf, surfaceOf, toQuery } from './matrix.ts'
import { findUnchecked } from './unchecked-rows.ts'

/** Shows the cell: in the page that was looked at before, where it is still there. */
async function show(page: Page, address: string, query: string): Promise<void> {
  if (page.url().startsWith(address)) await page.evaluate(`call.show(${JSON.stringify(query)})`)
  else await page.goto(`${address}${query}`)
}

/** Everything that the kit and axe find in one cell; nothing where all is well. */
export async function lookThrough(page: Page, address: string, cell: FairCell): Promise<string[]> {
  const lines: string[] = []
  page.on('console', (line) => line.type() === 'error' && lines.push(`console: ${line.text()}`))
  page.on('pageerror', (error) => lines.push(`page: ${error.message}`))
  const found = await look(page, address, cell).catch((error: unknown) => [
    `not shown: ${error instanceof Error ? error.message : error}`,
  ])
  found.push(...lines)
  // What went wrong may have left something behind.
  if (found.length > 0) await page.goto('about:blank')
  return found
}

async function look(page: Page, address: string, cell: FairCell): Promise<string[]> {
  await show(page, address, toQuery(cell))
  const { opens = [], isOvertaken, find, reads, shows } = surfaceOf(cell)
  for (const pressed of [opens].flat()) await page.locator(pressed).first().click()
  // What the pointer is over looks otherwise for that.
  if (opens.length > 0) await page.mouse.move(0, 0)
  if (isOvertaken) await page.evaluate('call.ask()')
  await page.locator(shows).first().waitFor({ timeout: 60_000 })
  if (cell.language === 'en')
    await page
      .locator(find.notice ?? '')
      .filter({ hasText: reads })
      .first()
      .waitFor({ timeout: 60_000 })
  const result = await checkFairNotice(page, optionsOf(cell))
  const broken = result.rows.flatMap(({ row, breaches }) => breaches.map(({ found }) => `${row}: ${found}`))
  const byAxe = await findAxe(page, cell.look === 'forced colours')
  // Also as it is taken away, nothing may go wrong.
  await page.evaluate('call.close()')
  return [...broken, ...findUnchecked(result, cell), ...byAxe]
}
