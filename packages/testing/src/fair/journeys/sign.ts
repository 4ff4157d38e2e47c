import type { ElementHandle, Locator } from 'playwright-core'
import { askPage } from '../in-page/ask-page.ts'
import type { PageTools } from '../in-page/tools.ts'
import type { FairActing } from '../options.ts'
import { becomes, type Stage, visible } from '../stage.ts'

// takes: a page · gives: its lasting sign, what that says, and whether it is so

/** How soon a page says what came of an answer. */
export const SOON_MS = 3_000

export const signOf = ({ page, wanted: { find } }: Stage): Locator | undefined =>
  find.indicator === null ? undefined : visible(page.locator(find.indicator))
const saysOn = async ({ page, wanted: { find } }: Stage): Promise<boolean> =>
  find.indicatorOn !== null && (await page.locator(find.indicatorOn).count()) > 0

/** Whether the sign comes to say what is so. */
export const isSignTrue = (stage: Stage, acting: FairActing): Promise<boolean> =>
  becomes(async () => (await saysOn(stage)) === (await acting.state()).captured, SOON_MS)

/** What the sign says, without the labels of its controls. */
export async function textOf({ page }: Stage, sign: Locator): Promise<string> {
  const [element = null] = await sign.elementHandles()
  if (element === null) return ''
  return askPage(
    page,
    (tools: PageTools, { root }: { root: Element }) =>
      tools.textOf(root, (inner) => inner.matches('button, a')),
    {
      root: element as ElementHandle<Element>,
    },
  )
}
