import type { ElementHandle, Locator } from 'playwright-core'
import { askPage } from '../in-page/ask-page.ts'
import type { PageTools } from '../in-page/tools.ts'
import type { FairActing } from '../options.ts'
import { becomes, pause, type Stage } from '../stage.ts'
import { broken, unless, type Verdict, type Verdicts } from '../verdict.ts'
import { ARMED_MS, comesUp, focusAfter, isRefused, type Journey, NEVER_MS, toCountFix } from './journey.ts'
import { isSignTrue, SOON_MS, signOf } from './sign.ts'

// takes: a page and how to act in it · gives: whether one press is a no, which lasts and changes nothing else

/** No by the pointer, and what comes after: D07, D12, D16, D22, D23, W15. */
export const no: Journey = {
  rows: ['D07', 'D12', 'D16', 'D22', 'D23', 'W15'],
  async walk(stage, acting) {
    const { decline } = stage.wanted.policy
    const refuse = stage.control('refuse')
    if (refuse === undefined) return {}
    await comesUp(stage, acting)
    if (!(await refuse.isVisible())) return { D16: 'there is no no, see D01' }
    const before = await acting.around?.()
    await pause(ARMED_MS)
    const isThere = await staysUnder(stage, refuse)
    if (isThere) await refuse.click({ timeout: 10_000 }).catch(() => {})
    const isNo = isThere && (await isRefused(acting))
    const D07 = isThere
      ? unless(
          isNo,
          'one press on no is no answer, and one on yes is',
          await toCountFix(acting, 'Let one press be a no.'),
        )
      : broken(
          'once the pointer comes to no, something else is under it',
          'Leave both answers where they are, whatever the pointer does.',
        )
    if (!isNo) return { D07 }
    const D12 = await readAfter(acting)
    if (decline === 'leave') {
      const why = 'leaving is the only effect of a no under this policy'
      return { D07, ...D12, D16: why, D23: why }
    }
    const W15 = await focusAfter(stage, 'no')
    const after = await acting.around?.()
    return {
      D07,
      W15,
      ...(D12 ?? (await readSign(stage, acting))),
      D16: await comesAgain(stage, acting),
      D23:
        acting.around === undefined
          ? 'say in acting.around what must stay as it is'
          : unless(
              JSON.stringify(before) === JSON.stringify(after),
              `before the no ${JSON.stringify(before)}, after it ${JSON.stringify(after)}`,
              'Leave the call as it was: a no is about the feature only.',
            ),
    }
  },
}

/** Whether no is still what a pointer would press once that has come to it. */
async function staysUnder({ page }: Stage, refuse: Locator): Promise<boolean> {
  await refuse.scrollIntoViewIfNeeded()
  const control = (await refuse.elementHandle()) as ElementHandle<Element>
  const box = await control.boundingBox()
  if (box === null) return true
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const isUnder = () => askPage(page, isHitAt, { control, x, y })
  // What is covered from the start is of another row.
  if (!(await isUnder())) return true
  await page.mouse.move(x, y, { steps: 3 })
  await pause(NEVER_MS)
  return isUnder()
}

/** Runs in the page. */
function isHitAt(
  { hitAt, holds }: PageTools,
  { control, x, y }: { readonly control: Element; readonly x: number; readonly y: number },
): boolean {
  const hit = hitAt(x, y)
  return hit !== null && holds(control, hit)
}

async function comesAgain(stage: Stage, acting: FairActing): Promise<Verdict> {
  const isBack = () => stage.control('accept')?.isVisible() ?? Promise.resolve(false)
  await acting.askAgain?.()
  const is = await becomes(isBack, 1_500)
  return unless(
    !is,
    acting.askAgain ? 'it is asked again when it is turned on again' : 'it comes back by itself after a no',
    'Let a no last; say that it does, and where to change it.',
  )
}

/** Nothing is captured after a no, whatever policy: it has to end soon, and to stay so. */
async function readAfter(acting: FairActing): Promise<Verdicts | undefined> {
  const isCaptured = async () => (await acting.state()).captured
  const isOver = await becomes(async () => !(await isCaptured()), SOON_MS)
  await pause(NEVER_MS)
  if (isOver && !(await isCaptured())) return undefined
  return { D12: broken('something is captured after a no', 'Capture nothing after a no.') }
}

async function readSign(stage: Stage, acting: FairActing): Promise<Verdicts | undefined> {
  if (signOf(stage) === undefined || (await isSignTrue(stage, acting))) return undefined
  return { D22: broken('the sign does not tell the truth after a no', 'Show what is enforced.') }
}
