import { AskFirstError } from '@askfirst/core'
import type { Page } from 'playwright-core'
import type { Journey } from './journeys/journey.ts'
import { journeys } from './journeys/journeys.ts'
import { type FairNoticeOptions, toWanted } from './options.ts'
import { readRenders } from './renders.ts'
import { readRows } from './rows/read-rows.ts'
import { type FairRow, ROWS } from './rule-texts.ts'
import { becomes, COMES_WITHIN_MS, createStage, type Stage, settleMotion } from './stage.ts'
import { readTicking } from './ticking.ts'
import { assertFair, broken, type FairNoticeResult, toResult, type Verdicts } from './verdict.ts'

// takes: a notice on a page, and how to act there · gives: each row, or one error of every breach

/**
 * Checks a notice that is on the page, every row that a browser can tell; with `acting` also those that need somebody
 * to type, press and wait.
 *
 * Size, colours, text settings and focus of the page are put back. After the journeys it runs on a clock of
 * Playwright's.
 *
 * @throws AskFirstError that lists every breach
 */
export async function expectFairNotice(
  page: Page,
  options: FairNoticeOptions = {},
): Promise<FairNoticeResult> {
  const result = await checkFairNotice(page, options)
  assertFair(result)
  return result
}

/** As `expectFairNotice`, for who wants to read the rows whatever they say. */
export async function checkFairNotice(
  page: Page,
  options: FairNoticeOptions = {},
): Promise<FairNoticeResult> {
  const wanted = toWanted(options)
  const stage = createStage(page, wanted)
  const { acting } = wanted
  if (acting) {
    await acting.start()
    await acting.ask()
  }
  await stage.element()
  const cameAt = Date.now()
  const areLeftOut = (rows: readonly FairRow[]) => rows.every((row) => wanted.without?.[row] !== undefined)
  const read: Verdicts[] = []
  try {
    // What comes in moves, and what was just pressed is on its way back to its colours.
    await settleMotion(stage)
    const look = await stage.look()
    // What went away meanwhile was not what was looked at.
    await stage.element()
    read.push(readRows(look, wanted))
    if (!areLeftOut(['D15'])) read.push(await readTicking(stage))
    if (!areLeftOut(['D26', 'W12', 'W13', 'W14'])) read.push(await readRenders(stage))
  } catch (reason) {
    read.push(await toGone(stage, reason, cameAt))
  }
  for (const journey of journeys) {
    if (areLeftOut(journey.rows)) continue
    read.push(
      acting
        ? await journey.walk(stage, acting).catch((reason: unknown) => toBreach(journey, reason))
        : Object.fromEntries(journey.rows.map((row) => [row, 'it takes acting: say in acting how'])),
    )
  }
  return toResult(read, wanted.without ?? {}, 'nobody came that far: see the rows that are broken')
}

/** How long what was hidden by a size or a setting of the page may take to be back without it. */
const BACK_WITHIN_MS = 2_000

/**
 * What was there, and went away while it was looked at: with a size or a setting, if it is back without, and else by
 * itself, which leaves nobody the time to read it.
 *
 * @throws the reason, where the row that it breaks is left out: nobody would hear of the rows that nobody looked at
 */
async function toGone({ notice, wanted }: Stage, reason: unknown, cameAt: number): Promise<Verdicts> {
  if (!(reason instanceof AskFirstError)) throw reason
  const afterS = Math.round((Date.now() - cameAt - COMES_WITHIN_MS) / 1_000)
  const isBack = await becomes(() => notice.isVisible(), BACK_WITHIN_MS)
  const row = isBack ? 'D26' : 'W05'
  if (wanted.without?.[row] !== undefined) throw reason
  const unseen = Object.fromEntries(ROWS.map((one) => [one, `the notice was gone, see ${row}`]))
  if (isBack)
    return {
      ...unseen,
      D26: broken(
        'on a small screen, with forced colours or with less motion the notice is not there, and without them it is',
        'Show it on every screen and with every setting.',
      ),
    }
  // Its limit may be over; how long that may be is for who waits.
  if (wanted.policy.unanswered) return { ...unseen, W05: 'it went away while it was looked at' }
  return {
    ...unseen,
    W05: broken(
      `the notice went away by itself, within ${Math.max(1, afterS)} s`,
      'Let the question wait until it is answered; capture nothing meanwhile.',
    ),
  }
}

/** Where nobody could go on, nothing was seen to hold. */
function toBreach({ rows }: Journey, reason: unknown): Verdicts {
  const [message] = String(reason instanceof Error ? reason.message : reason).split('\n')
  const found = `nobody could go on, so that ${rows.join(', ')} could not be looked at: ${message}`
  const fix = 'See that start and ask lead to an open question each time, and that find finds it.'
  return Object.fromEntries(rows.slice(0, 1).map((row) => [row, broken(found, fix)]))
}
