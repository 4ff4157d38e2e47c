import type { Locator } from 'playwright-core'
import type { FairActing } from '../options.ts'
import { pause, type Stage } from '../stage.ts'
import { broken, type FairBreach, unless, type Verdict } from '../verdict.ts'
import {
  ARMED_MS,
  comesUp,
  findUnmeant,
  focusWork,
  isTaken,
  type Journey,
  NEVER_MS,
  toCountFix,
} from './journey.ts'

// takes: a page and how to act in it · gives: whether a press that nobody meant counts, and one that was meant

/** Somebody, or something, presses on yes too early, from elsewhere, from a script; then without any press: W02. */
export const guarded: Journey = {
  rows: ['W02'],
  async walk(stage, acting) {
    const accept = stage.control('accept')
    if (accept === undefined) return { W02: 'there is no yes here' }
    const early = await pressEarly(stage, acting, accept)
    if (early.length > 0) return { W02: early }
    await comesUp(stage, acting)
    if (!(await accept.isVisible())) return { W02: 'there is no yes, see D01' }
    await pause(ARMED_MS)
    // What answers takes the notice away: there is nothing to press on after the first breach.
    const byScript = await pressByScript(stage, acting, accept)
    if (byScript.length > 0) return { W02: byScript }
    const dragged = await pressAndGo(stage, acting, accept)
    if (dragged.length > 0) return { W02: dragged }
    const fromElsewhere = await pressFromElsewhere(stage, acting, accept)
    return { W02: fromElsewhere.length > 0 ? fromElsewhere : await pressWithoutPress(stage, acting, accept) }
  },
}

/** A press counts as early while less than this has passed since yes was last seen not to be there. */
const EARLY_MS = 560
/** How long a question may take to come up. */
const UP_WITHIN_MS = 4_000
/** A busy machine misses the moment; how often it is tried. */
const TURNS = 12

async function pressEarly(stage: Stage, acting: FairActing, accept: Locator): Promise<readonly FairBreach[]> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    await acting.start()
    const [isEarly] = await Promise.all([pressAtOnce(stage, accept), acting.ask()])
    if (!isEarly) {
      await stage.page.mouse.move(1, 1)
      await stage.page.mouse.up()
      continue
    }
    // Down too early, up late: the click comes when the control is armed.
    await pause(ARMED_MS)
    await stage.page.mouse.up()
    await pause(NEVER_MS)
    return unless(
      (await findUnmeant(stage, acting)) === undefined,
      'a press that began as the notice came up counted as yes',
      'Let no press count that began before the control was on the screen for 600 ms.',
    )
  }
  // Nothing was seen to hold.
  return broken(
    `no press came within ${EARLY_MS} ms of the notice, in ${TURNS} turns`,
    'Try again on a machine that has less to do, and let ask resolve as soon as the question is on its way.',
  )
}

/** Goes down on `accept` as soon as it can be seen, and says whether that is early for sure. */
async function pressAtOnce({ page }: Stage, accept: Locator): Promise<boolean> {
  const begun = Date.now()
  let missingAt = begun
  for (let look = begun; !(await accept.isVisible()); look = Date.now()) {
    if (look - begun > UP_WITHIN_MS) return false
    missingAt = look
  }
  const box = await accept.boundingBox({ timeout: EARLY_MS }).catch(() => null)
  if (box === null) return false
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  return Date.now() - missingAt < EARLY_MS
}

async function pressByScript(
  stage: Stage,
  acting: FairActing,
  accept: Locator,
): Promise<readonly FairBreach[]> {
  await accept.evaluate((element) => {
    ;(element as HTMLElement).click()
    element.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }))
  })
  await pause(NEVER_MS)
  return unless(
    (await findUnmeant(stage, acting)) === undefined,
    'a click of a script counted as yes',
    'Look at isTrusted of the event.',
  )
}

/** Somebody who sees on the way down that it is the wrong one, and lets go beside it. */
async function pressAndGo(stage: Stage, acting: FairActing, accept: Locator): Promise<readonly FairBreach[]> {
  const { mouse } = stage.page
  const box = await accept.boundingBox()
  if (box === null) return []
  await mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await mouse.down()
  await mouse.move(1, 1)
  await mouse.up()
  await pause(NEVER_MS)
  return unless(
    (await findUnmeant(stage, acting)) === undefined,
    'a press on yes that was let go of elsewhere counted as yes',
    'Answer on click, not as the pointer goes down.',
  )
}

/** Enter that is held since before focus came to yes. */
async function pressFromElsewhere(
  stage: Stage,
  acting: FairActing,
  accept: Locator,
): Promise<readonly FairBreach[]> {
  const { keyboard } = stage.page
  await focusWork(stage)
  await keyboard.down('Enter')
  await accept.focus()
  await keyboard.down('Enter')
  await keyboard.up('Enter')
  await pause(NEVER_MS)
  return unless(
    (await findUnmeant(stage, acting)) === undefined,
    'a key that was down before focus came to yes counted as yes',
    'Let a press count only where it began.',
  )
}

/**
 * What assistive technology sends: a trusted click without pointer or key. Chromium makes it in the same way of an
 * access key's character, so one is lent to the control.
 */
async function pressWithoutPress(stage: Stage, acting: FairActing, accept: Locator): Promise<Verdict> {
  const { page } = stage
  if (page.context().browser()?.browserType().name() !== 'chromium')
    return 'a press-less click is made in Chromium only'
  const key = { key: '9', code: 'Digit9', text: '9', unmodifiedText: '9', windowsVirtualKeyCode: 57 }
  const control = await accept.elementHandle()
  await control?.evaluate((element) => element.setAttribute('accesskey', '9'))
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Input.dispatchKeyEvent', { type: 'char', modifiers: 1, ...key })
  await control?.evaluate((element) => element.removeAttribute('accesskey'))
  await devtools.detach()
  const is = await isTaken(stage, acting)
  return unless(
    is,
    'the click of assistive technology, which comes without a press, did nothing',
    await toCountFix(acting, 'Count a trusted click also where no pointer or key went down.'),
  )
}
