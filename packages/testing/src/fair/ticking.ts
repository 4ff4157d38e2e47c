import { askPage } from './in-page/ask-page.ts'
import type { PageTools } from './in-page/tools.ts'
import { pause, type Stage } from './stage.ts'
import { broken, unless, type Verdict, type Verdicts } from './verdict.ts'

// takes: a notice on a page · gives: the row about what counts down, in two looks at it

/** What counts down within this of the notice is about it. */
const NEAR_PX = 100
/** Longer than a second, in which every clock has moved. */
const BETWEEN_MS = 1_200

/**
 * Looks twice, more than a second apart: what counts down, shrinks or runs out is found. Once more where something is:
 * what is said anew, as that a feature has begun, is another text from then on, and a countdown goes on.
 */
export async function readTicking(stage: Stage): Promise<Verdicts> {
  const { page, wanted } = stage
  if (wanted.find.accept === null) return { D15: 'there is no yes and no here' }
  const look = async () => askPage(page, lookAtTime, { notice: await stage.element() })
  const before = await look()
  await pause(BETWEEN_MS)
  const after = await look()
  const verdict = compare(before, after)
  if (!isBroken(verdict)) return { D15: verdict }
  await pause(BETWEEN_MS)
  return { D15: compare(after, await look()) }
}

type Look = ReturnType<typeof lookAtTime>
const isBroken = (verdict: Verdict): boolean => typeof verdict !== 'string' && verdict.length > 0

/** What went on between two looks. */
function compare(before: Look, after: Look): Verdict {
  // Nothing ticks in what is gone; that it went is of another row.
  if (after.text === '') return 'the notice went away meanwhile'
  const isSame = before.shapes.length === after.shapes.length
  // What changes its shape while its words stay the same is a bar, or a ring, that runs.
  const isRunning =
    isSame &&
    before.shapes.some(({ shape, text }, at) => {
      const now = after.shapes[at]
      return now !== undefined && shape !== now.shape && text === now.text
    })
  const falling = before.around.flatMap((line) => {
    const now = after.around.find(({ at }) => at === line.at)
    return now !== undefined && isCountdown(line.text, now.text) ? [{ ...line, now: now.text }] : []
  })
  const near = falling.find(({ px }) => px <= NEAR_PX)
  const found = [
    ...unless(
      before.text === after.text,
      `its words go on changing, from ${differing(before.text, after.text)}`,
      'Take the countdown away: nothing happens by itself.',
    ),
    ...unless(
      !isRunning,
      'something in the notice changes its shape by itself, as a bar or a ring that runs out does',
      'Take the countdown away.',
    ),
    ...(near === undefined
      ? []
      : broken(
          `beside the notice "${near.text}" became "${near.now}"`,
          'Take the countdown away, or put what it is about elsewhere.',
        )),
  ]
  return found.length > 0 ? found : untold(falling[0], after.moving)
}

/** What was seen, and does not say whether anybody has to hurry. */
function untold(far: { text: string; now: string } | undefined, moving: string | undefined): Verdict {
  if (far !== undefined)
    return `elsewhere in the page "${far.text}" became "${far.now}": see whether that is about the question`
  return moving === undefined ? [] : `what ${moving} shows is not seen`
}

/** The words that two texts differ in, with some around them. */
function differing(before: string, after: string): string {
  const [old, now] = [before.split(' '), after.split(' ')]
  const at = old.findIndex((word, place) => word !== now[place])
  const from = Math.max(0, (at === -1 ? old.length : at) - 3)
  const [was, is] = [old, now].map((words) => words.slice(from, from + 7).join(' '))
  return `"${was}" to "${is}"`
}

/** Digits of every script as those of this one. */
const toDigits = (text: string): string =>
  text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    let value = 0
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
    return String(value)
  })

/** Whether a number fell by what may be the time between the looks, and nothing else changed. */
function isCountdown(before: string, after: string): boolean {
  const toSeconds = (text: string): number =>
    (toDigits(text).match(/\d+/g) ?? []).reduce((sum, number) => sum * 60 + Number(number), 0)
  const isSameWords = before.replace(/\p{Nd}+/gu, '') === after.replace(/\p{Nd}+/gu, '')
  const fell = toSeconds(before) - toSeconds(after)
  return isSameWords && fell > 0 && fell <= 3
}

/** Words and shapes in the notice, and numbers around it. Runs in the page. */
function lookAtTime(tools: PageTools, { notice }: { readonly notice: Element }) {
  const SHAPES = [
    'strokeDashoffset',
    'strokeDasharray',
    'clipPath',
    'backgroundImage',
    'backgroundSize',
  ] as const
  const drawn = (css: CSSStyleDeclaration) => SHAPES.map((name) => css[name]).join(' ')
  const pseudo = (element: Element, which: string): string => {
    const css = getComputedStyle(element, which)
    return css.content === 'none'
      ? ''
      : `${css.content} ${css.width} ${css.height} ${css.transform} ${drawn(css)}`
  }
  const shapes = [notice, ...tools.allIn(notice)].map((element) => {
    const { width, height } = element.getBoundingClientRect()
    const size = `${Math.round(width)} ${Math.round(height)}`
    const own = [
      size,
      drawn(getComputedStyle(element)),
      pseudo(element, '::before'),
      pseudo(element, '::after'),
    ]
    return { shape: own.join(' '), text: element.textContent }
  })
  const box = notice.getBoundingClientRect()
  const around: { at: number; text: string; px: number }[] = []
  const roots = [document.body, ...tools.allIn(document).flatMap(({ shadowRoot }) => shadowRoot ?? [])]
  const texts = roots.flatMap((root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    const found: Node[] = []
    while (walker.nextNode() !== null) found.push(walker.currentNode)
    return found
  })
  for (const [at, node] of texts.entries()) {
    if (!/\p{Nd}/u.test(node.nodeValue ?? '')) continue
    const holder = node.parentElement ?? (node.getRootNode() as ShadowRoot).host
    if (tools.holds(notice, holder) || !tools.isVisible(holder)) continue
    const { left, right, top, bottom } = holder.getBoundingClientRect()
    const across = Math.max(left - box.right, box.left - right, 0)
    const down = Math.max(top - box.bottom, box.top - bottom, 0)
    // In a root there are styles beside it.
    const text = ((node.parentElement ?? node).textContent ?? '').trim().slice(0, 60)
    around.push({ at, text, px: Math.hypot(across, down) })
  }
  const moving = tools.allIn(notice).find((element) => element.matches('canvas, video'))
  return {
    text: tools.textOf(notice),
    shapes,
    around,
    moving: moving ? tools.describe(moving) : undefined,
  }
}
