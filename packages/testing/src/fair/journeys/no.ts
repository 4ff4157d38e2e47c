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
    await refuse.click({ timeout: 10_000 }).catch(() => {})
    const isNo = await isRefused(acting)
    const D07 = unless(
      isNo,
      'one press on no is no answer, and one on yes is',
      await toCountFix(acting, 'Let one press be a no.'),
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
