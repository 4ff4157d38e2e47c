import type { Locator } from 'playwright-core'
import type { FairActing, FairState } from '../options.ts'
import { becomes, pause, type Stage, visible } from '../stage.ts'
import { broken, type FairBreach, HELD, unless, type Verdict } from '../verdict.ts'
import { ARMED_MS, comesUp, focusAfter, isTaken, type Journey, toCountFix } from './journey.ts'
import { isSignTrue, SOON_MS, signOf, textOf } from './sign.ts'

// takes: a page and how to act in it · gives: whether one press is a yes, one more takes it back, and the sign says so

/** Yes by the pointer, and taken back: D12, D21, D22, W15, W17, W18. */
export const yesAndBack: Journey = {
  rows: ['D07', 'D12', 'D21', 'D22', 'W15', 'W17', 'W18'],
  async walk(stage, acting) {
    const { basis, decline } = stage.wanted.policy
    const accept = stage.control('accept')
    if (accept === undefined) return {}
    await comesUp(stage, acting)
    if (!(await accept.isVisible())) return { D12: 'there is no yes, see D01' }
    const before = await acting.state()
    const sign = signOf(stage)
    const wrong: string[] = []
    const compare = async (when: string): Promise<void> => {
      if (!(await isSignTrue(stage, acting))) wrong.push(when)
    }
    await compare('while the question is open')
    const offText = sign && (await textOf(stage, sign))
    await pause(ARMED_MS)
    const D12 =
      basis === 'consent'
        ? readEarly(before, await acting.state())
        : 'it begins without a yes under this policy'
    await accept.click({ timeout: 10_000 }).catch(() => {})
    if (!(await isTaken(stage, acting))) {
      const fix = await toCountFix(acting, 'Let one press be an answer.')
      return { D12, D07: broken('one press on yes, once armed, is no answer', fix) }
    }
    const W15 = await focusAfter(stage, 'yes')
    if (sign === undefined) return { D12, W15, ...without('there is no lasting sign here') }
    await becomes(async () => (await acting.state()).captured, SOON_MS)
    await compare('after a yes')
    const onText = await textOf(stage, sign)
    const { withdraw, erase } = stage.wanted.find
    const back = withdraw === null ? undefined : visible(sign.locator(withdraw))
    const D21 = await takeBack(stage, acting, back, erase)
    if (D21.length === 0 && decline !== 'leave') await compare('after it was taken back')
    const isThere = D21.length === 0 && decline !== 'leave' && (await sign.isVisible())
    return {
      D12,
      D21,
      W15,
      D22: unless(
        wrong.length === 0,
        `the sign does not tell the truth ${wrong.join(', ')}`,
        'Show what is enforced.',
      ),
      W17: isThere
        ? decline === 'stop'
          ? 'taking back ends it for everybody under this policy'
          : await leadBack(stage, acting, sign)
        : decline === 'leave'
          ? 'taking back leaves the call under this policy'
          : 'it was not taken back, see D21',
      W18: unless(
        before.captured || onText !== offText,
        `the sign reads "${onText.slice(0, 60)}" whether it is on or off`,
        'Say the state in words, beside colour, icon or sound.',
      ),
    }
  },
}

const without = (why: string) => ({ D21: why, D22: why, W17: why, W18: why })

async function takeBack(
  stage: Stage,
  acting: FairActing,
  back: Locator | undefined,
  erase: string | null,
): Promise<readonly FairBreach[]> {
  if (back === undefined || !(await becomes(() => back.isVisible(), SOON_MS)))
    return broken(
      'nothing on the lasting sign takes a yes back',
      'Put a control there that stops it with one press.',
    )
  const isOffered = erase !== null && (await stage.page.locator(erase).filter({ visible: true }).count()) > 0
  await back.click({ timeout: 10_000 }).catch(() => {})
  const isBack = await becomes(async () => {
    const { answer, captured } = await acting.state()
    return answer === 'refused' && !captured
  }, SOON_MS)
  return [
    ...unless(isBack, 'it takes more than the one press that yes took', await toBackFix(acting)),
    ...unless(
      !isOffered,
      'erasing is offered before it was taken back',
      'Offer to erase after it was taken back.',
    ),
  ]
}

/** What to do where a yes is not taken back, and where the test does not say that it was. */
const toBackFix = async (acting: FairActing): Promise<string> => {
  const fix = 'Let one press take it back, and ask nothing.'
  return (await acting.state()).answer === 'none'
    ? `${fix} If it does, mend acting.state(): its answer is "none", and who took a yes back has "refused".`
    : fix
}

/** What is there of the person while they are asked, as it came up and a moment later. */
function readEarly(...looks: readonly FairState[]): readonly FairBreach[] {
  const early = looks.find(({ answer, captured }) => captured || answer !== 'none')
  return unless(
    early === undefined,
    early?.captured
      ? 'something is captured while the question is open'
      : `"${early?.answer}" is stored already`,
    'Capture and store nothing before the answer.',
  )
}

/** So many controls of a sign are tried. */
const MOST_CONTROLS = 5

/** Presses what is on the sign, one after the other, until a yes can be said. */
async function leadBack({ page, wanted }: Stage, acting: FairActing, sign: Locator): Promise<Verdict> {
  const { again, erase } = wanted.find
  const isYes = async () =>
    (again !== null && (await page.locator(again).filter({ visible: true }).count()) > 0) ||
    (await acting.state()).answer === 'accepted'
  const controls = sign.locator('button, summary, [role=button]').filter({ visible: true })
  const countThem = async () => Math.min(await controls.count(), MOST_CONTROLS)
  // A sign that has just changed, or has no connection for a moment, may be without them: once more where there are more.
  await becomes(async () => (await countThem()) > 0, SOON_MS)
  for (
    let [tried, count] = [0, await countThem()];
    count > tried;
    [tried, count] = [count, await countThem()]
  ) {
    for (let at = 0; at < count; at += 1) {
      const control = controls.nth(at)
      const isToErase = erase !== null && (await control.and(page.locator(erase)).count()) > 0
      if (isToErase) continue
      await control.click({ timeout: SOON_MS }).catch(() => {})
      if (await becomes(isYes, SOON_MS)) return HELD
      await page.keyboard.press('Escape')
    }
  }
  return broken(
    'nothing on the sign leads back to a yes',
    'Let people change their answer where they took it back; say in find.again which yes comes then.',
  )
}
