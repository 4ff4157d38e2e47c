import type { ElementHandle } from 'playwright-core'
import type { FairActing } from '../options.ts'
import { pause, type Stage } from '../stage.ts'
import { broken, type FairBreach, HELD, unless, type Verdict } from '../verdict.ts'
import {
  ARMED_MS,
  comesUp,
  findOutside,
  focusIs,
  focusWork,
  hasFocus,
  isTaken,
  type Journey,
  toCountFix,
} from './journey.ts'

// takes: a page and how to act in it · gives: whether keys alone lead in, out, back and to an answer

const MOST_TABS = 40

/** Somebody without a pointer: in by the key, through, out, back, and an answer. W04, W15, D07. */
export const keys: Journey = {
  rows: ['W04', 'W15', 'D07'],
  async walk(stage, acting) {
    const { page, wanted } = stage
    const letter = unless(
      wanted.shortcut.length > 1,
      `"${wanted.shortcut}" is what people type, and dictate`,
      'Take a key that writes nothing, such as F6, or one with Alt or Ctrl.',
    )
    await comesUp(stage, acting)
    await focusWork(stage)
    await page.keyboard.press(wanted.shortcut)
    if ((await focusIs(stage)) !== 'inside') {
      const W04 = broken(
        `${wanted.shortcut} does not move focus into the notice`,
        'Listen for a key that does.',
      )
      return { W04, W15: await answerByKey(stage, acting), D07: 'no key leads to the answers, see W04' }
    }
    const { accept, refuse } = await tabsTo(stage)
    const areThere = await Promise.all(
      (['accept', 'refuse'] as const).map((part) => stage.control(part)?.isVisible() ?? false),
    )
    const D07 = areThere.includes(false)
      ? 'yes or no was not found, see D01'
      : accept === undefined || refuse === undefined
        ? broken(
            `Tab comes to ${accept === undefined ? 'no yes' : 'yes'} and ${refuse === undefined ? 'no no' : 'no'}`,
            'Let Tab come to both answers.',
          )
        : unless(
            refuse <= accept + 1,
            `${refuse} presses of Tab to no, ${accept} to yes`,
            'Put the answers beside each other in the order of Tab.',
          )
    const W04 = [...letter, ...(await tabOut(stage)), ...(await goBack(stage))]
    return { W04, D07, W15: await answerByKey(stage, acting) }
  },
}

/** How many presses of Tab from the edge of the notice lead to each answer. */
async function tabsTo(stage: Stage): Promise<{ accept?: number; refuse?: number }> {
  const found: { accept?: number; refuse?: number } = {}
  for (let tabs = 0; tabs <= MOST_TABS && (await focusIs(stage)) === 'inside'; tabs += 1) {
    for (const part of ['accept', 'refuse'] as const)
      if ((await isOn(stage, part)) && found[part] === undefined) found[part] = tabs
    if (found.accept !== undefined && found.refuse !== undefined) break
    await stage.page.keyboard.press('Tab')
  }
  return found
}

const isOn = async (stage: Stage, part: 'accept' | 'refuse'): Promise<boolean> =>
  hasFocus((await stage.control(part)?.elementHandles())?.[0] as ElementHandle<Element> | undefined)

async function tabOut(stage: Stage): Promise<readonly FairBreach[]> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    if ((await focusIs(stage)) !== 'inside') return []
    await stage.page.keyboard.press('Tab')
  }
  return broken(
    'Tab never leaves the notice',
    'Let Tab go on behind the last control: the notice is not modal.',
  )
}

async function goBack(stage: Stage): Promise<readonly FairBreach[]> {
  const { page, wanted } = stage
  const outside = await findOutside(stage)
  if (outside === undefined) return []
  await outside.focus()
  await page.keyboard.press(wanted.shortcut)
  await page.keyboard.press(wanted.shortcut)
  return unless(
    await hasFocus(outside),
    `${wanted.shortcut} in the notice does not lead back to where focus was`,
    'Remember where focus was, and give it back.',
  )
}

/** Yes by Enter; then focus has to be somewhere. */
async function answerByKey(stage: Stage, acting: FairActing): Promise<Verdict> {
  const { page, notice } = stage
  const accept = stage.control('accept')
  if (accept === undefined) return 'there is no yes here'
  await comesUp(stage, acting)
  if (!(await accept.isVisible())) return 'there is no yes, see D01'
  await (await findOutside(stage))?.focus()
  await page.keyboard.press(stage.wanted.shortcut)
  if ((await focusIs(stage)) !== 'inside') await accept.focus()
  for (let tabs = 0; tabs < MOST_TABS && !(await isOn(stage, 'accept')); tabs += 1)
    await page.keyboard.press('Tab')
  if (!(await isOn(stage, 'accept')))
    return broken('Tab does not come to yes', 'Let Tab come to both answers.')
  await pause(ARMED_MS)
  await page.keyboard.press('Enter')
  if (!(await isTaken(stage, acting)))
    return broken(
      'Enter on yes, once armed, is not an answer',
      await toCountFix(acting, 'Let the keyboard answer as the pointer does.'),
    )
  await notice.waitFor({ state: 'hidden', timeout: 3_000 }).catch(() => {})
  await pause(200)
  return (await focusIs(stage)) === 'body'
    ? broken('after a yes focus is on the body', 'Give focus back to where it was, or to the lasting sign.')
    : HELD
}
