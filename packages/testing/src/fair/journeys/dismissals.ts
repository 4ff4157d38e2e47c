import type { FairActing } from '../options.ts'
import { pause, type Stage } from '../stage.ts'
import { broken, type FairBreach, unless, type Verdict } from '../verdict.ts'
import { ARMED_MS, comesUp, fieldOf, type Journey, NEVER_MS } from './journey.ts'

/** Esc, a click outside, close, going away: D14; and what the details hold: W06, D26. */
export const dismissals: Journey = {
  rows: ['D14', 'W06'],
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
    if (spot) await page.mouse.click(spot.x, spot.y)
    await afterwards('a click outside')
    if (!(await notice.isVisible())) await comesUp(stage, acting)
    const W06 = await readDetails(stage)
    if (!(await notice.isVisible())) await comesUp(stage, acting)
    const close = stage.control('close')
    if (close && (await close.isVisible())) {
      await close.click()
      await afterwards('closing it')
    }
    await page.goto('about:blank')
    await page.goBack()
    await afterwards('going away')
    return { D14: found, W06 }
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

async function readDetails(stage: Stage): Promise<Verdict> {
  const { page, wanted } = stage
  const details = stage.control('details')
  if (wanted.find.always === null) return 'there is no standing no here'
  if (details === undefined) return 'there are no details here'
  if (!(await details.isVisible()))
    return broken('no control opens the details', 'Put everything there is to know one action away.')
  await details.click()
  const always = page.locator(wanted.find.always).first()
  const isThere = await always
    .waitFor({ state: 'visible', timeout: 3_000 })
    .then(() => true)
    .catch(() => false)
  await page.keyboard.press('Escape')
  await pause(200)
  return unless(isThere, 'no way to always say no', 'Put it into the details.')
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
            ? unless(
                unanswered.afterMs >= 20_000 && isLaterThere,
                `${unanswered.afterMs} ms to answer, ${isLaterThere ? '' : 'and no "Later" that gives more'}`,
                'Give at least 20 s, warn before they are over, and let "Later" give more.',
              )
            : unless(
                await notice.isVisible(),
                'the notice is gone after ten minutes',
                'Let the question wait; capture nothing meanwhile.',
              ),
    }
  },
}
