import type { Page } from 'playwright-core'
import { askPage } from './in-page/ask-page.ts'
import { findCutOff, type TextSetting } from './in-page/find-cut-off.ts'
import { findMotion } from './in-page/find-motion.ts'
import type { PageTools } from './in-page/tools.ts'
import type { Stage } from './stage.ts'
import { type FairBreach, unless, type Verdicts } from './verdict.ts'

// takes: a notice on a page · gives: the rows about small screens, large text, forced colours and less motion
// never: leaves the page in a render: its text, its media and its size, where it had one, are put back

const SMALL = { width: 320, height: 256 }
const NARROW = { width: 320, height: 640 }
const WIDE = { width: 640, height: 640 }

/** Renders the page in every way that a row asks for. */
export async function readRenders(stage: Stage): Promise<Verdicts> {
  const { page, wanted } = stage
  const isAsking = wanted.find.accept !== null && wanted.find.refuse !== null
  const cutOff = async (where: string, text: TextSetting = 'as it is'): Promise<FairBreach[]> => {
    const found = await askPage(page, findCutOff, { notice: await stage.element(), text })
    return found.map((what) => ({ found: `${where}: ${what}`, fix: 'Let text wrap and boxes grow.' }))
  }
  // Motion first: colours fade for a moment once they are no longer forced.
  const W14 = await readMotion(stage)
  const W13 = await readForcedColours(stage)
  const W12 = await cutOff('as it is')
  const before = page.viewportSize()
  try {
    await resize(page, SMALL)
    const D26 = isAsking ? await readSmall(stage) : 'there is no yes and no here'
    // 320 px for text of its usual size; where the page's is larger, as much wider.
    const larger = await page.evaluate(
      () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16,
    )
    await resize(page, { ...NARROW, width: Math.round(NARROW.width * Math.max(1, larger)) })
    W12.push(...(await cutOff('at 320 px')))
    // Large text is for a window of its own: 320 px are reached at 400 % zoom already.
    const { width, height } = before ?? WIDE
    await resize(page, { width: Math.max(width, WIDE.width), height })
    for (const [where, text] of Object.entries(TEXTS)) W12.push(...(await cutOff(where, text)))
    return { D26, W12, W13, W14 }
  } finally {
    if (before) await resize(page, before)
  }
}

/** Where it has another size: each takes a layout and a picture of the whole page. */
async function resize(page: Page, { width, height }: { width: number; height: number }): Promise<void> {
  const is = page.viewportSize()
  if (is?.width !== width || is.height !== height) await page.setViewportSize({ width, height })
}

/** How text is set for each look at it. */
const TEXTS = { 'at 200 % text': 'double', 'with text spacing': 'spaced' } as const

async function readSmall(stage: Stage): Promise<readonly FairBreach[]> {
  // What reacts to the size of the window does so in the next frames.
  await stage.page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  )
  const { accept, refuse } = await stage.look()
  const out = [accept, refuse].flatMap((control) =>
    control?.isVisible && (!control.isInWindow || !control.isHit) ? [control.said] : [],
  )
  return unless(
    out.length === 0,
    `at 320 × 256, ${out.join(' and ')} cannot be pressed without scrolling`,
    'Keep both answers in sight, and let the words scroll.',
  )
}

/** Emulates, looks, and emulates what was there before. */
async function emulated<Found>(
  page: Page,
  media: 'forcedColors' | 'reducedMotion',
  look: () => Promise<Found>,
): Promise<Found> {
  const [wish, query] =
    media === 'forcedColors'
      ? (['active', '(forced-colors: active)'] as const)
      : (['reduce', '(prefers-reduced-motion: reduce)'] as const)
  const was = await page.evaluate((asked) => matchMedia(asked).matches, query)
  if (!was) await page.emulateMedia({ [media]: wish })
  try {
    return await look()
  } finally {
    if (!was) await page.emulateMedia({ [media]: media === 'forcedColors' ? 'none' : 'no-preference' })
  }
}

const readForcedColours = (stage: Stage): Promise<readonly FairBreach[]> =>
  emulated(stage.page, 'forcedColors', async () => {
    const found = await askPage(stage.page, findFlat, { notice: await stage.element() })
    return found.map((what) => ({
      found: what,
      fix: 'Draw edges and focus rings with border and outline: forced colours drop shadows and backgrounds.',
    }))
  })

/** Buttons without an edge, and controls without a focus ring, in forced colours. Runs in the page. */
function findFlat(tools: PageTools, { notice }: { readonly notice: Element }): string[] {
  const focused = document.activeElement as HTMLElement | null
  const found: string[] = []
  for (const element of tools.controlsIn(notice)) {
    const css = getComputedStyle(element)
    const hasEdge =
      (css.borderTopStyle !== 'none' && Number.parseFloat(css.borderTopWidth) >= 1) ||
      css.textDecorationLine.includes('underline')
    const isPlain = element.matches('a, summary, input, [role=link]') || tools.isArea(element)
    if (!hasEdge && !isPlain) found.push(`${tools.describe(element)} has no edge in forced colours`)
    const { activeElement } = element.getRootNode() as Document
    // What has focus already would not come to show it.
    if (activeElement === element) (element as HTMLElement).blur()
    ;(element as HTMLElement).focus({ preventScroll: true, focusVisible: true } as FocusOptions)
    const ring = getComputedStyle(element)
    const hasRing = ring.outlineStyle !== 'none' && Number.parseFloat(ring.outlineWidth) >= 1
    if (!hasRing && element === (element.getRootNode() as Document).activeElement)
      found.push(`${tools.describe(element)} has no focus ring in forced colours`)
  }
  const back = focused && focused !== document.body ? focused : undefined
  if (back) back.focus({ preventScroll: true })
  else (document.activeElement as HTMLElement | null)?.blur()
  return found
}

const readMotion = (stage: Stage): Promise<readonly FairBreach[]> =>
  emulated(stage.page, 'reducedMotion', async () => {
    const found = await askPage(stage.page, findMotion, { notice: await stage.element() })
    return found.map((what) => ({
      found: what,
      fix: 'Take motion away under prefers-reduced-motion: reduce.',
    }))
  })
