import { checkFairNotice } from '@askfirst/testing/fair'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { type FairCell, optionsOf, surfaceOf, toQuery } from './matrix.ts'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']

/** What axe finds of WCAG 2.2 AA on the page as it is. */
export async function findAxe(page: Page, isForced: boolean): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  return page.evaluate(
    async ([tags, contrast]) => {
      const { violations } = await (Reflect.get(globalThis, 'axe') as typeof axe).run(document, {
        runOnly: { type: 'tag', values: tags },
        // What holds is not told of: it is most of what there is to tell.
        resultTypes: ['violations'],
        // Forced colours are the system's, and axe reads those of the page.
        rules: { 'color-contrast': { enabled: contrast } },
      })
      return violations.map(
        ({ id, nodes }) => `axe ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`,
      )
    },
    [TAGS, !isForced] as const,
  )
}

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
  const { rows } = await checkFairNotice(page, optionsOf(cell))
  const broken = rows.flatMap(({ row, breaches }) => breaches.map(({ found }) => `${row}: ${found}`))
  const byAxe = await findAxe(page, cell.look === 'forced colours')
  // Also as it is taken away, nothing may go wrong.
  await page.evaluate('call.close()')
  return [...broken, ...byAxe]
}
