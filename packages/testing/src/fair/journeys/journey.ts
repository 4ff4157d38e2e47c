import type { ElementHandle } from 'playwright-core'
import type { FairActing } from '../options.ts'
import type { FairRow } from '../rule-texts.ts'
import { becomes, pause, type Stage, visible } from '../stage.ts'
import { type FairBreach, unless, type Verdicts } from '../verdict.ts'

// gives: what a journey is, and what all of them ask of a page: what came of it, and where focus is

/** A person at the page, from before the question to after the answer. */
export interface Journey {
  /** The rows that it reads. */
  readonly rows: readonly FairRow[]
  walk(stage: Stage, acting: FairActing): Promise<Verdicts>
}

/** Controls arm at 600 ms; a busy machine sees them later. */
export const ARMED_MS = 1_100
/** How long an answer may take to count: a notice counts as shown after 2 s. */
const COUNTS_WITHIN_MS = 6_000
/** How long the notice may take to be gone after an answer. */
const GONE_WITHIN_MS = 3_000
/** How long something may take that must not happen. */
export const NEVER_MS = 350

/** Opens the page anew and lets the question come up. */
export async function comesUp({ notice }: Stage, acting: FairActing): Promise<void> {
  await acting.start()
  await acting.ask()
  await notice.waitFor({ state: 'visible' })
}

/** Where somebody types; undefined where the page has no such field. */
export async function fieldOf({ page, wanted }: Stage): Promise<ElementHandle<Element> | undefined> {
  if (wanted.find.field === null) return undefined
  const [field] = await visible(page.locator(wanted.find.field)).elementHandles()
  return field as ElementHandle<Element> | undefined
}

/** Focus in the text field, or on nothing where there is none: no key presses anything there. */
export async function focusWork(stage: Stage): Promise<void> {
  const field = await fieldOf(stage)
  if (field) await field.focus()
  else await stage.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
}

/** What may have focus while there is a notice: the text field, or any control outside of the notice. */
export async function findOutside(stage: Stage): Promise<ElementHandle<Element> | undefined> {
  const field = await fieldOf(stage)
  if (field) return field
  const found = await stage.page.evaluateHandle(
    (notice) => {
      const CONTROLS = 'button, a[href], input, select, [tabindex="0"]'
      return [...document.querySelectorAll<HTMLElement>(CONTROLS)].find(
        (one) =>
          !notice.contains(one) &&
          !one.matches(':disabled, [inert] *') &&
          one.checkVisibility({ visibilityProperty: true }),
      )
    },
    await stage.element(),
  )
  return (found.asElement() as ElementHandle<Element> | null) ?? undefined
}

export const hasFocus = (element: ElementHandle<Element> | undefined): Promise<boolean> =>
  element?.evaluate((at) => (at.getRootNode() as Document).activeElement === at) ?? Promise.resolve(false)

/** Whether what there is of yes came to count; where none is needed, that the notice was read and is gone. */
export const isTaken = ({ notice, wanted }: Stage, acting: FairActing, withinMs = COUNTS_WITHIN_MS) =>
  becomes(
    async () =>
      wanted.policy.basis === 'consent'
        ? (await acting.state()).answer === 'accepted'
        : !(await notice.isVisible()) && (await acting.state()).answer !== 'refused',
    withinMs,
  )

/** Whether something is captured that waits for a yes. */
const isTapped = async ({ wanted }: Stage, acting: FairActing): Promise<boolean> =>
  wanted.policy.basis === 'consent' && (await acting.state()).captured

/** What came of what is no yes; undefined where nothing did. */
export async function findTaken(stage: Stage, acting: FairActing): Promise<string | undefined> {
  if ((await acting.state()).answer === 'accepted') return 'counts as yes'
  return (await isTapped(stage, acting)) ? 'lets capture begin' : undefined
}

/** What is held of the person that they have not meant; undefined where nothing is. */
export async function findUnmeant(stage: Stage, acting: FairActing): Promise<string | undefined> {
  const { notice, wanted } = stage
  const { answer } = await acting.state()
  if (answer !== 'none') return answer
  if (await isTapped(stage, acting)) return 'let capture begin by'
  return wanted.policy.basis === 'consent' || (await notice.isVisible()) ? undefined : 'read'
}

/** What to do where an answer does not come to count, and where the test does not say that it did. */
export const toCountFix = async (acting: FairActing, fix: string): Promise<string> =>
  (await acting.state()).answer === 'none'
    ? `${fix} If it is one, mend acting.state(): its answer still is "none".`
    : fix

export const isRefused = (acting: FairActing) =>
  becomes(async () => (await acting.state()).answer === 'refused', COUNTS_WITHIN_MS)

/** Whether what has focus is in the notice, outside of it, or nothing has. */
export async function focusIs({ notice, page }: Stage): Promise<'inside' | 'outside' | 'body'> {
  const [region = null] = await notice.elementHandles()
  return page.evaluate((root) => {
    let at = document.activeElement
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
    if (at === null || at === document.body || at === document.documentElement) return 'body'
    for (
      let up: Node | null = at;
      up !== null;
      up = up.parentNode ?? (up as Partial<ShadowRoot>).host ?? null
    )
      if (up === root) return 'inside'
    return 'outside'
  }, region)
}

/** Whether focus is somewhere once an answer was given and the notice is gone. */
export async function focusAfter(stage: Stage, answer: string): Promise<readonly FairBreach[]> {
  await stage.notice.waitFor({ state: 'hidden', timeout: GONE_WITHIN_MS }).catch(() => {})
  await pause(200)
  return unless(
    (await focusIs(stage)) !== 'body',
    `after a ${answer} focus is on the body`,
    'Give focus back to where it was, or to the lasting sign.',
  )
}
