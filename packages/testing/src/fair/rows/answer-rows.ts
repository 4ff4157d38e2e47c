import type { ControlLook, Look } from '../in-page/look-at.ts'
import type { Wanted } from '../options.ts'
import type { FairRow } from '../rule-texts.ts'
import { broken, type FairBreach, unless, type Verdict } from '../verdict.ts'

// takes: one look at a page · gives: the rows about yes and no, and about what stands beside them

/** What one look at the page says of each row; nothing of what only another look can tell. */
export type Rows = Partial<Record<FairRow, (look: Look, wanted: Wanted) => Verdict | undefined>>

type Pair = (accept: ControlLook, refuse: ControlLook, look: Look, wanted: Wanted) => Verdict

/** For rows about yes and no: without one of them there is a breach in D01, and nothing to compare. */
const ofBoth =
  (row: Pair) =>
  (look: Look, wanted: Wanted): Verdict =>
    look.accept?.isVisible && look.refuse?.isVisible
      ? row(look.accept, look.refuse, look, wanted)
      : wanted.find.accept === null || wanted.find.refuse === null
        ? 'there is no yes and no here'
        : 'yes or no was not found, see D01'
const measured = (row: Pair) =>
  ofBoth((accept, refuse, look, wanted) =>
    look.isMeasured ? row(accept, refuse, look, wanted) : 'it takes a page that is laid out',
  )

/** So far may two answers be apart in how far the fill, or the letters, of each are from grey, from 0 to 1. */
const MOST_COLOUR = 0.25
const middle = (from: number, to: number): number => (from + to) / 2
const ratio = (one: number, other: number): number =>
  Math.max(one, other) / Math.max(Math.min(one, other), 0.01)
const px = (length: number): string => `${Math.round(length)} px`

/** Names of what two styles differ in. */
const differing = (one: Record<string, string>, other: Record<string, string>): string[] =>
  Object.keys(one).flatMap((key) =>
    one[key] === other[key] ? [] : [`${key}: ${one[key]} for yes, ${other[key]} for no`],
  )

