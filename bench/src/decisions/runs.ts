import { leaveMeOut } from '@askfirst/core'
import { createSubject } from '../feature.ts'
import { type Cast, createMeeting, createWishes } from '../meeting.ts'
import type { Round } from '../phases.ts'
import { crowdsOf, phaseOf, pieceOf } from './crowds.ts'

// takes: how many people there are · gives: rounds in which each of a crowd has a run of their own, and hosts end them

const owned = await createSubject({ ...leaveMeOut, turnOn: 'anyone', lasts: 'meeting' })
/** That it is on, that it was shown, and the own answer are one append. */
const ENABLE = 'feature.enable, each of its three facts'
export const RUN_KINDS = [
  ENABLE,
  'notice.askAgain',
  'feature.disable',
  'feature.bar and feature.allow, each run that it ends',
]

/** Rounds in one meeting. */
const MOST_RUNS = 25
/** As long as turning it on often is remembered. */
const OFTEN_MS = 10 * 60_000
/** How long people have to answer before they may be asked again. */
const AGAIN_MS = 30_000

/** A meeting in which everybody may turn it on for themselves. */
export function runMeeting(people: number): Round {
  let meeting = createMeeting(people, owned)
  const crowds = crowdsOf(people)
  const forAll = createWishes(owned)
  let runs = 0
  return () => {
    // Nobody turns theirs on a thousand times, and each run is remembered: an id serves once.
    if (runs === MOST_RUNS) [meeting, runs] = [createMeeting(people, owned), 0]
    const { cast, host, take } = meeting
    const crowd = crowds().map((at) => cast[at] ?? host)
    runs += 1
    const wishesIn = (run: string) =>
      new Map(
        crowd.map((who) => {
          const own = createWishes(owned, `summary@${who.participant}`)
          return [who, { on: own.turnOn(run), again: own.askAgain(run), off: own.turnOff(run) }] as const
        }),
      )
    const [first, second] = [wishesIn(`run-${runs}`), wishesIn(`run-${runs}-again`)]
    const says =
      (wishes: ReturnType<typeof wishesIn>, kind: 'on' | 'again' | 'off') =>
      (who: Cast): void => {
        const wish = wishes.get(who)
        if (wish !== undefined) take(wish[kind], who)
      }
    const turnOn = says(first, 'on')
    return [
      pieceOf('·', 1, () => meeting.passes(OFTEN_MS)),
      pieceOf(ENABLE, 3 * crowd.length, () => {
        for (const who of crowd) turnOn(who)
      }),
      pieceOf('·', 1, () => meeting.passes(AGAIN_MS)),
      phaseOf('notice.askAgain', crowd, says(first, 'again')),
      phaseOf('feature.disable', crowd, says(first, 'off')),
      phaseOf('·on again', crowd, says(second, 'on')),
      pieceOf('feature.bar and feature.allow, each run that it ends', crowd.length, () => {
        take(forAll.bar(), host)
        take(forAll.allow(), host)
      }),
    ]
  }
}
