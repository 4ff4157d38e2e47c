import type { Page } from 'playwright-core'
import { becomes, pause, type Stage } from '../stage.ts'
import { broken, type FairBreach, unless, type Verdicts } from '../verdict.ts'
import { ARMED_MS, comesUp, findTaken, focusWork, type Journey, NEVER_MS } from './journey.ts'

// takes: a page and how to act in it · gives: what turning away from the notice counts as, and what its details hold

/** Esc, a click outside, close, going away: D14; and what the details hold: W06, D26. */
export const dismissals: Journey = {
  rows: ['D14', 'D26', 'W06'],
  async walk(stage, acting) {
    const { page, notice } = stage
    const found: FairBreach[] = []
    const afterwards = async (what: string): Promise<void> => {
      await pause(NEVER_MS)
      const taken = await findTaken(stage, acting)
      if (taken === undefined) return
      found.push({ found: `${what} ${taken}`, fix: 'Take nothing but a press on yes for one.' })
      await comesUp(stage, acting)
    }
    await comesUp(stage, acting)
    await focusWork(stage)
    await page.keyboard.press('Escape')
    await afterwards('Esc')
    if (!(await notice.isVisible())) await comesUp(stage, acting)
    await pause(ARMED_MS)
    await stage.control('accept')?.focus()
    await page.keyboard.press('Escape')
    await afterwards('Esc in the notice')
    if (!(await notice.isVisible())) await comesUp(stage, acting)
    await pause(ARMED_MS)
    await stage.control('accept')?.focus()
    await focusWork(stage)
    await afterwards('focus that leaves the notice')
    if (!(await notice.isVisible())) await comesUp(stage, acting)
    const spot = await findEmptySpot(stage)
    if (spot) {
      await page.mouse.click(spot.x, spot.y)
      await afterwards('a click outside')
    }
    if (!(await notice.isVisible())) await comesUp(stage, acting)
    const ofDetails = await readDetails(stage)
    await afterwards('opening the details')
    if (!(await notice.isVisible())) await comesUp(stage, acting)
    const close = stage.control('close')
    if (close && (await close.isVisible())) {
      await close.click()
      await afterwards('closing it')
    }
    await page.goto('about:blank')
    await page.goBack()
    await afterwards('going away')
    const isWhole = spot !== undefined || found.length > 0
    return {
      ...ofDetails,
      D14: isWhole
        ? found
        : 'no spot outside of the notice was found that a click could not press anything at',
    }
  },
}

/** A spot where a click meets nothing that can be pressed. */
async function findEmptySpot(stage: Stage): Promise<{ x: number; y: number } | undefined> {
  return stage.page.evaluate(
    (notice) => {
      const PRESSED = 'button, a, input, textarea, select, label, summary, [role], section, dialog, video'
      const { left, right, top, bottom } = notice.getBoundingClientRect()
      for (let y = 4; y < innerHeight; y += 24)
        for (let x = 4; x < innerWidth; x += 24) {
          const hit = document.elementFromPoint(x, y)
          // What a modal <dialog> is shown over is a part of it.
          const isBackdrop = hit === notice && (x < left || x > right || y < top || y > bottom)
          if (isBackdrop || hit?.closest(PRESSED) === null) return { x, y }
        }
      return undefined
    },
    await stage.element(),
  )
}

const OPENS_WITHIN_MS = 3_000

/** One press on details: more to read has to come of it, and the way to always say no. */
async function readDetails({ page, wanted, control }: Stage): Promise<Verdicts> {
  const details = control('details')
  if (details === undefined) {
    const why = 'there are no details here'
    return { D26: why, W06: why }
  }
  const fix = 'Put everything there is to know one action away.'
  if (!(await details.isVisible()))
    return { D26: broken('no control opens the details', fix), W06: 'no control opens the details, see D26' }
  const before = await listSentences(page)
  await details.click()
  const isMore = await becomes(
    async () => (await listSentences(page)).some((line) => !before.includes(line)),
    OPENS_WITHIN_MS,
  )
  const { always } = wanted.find
  const isAlwaysThere =
    always !== null && (await becomes(() => page.locator(always).first().isVisible(), OPENS_WITHIN_MS))
  await page.keyboard.press('Escape')
  await pause(200)
  return {
    D26: unless(isMore, 'nothing more is to be read after one press on the details', fix),
    W06:
      always === null
        ? 'there is no standing no here'
        : unless(isAlwaysThere, 'no way to always say no', 'Put it into the details.'),
  }
}

/** What there is to read in the page, without headings, controls and their labels, and announcements. */
async function listSentences(page: Page): Promise<string[]> {
  const lines = (await page.locator('body').ariaSnapshot()).split('\n').map((line) => line.trim())
  const said = lines.flatMap(
    (line) => /^- '?(?:text|paragraph|listitem|definition|generic)\b.*?: (.+)$/.exec(line)?.[1] ?? [],
  )
  return said.filter((words) => !lines.some((line) => line.includes(`"${words}"`)))
}
