import type { ElementHandle, Locator } from 'playwright-core'
import { askPage } from '../in-page/ask-page.ts'
import type { PageTools } from '../in-page/page-tools.ts'
import type { FairActing } from '../options.ts'
import { becomes, pause, type Stage, visible } from '../stage.ts'
import { broken, type FairBreach, unless, type Verdict } from '../verdict.ts'
import { ARMED_MS, comesUp, focusIs, isRefused, isTaken, type Journey } from './journey.ts'

const SOON_MS = 3_000

const signOf = ({ page, wanted: { find } }: Stage): Locator | undefined =>
  find.indicator === null ? undefined : visible(page.locator(find.indicator))
const saysOn = async ({ page, wanted: { find } }: Stage): Promise<boolean> =>
  find.indicatorOn !== null && (await page.locator(find.indicatorOn).count()) > 0

/** What the sign says, without the labels of its controls. */
async function textOf({ page }: Stage, sign: Locator): Promise<string> {
  const [element = null] = await sign.elementHandles()
  if (element === null) return ''
  return askPage(
    page,
    (tools: PageTools, { root }: { root: Element }) =>
      tools.textOf(root, (inner) => inner.matches('button, a')),
    {
      root: element as ElementHandle<Element>,
    },
  )
}

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
    const isEarly = basis === 'consent' && (before.captured || before.answer !== 'none')
    const D12 =
      basis === 'consent'
        ? unless(
            !isEarly,
            before.captured
              ? 'something is captured while the question is open'
              : `"${before.answer}" is stored already`,
            'Capture and store nothing before the answer.',
          )
        : 'it begins without a yes under this policy'
    const sign = signOf(stage)
    const wrong: string[] = []
    const compare = async (when: string): Promise<void> => {
      const isTrue = async () => (await saysOn(stage)) === (await acting.state()).captured
      if (!(await becomes(isTrue, SOON_MS))) wrong.push(when)
    }
    await compare('while the question is open')
    const offText = sign && (await textOf(stage, sign))
    await pause(ARMED_MS)
    await accept.click({ timeout: 10_000 }).catch(() => {})
    if (!(await isTaken(stage, acting)))
      return { D12, D07: broken('one press on yes, once armed, is no answer', 'Let one press be an answer.') }
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
        ? unless(
            (await sign.getByRole('button').count()) > 0,
            'nothing on the sign leads back to a yes',
            'Let people change their answer where they took it back.',
          )
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
    ...unless(
      isBack,
      'it takes more than the one press that yes took',
      'Let one press take it back, and ask nothing.',
    ),
    ...unless(
      !isOffered,
      'erasing is offered before it was taken back',
      'Offer to erase after it was taken back.',
    ),
  ]
}

async function focusAfter(stage: Stage, answer: string): Promise<readonly FairBreach[]> {
  await stage.notice.waitFor({ state: 'hidden', timeout: SOON_MS }).catch(() => {})
  await pause(200)
  return unless(
    (await focusIs(stage)) !== 'body',
    `after a ${answer} focus is on the body`,
    'Give focus back to where it was, or to the lasting sign.',
  )
}

/** No by the pointer, and what comes after: D07, D16, D23, W15. */
export const no: Journey = {
  rows: ['D07', 'D16', 'D23', 'W15'],
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
    const D07 = unless(isNo, 'one press on no is no answer, and one on yes is', 'Let one press be a no.')
    if (!isNo) return { D07 }
    if (decline === 'leave') {
      const why = 'leaving is the only effect of a no under this policy'
      return { D07, D16: why, D23: why }
    }
    const W15 = await focusAfter(stage, 'no')
    const after = await acting.around?.()
    return {
      D07,
      W15,
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
