import type { Broken, Say } from '../explore/invariants.ts'
import type { Rule } from '../explore/rules.ts'
import { createRandom } from '../random.ts'
import { calmDown, checkAgreement } from './agreement.ts'
import { APP_STEPS, inCall, reportRoster } from './app-steps.ts'
import { FAULT_STEPS } from './fault-steps.ts'
import { checkNow } from './invariants.ts'
import { PERSON_STEPS } from './person-steps.ts'
import type { Play, Said, StepKind } from './play.ts'
import { createSimulatedMeeting } from './simulated-meeting.ts'

// takes: a seed · gives: a meeting played by it, as a story, and what did not hold after the last sentence

/** Which meeting is played, and for how long. */
export interface SimulateOptions {
  /** The same seed plays the same meeting, to the last event. */
  readonly seed: number
  /** @default 60 */
  readonly steps?: number
  /** Looks for breaches of these rules only. @default all of them */
  readonly rules?: readonly Rule[]
  /** Looks for no breach of these rules. @default none of them */
  readonly without?: readonly Rule[]
}

/** A meeting that was played: its story, and what did not hold. */
export interface Simulation {
  readonly seed: number
  /** Every step taken, as sentences. */
  readonly story: readonly string[]
  /** What did not hold after the last step of the story; absent if all held. */
  readonly broken?: Broken | undefined
  /** How often a gate was found open: a simulation in which nothing opens proves nothing. */
  readonly opened: number
  /** How often each kind of step was taken, and what came of it. */
  readonly happened: Readonly<Record<string, number>>
  /** Everything the ledger held in the end, as text. */
  readonly ledger: string
}

const STEPS: readonly StepKind[] = [...PERSON_STEPS, ...APP_STEPS, ...FAULT_STEPS]
const WEIGHT = STEPS.reduce((sum, { weight }) => sum + weight, 0)
/** A meeting in which nothing is on proves nothing: each begins with this. */
const OPENING = 2

/**
 * Plays one meeting at random: people, lines, workers, the ledger and the authorities do whatever they
 * like, and after each step everything that must hold, holds; after some calm all agree.
 */
export async function simulate({
  seed,
  steps = 60,
  rules,
  without = [],
}: SimulateOptions): Promise<Simulation> {
  const random = createRandom(seed)
  const meeting = await createSimulatedMeeting(seed)
  const story: string[] = []
  const play: Play = { meeting, random, presses: new Map(), pressCount: 0, wallClock: 'free', opened: 0 }
  let broken: Broken | undefined
  const say: Say = (rule, what) => {
    if (broken !== undefined || without.includes(rule)) return
    if (rules === undefined || rules.includes(rule)) broken = { rule, what }
  }
  const end = (): Simulation => {
    for (const { client } of meeting.devices) client.dispose()
    for (const { gate } of meeting.workers) gate.close()
    for (const server of meeting.living()) server.kill()
    const ledger = JSON.stringify(meeting.disk.events)
    return {
      seed,
      story,
      broken,
      opened: play.opened,
      happened: Object.fromEntries(meeting.happened),
      ledger,
    }
  }
  await meeting.settle()
  meeting.note(`a meeting under ${meeting.policyCase.name}`)
  reportRoster(play, inCall(play))
  await meeting.settle()
  for (let step = 0; step < steps; step += 1) {
    const { says, broken: atOnce } = await act(play, step)
    story.push(says)
    if (atOnce !== undefined) say(atOnce.rule, atOnce.what)
    if (broken !== undefined) return end()
    // What is under way when the next thing happens is half of what goes wrong.
    if (random() < 0.3) continue
    await meeting.settle()
    checkNow(play, say)
    if (broken !== undefined) return end()
  }
  story.push('calm')
  await calmDown(play)
  checkNow(play, say)
  checkAgreement(play, say)
  return end()
}

/** Something that makes sense now. */
async function act(play: Play, step: number): Promise<Said> {
  for (;;) {
    const kind = step < OPENING ? STEPS[0] : roll(play.random)
    const said = await kind?.act(play)
    if (kind === undefined || said === undefined) continue
    play.meeting.note(kind.name)
    return typeof said === 'string' ? { says: said } : said
  }
}

function roll(random: () => number): StepKind | undefined {
  let left = random() * WEIGHT
  return STEPS.find(({ weight }) => {
    left -= weight
    return left < 0
  })
}
