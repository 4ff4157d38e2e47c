import type { ElementHandle } from 'playwright-core'
import { namesIt } from '../names-it.ts'
import type { FairActing } from '../options.ts'
import { pause, type Stage } from '../stage.ts'
import { broken, type FairBreach, unless } from '../verdict.ts'
import { fieldOf, findTaken, findUnmeant, focusIs, hasFocus, type Journey, NEVER_MS } from './journey.ts'

// takes: a page and how to act in it · gives: what becomes of what is typed, and how the question is announced

const TYPED = 'hello, one moment please, I am still in the middle of a line '
const KEY_MS = 40

/** Somebody types while the question comes up: W01, W03 and the half of W02 that keys can break. */
export const typing: Journey = {
  rows: ['W01', 'W02', 'W03'],
  async walk(stage, acting) {
    const { page, notice, wanted } = stage
    await acting.start()
    const field = await fieldOf(stage)
    await field?.click()
    const before = (await read(field)).length
    const focused = (await page.evaluateHandle(() => document.activeElement)).asElement() ?? undefined
    await page.evaluate(listen)
    const half = Math.ceil(TYPED.length / 3)
    await page.keyboard.type(TYPED.slice(0, half), { delay: KEY_MS })
    const asked = acting.ask()
    await page.keyboard.type(TYPED.slice(half), { delay: KEY_MS })
    await asked
    await notice.waitFor({ state: 'visible' })
    const more = 'and on'
    await page.keyboard.type(more, { delay: KEY_MS })
    const now = (await read(field)).slice(before)
    const focus = await hasFocus((field ?? focused) as ElementHandle<Element> | undefined)
    const W01 = [
      ...unless(
        field === undefined || now === `${TYPED}${more}`,
        `"${TYPED}${more}" was typed, and "${now}" is in the field`,
        'Leave focus where it is when the notice appears.',
      ),
      ...unless(
        focus,
        `focus went ${(await focusIs(stage)) === 'inside' ? 'into the notice' : 'away from where it was'}`,
        'Leave focus where it is: announce the notice, and let a key lead there.',
      ),
    ]
    await page.keyboard.press('Enter')
    await pause(NEVER_MS)
    const unmeant = await findUnmeant(stage, acting)
    const W03 = await heard()
    const byKeys = unmeant === undefined ? await pressBeside(stage, acting) : undefined
    const W02 = [
      ...unless(
        unmeant === undefined,
        `the keys of a sentence ${unmeant} it`,
        'Let nothing count before it was on the screen for 600 ms, and no key that was meant for something else.',
      ),
      ...unless(
        byKeys === undefined,
        `Enter, Space, a letter or a number ${byKeys} it, pressed where no answer has focus`,
        'Let a key answer only while focus is on that answer.',
      ),
    ]
    const isUnseen = field === undefined && W01.length === 0
    return {
      W01: isUnseen ? 'there is no text field to type in: say in find.field where one is' : W01,
      W02,
      W03,
    }

    async function heard(): Promise<readonly FairBreach[]> {
      const said = (await page.evaluate('globalThis.fairHeard ?? []')) as Heard[]
      const { name: title, langs } = await stage.look()
      const name = wanted.feature ?? title
      const about = said.filter(({ text }) => namesIt(text, name, wanted.lang ?? langs.own))
      const key = new RegExp(wanted.shortcut.replace('+', '.?'), 'i')
      // What came of the question since then is said as well, without the way there.
      const asking = about.filter(({ text }) => key.test(text))
      const [first] = asking
      const fix = 'Put the words into a role="status" that is always in the page, once.'
      if (first === undefined) {
        const [other] = about
        return other === undefined
          ? broken(
              `no status said "${name}"${list(said)}`,
              `${fix} If they name it otherwise, say in \`feature\` how.`,
            )
          : broken(`"${other.text}" does not say how to get there`, `Name ${wanted.shortcut}.`)
      }
      return [
        ...unless(asking.length === 1, `it was said ${asking.length} times: "${first.text}"`, fix),
        ...unless(
          first.was === 'there',
          'what said it came with the words, so that it may not be heard',
          fix,
        ),
        ...unless(
          asking.every(({ isPolite }) => isPolite),
          'what said it is no polite status: it interrupts, or is no message of its own',
          fix,
        ),
      ]
    }
  },
}

const LETTERS_AND_NUMBERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Presses every plain key where nothing has focus; says what is held of the person then. */
async function pressBeside(stage: Stage, acting: FairActing): Promise<string | undefined> {
  const { page } = stage
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  for (const key of ['Enter', 'Space', ...LETTERS_AND_NUMBERS]) await page.keyboard.press(key)
  await pause(NEVER_MS)
  // Where a policy has a limit, that may be over by now: it is a no then, of no key.
  return stage.wanted.policy.unanswered ? findTaken(stage, acting) : findUnmeant(stage, acting)
}

/** What stands in a field, or in an element that is edited as one. */
const read = async (field: ElementHandle<Element> | undefined): Promise<string> =>
  (await field?.evaluate((at) =>
    ('value' in at ? String(at.value) : (at.textContent ?? '')).replaceAll('\u00a0', ' '),
  )) ?? ''

/** What was said, for who has to see why that is not it. */
const list = (said: readonly Heard[]): string =>
  said.length === 0
    ? ': none said anything'
    : `: they said ${[...new Set(said.map(({ text }) => `"${text.slice(0, 120)}"`))].slice(0, 4).join(', ')}`

interface Heard {
  readonly text: string
  readonly was: 'there' | 'new'
  readonly isPolite: boolean
}

/** Hears what a screen reader would: text that comes into what is live, and is not hidden from it. Runs in the page. */
function listen(): void {
  const POLITE = ':is([role=status], output:not([role])):is(:not([aria-live]), [aria-live=polite])'
  const LIVE = '[role=status], [role=alert], [role=log], [aria-live=polite], [aria-live=assertive], output'
  const HIDDEN = '[aria-hidden=true], [inert], [aria-live=off]'
  const isSeenInto = new Set<Node>()
  const changes = { subtree: true, childList: true, characterData: true, attributes: true }
  /** What is live there, and in open shadow roots within; hears of what changes there from now on. */
  const liveIn = (root: Document | ShadowRoot): Element[] => {
    if (!isSeenInto.has(root)) observer.observe(root, changes)
    isSeenInto.add(root)
    const inner = [...root.querySelectorAll('*')].flatMap((at) =>
      at.shadowRoot ? liveIn(at.shadowRoot) : [],
    )
    return [...root.querySelectorAll(LIVE), ...inner]
  }
  const listLive = (): Element[] =>
    liveIn(document).filter(
      (region) => region.closest(HIDDEN) === null && region.checkVisibility({ visibilityProperty: true }),
    )
  const observer = new MutationObserver(() => look())
  const there = new Set(listLive())
  const heard: Heard[] = []
  const last = new Map<Element, string>()
  for (const region of there) last.set(region, region.textContent ?? '')
  const look = (): void => {
    for (const region of listLive()) {
      const text = (region.textContent ?? '').replace(/\s+/g, ' ').trim()
      if (text === (last.get(region) ?? '')) continue
      last.set(region, text)
      const was = there.has(region) ? 'there' : 'new'
      if (text !== '') heard.push({ text, was, isPolite: region.matches(POLITE) })
    }
  }
  Reflect.set(globalThis, 'fairHeard', heard)
}
