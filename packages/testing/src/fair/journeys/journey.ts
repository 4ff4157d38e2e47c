import type { Locator } from 'playwright-core'
import type { FairActing } from '../options.ts'
import type { FairRow } from '../rule-texts.ts'
import { becomes, type Stage, visible } from '../stage.ts'
import type { Verdicts } from '../verdict.ts'

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
/** How long something may take that must not happen. */
export const NEVER_MS = 350

/** Opens the page anew and lets the question come up. */
export async function comesUp({ notice }: Stage, acting: FairActing): Promise<void> {
  await acting.start()
  await acting.ask()
  await notice.waitFor({ state: 'visible' })
}

export const fieldOf = ({ page, wanted }: Stage): Locator => visible(page.locator(wanted.find.field))

/** Whether what there is of yes came to count; where none is needed, that the notice was read and is gone. */
export const isTaken = ({ notice, wanted }: Stage, acting: FairActing, withinMs = COUNTS_WITHIN_MS) =>
  becomes(
    async () =>
      wanted.policy.basis === 'consent'
        ? (await acting.state()).answer === 'accepted'
        : !(await notice.isVisible()) && (await acting.state()).answer !== 'refused',
    withinMs,
  )

/** What is held of the person that they have not meant; undefined where nothing is. */
export async function findUnmeant(
  { notice, wanted }: Stage,
  acting: FairActing,
): Promise<string | undefined> {
  const { answer } = await acting.state()
  if (answer !== 'none') return answer
  return wanted.policy.basis === 'consent' || (await notice.isVisible()) ? undefined : 'read'
}

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
