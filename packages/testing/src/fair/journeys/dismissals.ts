import type { Page } from 'playwright-core'
import type { FairActing } from '../options.ts'
import { becomes, pause, type Stage } from '../stage.ts'
import { broken, type FairBreach, unless, type Verdict, type Verdicts } from '../verdict.ts'
import { ARMED_MS, comesUp, fieldOf, type Journey, NEVER_MS } from './journey.ts'

/** Esc, a click outside, close, going away: D14; and what the details hold: W06, D26. */
export const dismissals: Journey = {
  rows: ['D14', 'D26', 'W06'],
  async walk(stage, acting) {
    const { page, notice } = stage
    const found: FairBreach[] = []
    const afterwards = async (what: string): Promise<void> => {
      await pause(NEVER_MS)
      if ((await acting.state()).answer !== 'accepted') return
      found.push({ found: `${what} counts as yes`, fix: 'Take nothing but a press on yes for one.' })
      await comesUp(stage, acting)
    }
    await comesUp(stage, acting)
    await fieldOf(stage).focus()
    await page.keyboard.press('Escape')
    await afterwards('Esc')
    if (!(await notice.isVisible())) await comesUp(stage, acting)
    await pause(ARMED_MS)
    await stage.control('accept')?.focus()
    await page.keyboard.press('Escape')
    await afterwards('Esc in the notice')
    if (!(await notice.isVisible())) await comesUp(stage, acting)
    const spot = await findOutside(stage)
    if (spot) {
      await page.mouse.click(spot.x, spot.y)
      await afterwards('a click outside')
    }
    if (!(await notice.isVisible())) await comesUp(stage, acting)
    const ofDetails = await readDetails(stage)
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
function findOutside({ page }: Stage): Promise<{ x: number; y: number } | undefined> {
  return page.evaluate(() => {
    const PRESSED = 'button, a, input, textarea, select, label, summary, [role], section, dialog, video'
    for (let y = 4; y < innerHeight; y += 24)
      for (let x = 4; x < innerWidth; x += 24)
        if (document.elementFromPoint(x, y)?.closest(PRESSED) === null) return { x, y }
    return undefined
  })
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

/** Nobody does anything, for a long time: D13, W05, D15. Last, since the page keeps the clock that runs ahead. */
export const silence: Journey = {
  rows: ['D13', 'W05'],
  async walk(stage, acting) {
    const { page, notice, wanted } = stage
    const { unanswered } = wanted.policy
    await page.clock.install()
    await comesUp(stage, acting)
    const isLaterThere = (await stage.control('later')?.isVisible()) ?? false
    const found: string[] = []
    const isAccepted = async (what: string, acts: FairActing): Promise<void> => {
      if ((await acts.state()).answer === 'accepted') found.push(what)
    }
    await page.mouse.wheel(0, 300)
    await page.evaluate(() => {
      scrollTo(0, 200)
      document.dispatchEvent(new Event('scroll'))
    })
    await pause(NEVER_MS)
    await isAccepted('scrolling', acting)
    if (found.length === 0) {
      await page.evaluate(() => {
        const set = (state: string) => {
          Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
          Object.defineProperty(document, 'hidden', { configurable: true, get: () => state === 'hidden' })
          document.dispatchEvent(new Event('visibilitychange'))
        }
        window.dispatchEvent(new Event('blur'))
        set('hidden')
        set('visible')
        window.dispatchEvent(new Event('focus'))
      })
      await pause(NEVER_MS)
      await isAccepted('going to another tab and back', acting)
    }
    if (found.length === 0) {
      await page.clock.runFor(12_000)
      await page.clock.fastForward(600_000)
      await pause(NEVER_MS)
      await isAccepted('ten minutes without an answer', acting)
    }
    return {
      D13: unless(
        found.length === 0,
        `${found.join(', ')} counts as yes`,
        'Take nothing but a press on yes for one.',
      ),
      W05:
        found.length > 0
          ? 'it was answered by itself, see D13'
          : unanswered
            ? readLimit(unanswered.afterMs, isLaterThere)
            : unless(
                await notice.isVisible(),
                'the notice is gone after ten minutes',
                'Let the question wait; capture nothing meanwhile.',
              ),
    }
  },
}

/** What the options say of the limit can be wrong by itself; that it is right takes a warning, which no clock here sees. */
function readLimit(afterMs: number, isLaterThere: boolean): Verdict {
  return afterMs >= 20_000 && isLaterThere
    ? `the policy leaves ${afterMs} ms; whether the page does, and warns before they are over, is not seen here`
    : broken(
        `${afterMs} ms to answer${isLaterThere ? '' : ', and no "Later" that gives more'}`,
        'Give at least 20 s, warn before they are over, and let "Later" give more.',
      )
}
