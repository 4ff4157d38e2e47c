import type { Locator } from 'playwright-core'
import type { FairActing, FairState } from '../options.ts'
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

export const isAnswered = (acting: FairActing, answer: FairState['answer'], withinMs = COUNTS_WITHIN_MS) =>
  becomes(async () => (await acting.state()).answer === answer, withinMs)

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
