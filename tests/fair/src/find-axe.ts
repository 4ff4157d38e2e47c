import axe from 'axe-core'
import type { Page } from 'playwright-core'

// takes: the page as it is · gives: what axe finds of WCAG 2.2 AA, and what it leaves to somebody to look at
// never: takes that for accessible of which axe cannot tell

export const WCAG: readonly string[] = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']
const CONTRAST = 'color-contrast'
/** What depends on how much of something is in sight. */
const OF_SIGHT = [CONTRAST, 'target-size']
/** Higher than the longest dialog in the largest text: nothing is scrolled, or lies under what stays in sight. */
const HIGH_PX = 4_000

/** What axe cannot tell of these by rule, and others do. */
const TOLD_ELSEWHERE: Readonly<Record<string, string>> = {
  // Whether focus gets behind a modal: the tests of the dialogs say so.
  'aria-hidden-focus': 'body:has(.askfirst-modal) *',
  // Lines of a long list above and below those in sight, which look the same.
  [CONTRAST]: '.askfirst-roster li',
}

interface Line {
  readonly id: string
  readonly says: string
}

/** One run: what breaks a rule, and of what axe cannot tell. */
function run(
  page: Page,
  runOnly: axe.RunOnly,
  isForced: boolean,
): Promise<Record<'broken' | 'open', Line[]>> {
  const options = {
    runOnly,
    // What holds is not told of: it is most of what there is to tell.
    resultTypes: ['violations', 'incomplete'] satisfies axe.resultGroups[],
    // Forced colours are the system's, and axe reads those of the page.
    rules: isForced ? { [CONTRAST]: { enabled: false } } : {},
    // The disc beside "On" is a third of its size, and not behind it.
    checks: { [CONTRAST]: { options: { pseudoSizeThreshold: 0.5 } } },
  }
  return page.evaluate(
    async ([options, elsewhere]) => {
      const { violations, incomplete } = await (Reflect.get(globalThis, 'axe') as typeof axe).run(
        document,
        options,
      )
      const toLines = (results: readonly axe.Result[]) =>
        results.flatMap(({ id, nodes }) =>
          nodes.map(({ html, target, failureSummary }) => ({
            id,
            at: document.querySelector(String(target)),
            says: `${id}: ${html.slice(0, 120)} ${failureSummary}`,
          })),
        )
      const say = (lines: ReturnType<typeof toLines>) => lines.map(({ id, says }) => ({ id, says }))
      const open = toLines(incomplete).filter(({ id, at }) => !elsewhere[id] || !at?.matches(elsewhere[id]))
      return { broken: say(toLines(violations)), open: say(open) }
    },
    [options, TOLD_ELSEWHERE] as const,
  )
}

const isOfSight = ({ id }: Line): boolean => OF_SIGHT.includes(id)
/** What stands under something that stays in sight is measured by what is left of it. */
const isHalfSeen = ({ id, says }: Line): boolean => id === 'target-size' && says.includes('obscured')

/** Whether something scrolls in what stands still in the window: of what is out of sight there axe says nothing. */
const isOutOfSight = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const stands = (at: Element | null): boolean =>
      at !== null && (getComputedStyle(at).position === 'fixed' || stands(at.parentElement))
    return [...document.body.querySelectorAll('*')].some(
      (at) =>
        at.scrollHeight > at.clientHeight &&
        ['auto', 'scroll'].includes(getComputedStyle(at).overflowY) &&
        stands(at),
    )
  })

/** What axe finds on the page as it is, and what nobody has looked at. */
export async function findAxe(page: Page, isForced = false, tags = WCAG): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  let { broken, open } = await run(page, { type: 'tag', values: [...tags] }, isForced)
  // Of what is half out of sight it reads no colours and measures the half, and it gives up on some dialogs that scroll.
  if (broken.some(isHalfSeen) || open.some(isOfSight) || (!isForced && (await isOutOfSight(page)))) {
    const size = page.viewportSize() ?? { width: 0, height: 0 }
    await page.setViewportSize({ ...size, height: HIGH_PX })
    // Named one by one, rules run whatever else is said of them.
    const values = isForced ? OF_SIGHT.filter((rule) => rule !== CONTRAST) : OF_SIGHT
    const again = await run(page, { type: 'rule', values }, isForced)
    await page.setViewportSize(size)
    broken = [...broken.filter((line) => !isHalfSeen(line)), ...again.broken]
    open = [...open.filter((line) => !isOfSight(line)), ...again.open]
  }
  const found = [
    ...broken.map(({ says }) => `axe ${says}`),
    ...open.map(({ says }) => `axe cannot tell of ${says}`),
  ]
  return [...new Set(found)]
}
