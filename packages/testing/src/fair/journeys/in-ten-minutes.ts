import type { BrowserContext, Page } from 'playwright-core'
import { pause, type Stage } from '../stage.ts'
import { broken, unless, type Verdict } from '../verdict.ts'
import { ARMED_MS, comesUp, findTaken, isRefused, type Journey, NEVER_MS } from './journey.ts'

// takes: a page and how to act in it · gives: what ten minutes make of silence, of "Later" and of a no
// These are the last, since the page keeps the clock that runs ahead.

const taken = new WeakSet<BrowserContext>()
/** Time in the page is ours from here on; it goes on as before until it is moved. */
async function takeClock(page: Page): Promise<void> {
  const context = page.context()
  if (!taken.has(context)) await page.clock.install()
  taken.add(context)
}
/** Ten minutes: the first seconds of them as they are, in which timers start others. */
async function goOn(page: Page): Promise<void> {
  await page.clock.runFor(12_000)
  await page.clock.fastForward(600_000)
  await pause(NEVER_MS)
}

/** Longer than a pointer that only passes by. */
const RESTS_MS = 1_500

/** Nobody does anything, for a long time: D13, W05. */
export const silence: Journey = {
  rows: ['D13', 'W05'],
  async walk(stage, acting) {
    const { page, notice, wanted } = stage
    const { unanswered } = wanted.policy
    await takeClock(page)
    await comesUp(stage, acting)
    const isLaterThere = (await stage.control('later')?.isVisible()) ?? false
    const found: string[] = []
    const look = async (what: string): Promise<void> => {
      await pause(NEVER_MS)
      const taken = await findTaken(stage, acting)
      if (taken !== undefined) found.push(`${what} ${taken}`)
    }
    await stage
      .control('accept')
      ?.hover({ timeout: 3_000 })
      .catch(() => {})
    await pause(RESTS_MS)
    await look('the pointer resting on yes')
    await notice.evaluate((region) => {
      for (const at of [region, ...region.querySelectorAll('*')]) at.scrollTop = at.scrollHeight
    })
    await page.mouse.wheel(0, 300)
    await page.evaluate(() => {
      scrollTo(0, 200)
      document.dispatchEvent(new Event('scroll'))
    })
    if (found.length === 0) await look('scrolling')
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
      await look('going to another tab and back')
    }
    if (found.length === 0) {
      await goOn(page)
      await look('ten minutes without an answer')
    }
    return {
      D13: unless(found.length === 0, found.join(', '), 'Take nothing but a press on yes for one.'),
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

/** "Later", and then nothing for a long time: what of D14 only time shows. That it holds is for who dismisses it. */
export const putOff: Journey = {
  rows: ['D14'],
  async walk(stage, acting) {
    const later = stage.control('later')
    await takeClock(stage.page)
    await comesUp(stage, acting)
    if (!((await later?.isVisible()) ?? false)) return {}
    await pause(ARMED_MS)
    const isPressed = await later?.click({ timeout: 10_000 }).then(
      () => true,
      () => false,
    )
    if (!isPressed) return { D14: '"Later" could not be pressed' }
    await pause(NEVER_MS)
    const fix = 'Let "Later" put it off, and take nothing but a press on yes for one.'
    const atOnce = await findTaken(stage, acting)
    if (atOnce !== undefined) return { D14: broken(`"Later" ${atOnce}`, fix) }
    await goOn(stage.page)
    const then = await findTaken(stage, acting)
    return then === undefined ? {} : { D14: broken(`ten minutes after "Later" it ${then}`, fix) }
  },
}

/** No, and then nothing for a long time: what of D16 only time shows; and of D12, beside it. */
export const saidNo: Journey = {
  rows: ['D16'],
  async walk(stage, acting) {
    const { page, notice, wanted } = stage
    const refuse = stage.control('refuse')
    if (refuse === undefined || wanted.policy.decline === 'leave') return {}
    await takeClock(page)
    await comesUp(stage, acting)
    if (!(await refuse.isVisible())) return {}
    await pause(ARMED_MS)
    await refuse.click({ timeout: 10_000 }).catch(() => {})
    if (!(await isRefused(acting))) return {}
    await notice.waitFor({ state: 'hidden', timeout: 3_000 }).catch(() => {})
    await page.clock.runFor(12_000)
    const isSoonBack = await isAsking(stage)
    await goOn(page)
    const isBack = isSoonBack || (await isAsking(stage))
    const { captured } = await acting.state()
    return {
      ...(isBack && { D16: broken('it comes back within ten minutes of a no', 'Let a no last.') }),
      ...(captured && { D12: broken('ten minutes after a no it captures', 'Capture nothing after a no.') }),
    }
  },
}

const isAsking = async ({ control }: Stage): Promise<boolean> =>
  (await control('accept')?.isVisible()) ?? false