export const answerRows: Rows = {
  D01(look, { find, policy }) {
    if (find.accept !== null && find.refuse === null && policy.basis === 'consent')
      return broken('there is a yes, and no control that says no', 'Put a no beside it.')
    if (find.accept === null || find.refuse === null) return 'there is no yes and no here'
    const { accept, refuse, stepsToShared = 99 } = look
    if (!accept?.isVisible || !refuse?.isVisible) {
      const missing = [
        ...(accept?.isVisible ? [] : [`no visible yes (${find.accept})`]),
        ...(refuse?.isVisible ? [] : [`no visible no (${find.refuse})`]),
      ]
      return broken(
        `there is ${missing.join(' and ')}`,
        'Show both answers in the notice. If they are there, say in `find` where; nobody but the page sees into a closed shadow root, so have it open for the test.',
      )
    }
    const hidden = [accept, refuse].filter(({ isWhollyHit, isInWindow }) => !isWhollyHit || !isInWindow)
    return [
      ...unless(
        stepsToShared <= 2,
        'the answers stand in different parts of the notice',
        'Put both answers side by side in one container.',
      ),
      ...unless(
        hidden.length === 0 || hidden.length === 2,
        `${hidden[0]?.said} is out of sight or something lies over a part of it, the other answer is not`,
        'Show both without scrolling and with nothing over them, not even something that is not seen.',
      ),
    ]
  },
  D02: ofBoth((accept, refuse) => {
    const odd = [accept, refuse].filter(({ tag }) => tag !== 'BUTTON').map(({ said }) => said)
    return unless(odd.length === 0, `${odd.join(' and ')} is no <button>`, 'Make both answers a <button>.')
  }),
  D03: measured(({ box: yes }, { box: no }) => {
    const areas = ratio(yes.width * yes.height, no.width * no.height)
    return [
      ...unless(
        areas <= 1.25,
        `areas of ${px(yes.width)} × ${px(yes.height)} and ${px(no.width)} × ${px(no.height)}`,
        'Give both answers the same size.',
      ),
      ...unless(
        Math.abs(yes.height - no.height) <= 2,
        `heights of ${px(yes.height)} and ${px(no.height)}`,
        'Give both answers the same height.',
      ),
    ]
  }),
  D04: measured((accept, refuse) => {
    const odd = differing(accept.print, refuse.print)
    return unless(odd.length === 0, odd.join('; '), 'Set both labels in the same type.')
  }),
  D05: measured((accept, refuse) => {
    const odd = differing(accept.weight, refuse.weight)
    const fills = ratio(accept.fillContrast, refuse.fillContrast)
    const untold = accept.untold ?? refuse.untold
    if (odd.length === 0 && untold !== undefined) return `fills cannot be compared: ${untold}`
    const letters = ratio(accept.textContrast, refuse.textContrast)
    return [
      ...unless(
        untold !== undefined || letters <= 1.5,
        `letters that stand out ${accept.textContrast}:1 for yes and ${refuse.textContrast}:1 for no`,
        'Set both labels in letters that stand out as much.',
      ),
      ...unless(
        untold !== undefined || Math.abs(accept.textColour - refuse.textColour) <= MOST_COLOUR,
        `letters ${accept.ink} for yes and ${refuse.ink} for no: one label is coloured, the other nearly grey`,
        'Set both labels in letters that are as colourful.',
      ),
      ...unless(
        Math.abs(accept.fillColour - refuse.fillColour) <= MOST_COLOUR,
        `a fill of ${accept.fill} for yes and ${refuse.fill} for no: one is coloured, the other nearly grey`,
        'Give both answers a fill that is as colourful.',
      ),
      ...unless(
        fills <= 1.25,
        `fills that stand out ${accept.fillContrast}:1 for yes and ${refuse.fillContrast}:1 for no`,
        'Give both answers a fill that stands out as much.',
      ),
      ...unless(
        odd.length === 0,
        odd.join('; '),
        'Give both the same borders, outline, background, shadow, opacity and filter.',
      ),
    ]
  }),
  D06: measured((accept, refuse) => {
    const told = [accept, refuse].filter(({ untold }) => untold === undefined)
    const found = told.flatMap(({ said, textContrast, edgeContrast }) => [
      ...unless(textContrast >= 4.5, `${said} has text at ${textContrast}:1`, 'Raise it to 4.5:1.'),
      ...unless(
        edgeContrast >= 3,
        `${said} has an edge at ${edgeContrast}:1`,
        'Raise border or fill to 3:1.',
      ),
    ])
    const untold = accept.untold ?? refuse.untold
    return found.length === 0 && untold !== undefined ? `contrast cannot be read: ${untold}` : found
  }),
  // That one press is an answer takes somebody who presses; that none can be needs nobody.
  D07({ accept, refuse }) {
    if (!accept?.isVisible || !refuse?.isVisible || !refuse.isDisabled || accept.isDisabled) return undefined
    return broken(`${refuse.said} is disabled, and yes is not`, 'Let both be pressed from the same moment.')
  },
  D08: ofBoth((accept, refuse, { buttons }) => {
    const saysYes = (name: string) => name === accept.name || YES.test(name)
    const saysNo = (name: string) => name === refuse.name || NO.test(name)
    const yes = buttons.filter((name) => saysYes(name) && !saysNo(name))
    const no = buttons.filter(saysNo)
    return unless(
      yes.length <= no.length,
      `yes is offered ${yes.length} times (${yes.join(', ')}), no ${no.length} times`,
      'Offer each as often as the other.',
    )
  }),
  D09(look, wanted) {
    const { refuse } = look
    if (refuse === null)
      return wanted.find.refuse === null ? 'there is no yes and no here' : 'no was not found'
    const inProse = unless(
      refuse.prose === undefined,
      `${refuse.said} stands inside a <${refuse.prose}>`,
      'Take it out of the text and make it a control beside yes.',
    )
    return look.isMeasured && look.accept?.isVisible && refuse.isVisible
      ? [...inProse, ...apart(look.accept, refuse)]
      : inProse
  },
  D24(look, wanted) {
    const { links, controls } = look
    const isAsking = wanted.find.accept !== null && wanted.find.refuse !== null
    if (!isAsking) return 'there is no yes and no here'
    return [
      ...unless(links.length <= 1, `${links.length} links: ${links.join(', ')}`, 'Keep one link.'),
      ...unless(
        controls.length <= 3,
        `${controls.length} controls beside the answers: ${controls.join(', ')}`,
        'Keep three, and move the others into the details.',
      ),
    ]
  },
  D25: ofBoth((accept, refuse, look, { order }) => {
    const { comesFirst = 'accept' } = look
    const asWished = unless(
      order === undefined || order === `${comesFirst}-first`,
      `${comesFirst} comes first here, and ${order} elsewhere`,
      'Keep one order on every surface.',
    )
    const jumps = [accept, refuse].filter(({ tabOrder }) => tabOrder > 0)
    const natural = unless(
      jumps.length === 0,
      `${jumps.map(({ said }) => said).join(' and ')} is moved by a positive tabindex`,
      'Leave tabindex away.',
    )
    if (!look.isMeasured) return [...asWished, ...natural]
    const [first, second] = comesFirst === 'accept' ? [accept.box, refuse.box] : [refuse.box, accept.box]
    const isRow =
      Math.abs(middle(first.top, first.bottom) - middle(second.top, second.bottom)) < first.height / 2
    const isBefore = isRow
      ? look.direction === 'rtl'
        ? first.left > second.left
        : first.left < second.left
      : first.top < second.top
    return [
      ...asWished,
      ...natural,
      ...unless(
        isBefore,
        `what comes first for the keyboard stands second on the screen (${look.direction})`,
        'Let the order on the screen be the order of the elements, in the direction of the text.',
      ),
    ]
  }),
}

/** English words of controls that say yes, and that say no; "all" is of row D11. */
const YES =
  /^(yes\b|(accept|agree|allow|permit|approve|consent)(?! all)\b|opt in|include me|enable|i consent|count me in|turn on|got it|ok(ay)?$)/i
const NO =
  /^(no\b|don.?t|(decline|refuse|reject|deny|block)(?! all)\b|leave (me out|the call)|opt out|not now$)/i

function apart({ box: yes }: ControlLook, { box: no }: ControlLook): readonly FairBreach[] {
  const across = Math.max(yes.left, no.left) - Math.min(yes.right, no.right)
  const down = Math.max(yes.top, no.top) - Math.min(yes.bottom, no.bottom)
  const isRow =
    down < 0 && Math.abs(middle(yes.top, yes.bottom) - middle(no.top, no.bottom)) <= yes.height / 2
  const isColumn = across < 0
  const gap = isRow ? across : down
  return [
    ...unless(isRow || isColumn, 'yes and no stand in neither one row nor one column', 'Align both answers.'),
    ...unless(
      !(isRow || isColumn) || gap >= 7.5,
      `a gap of ${px(gap)} between yes and no`,
      'Leave 8 px, so that nobody presses the other one.',
    ),
  ]
}
