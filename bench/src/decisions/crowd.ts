import { leaveMeOut } from '@askfirst/core'
import type { Command } from '@askfirst/core/authority'
import { createSubject } from '../feature.ts'
import { type Cast, createMeeting, createWishes } from '../meeting.ts'
import type { Round } from '../phases.ts'
import { crowdsOf, phaseOf, pieceOf } from './crowds.ts'

// takes: how many people there are · gives: rounds in which a crowd of them does everything that people do

/** What happens in a round, in order; what starts with `·` only sets the stage. */
const PHASES = [
  'notice.show',
  'consent.defer',
  'notice.lapse',
  'consent.accept',
  'consent.withdraw',
  'erasure.request',
  'erasure.acknowledge',
  '·accept more',
  'consent.withdraw of an ask',
  'consent.decline',
  '·accept',
  'feature.requestOff',
  'enforcement.report',
  'enforcement.lapse and the report that ends it, each',
  'role.change',
  '·attendee',
  'indicator.hide',
  'indicator.show',
  'participant.leave',
  'participant.join',
  '·indicator',
  'participant.lapse',
  'consent.expire',
  '·join',
  '·indicator',
  'participant.remove',
  '·join',
  '·indicator',
] as const
/** Two decisions, of which the second makes the next first one possible. */
const TWO: (typeof PHASES)[number] = 'enforcement.lapse and the report that ends it, each'
/** About everybody by what they mean: so much for each person there is. */
const OF_ALL = ['roster.report, each person named', 'authority.start, each person there is'] as const
export const CROWD_KINDS: readonly string[] = [...PHASES, ...OF_ALL].filter((kind) => !kind.startsWith('·'))

// With a time to answer in, so that it can run out.
const limited = await createSubject({
  ...leaveMeOut,
  // biome-ignore lint/suspicious/noThenProperty: the policy's own word
  unanswered: { afterMs: 60_000, then: 'exclude' },
})

/** A running meeting in which a crowd does everything that people do, through the real decide and evolve. */
export function crowdMeeting(people: number): Round {
  const meeting = createMeeting(people, limited)
  const { cast, host, take } = meeting
  const wishes = createWishes(limited)
  const [join, indicator] = [wishes.join(), wishes.indicator()]
  const crowds = crowdsOf(people)
  let [runs, epoch] = [0, 0]
  return () => {
    const crowd = crowds().map((at) => cast[at] ?? host)
    runs += 1
    const run = `run-${runs}`
    const says =
      (wish: Command) =>
      (who: Cast): void =>
        void take(wish, who)
    const does: Record<(typeof PHASES)[number], (who: Cast) => void> = {
      'notice.show': says(wishes.show(run)),
      'notice.lapse': (who) => void meeting.lapseAnswer(who, run),
      'consent.defer': says(wishes.defer(run)),
      'consent.accept': says(wishes.accept(run)),
      'consent.withdraw': says(wishes.withdraw()),
      'erasure.request': says(wishes.erase()),
      'erasure.acknowledge': meeting.acknowledge,
      '·accept more': says(wishes.accept(run, ['improve'])),
      'consent.withdraw of an ask': says(wishes.withdrawAsk()),
      'consent.decline': says(wishes.decline()),
      '·accept': says(wishes.accept(run)),
      'feature.requestOff': says(wishes.requestOff(run)),
      'enforcement.report': () => {
        epoch += 1
        meeting.confirm(epoch)
      },
      'enforcement.lapse and the report that ends it, each': () => {
        epoch += 2
        meeting.lapseEnforcement(epoch - 1)
        meeting.confirm(epoch)
      },
      'role.change': (who) => void meeting.giveRole(who, 'cohost'),
      '·attendee': (who) => void meeting.giveRole(who, 'attendee'),
      'indicator.hide': says(wishes.hide()),
      'indicator.show': says(wishes.indicator()),
      'participant.leave': says(wishes.leave()),
      'participant.join': says(wishes.join()),
      '·indicator': says(wishes.indicator()),
      'participant.lapse': (who) => void meeting.lapse(who),
      'consent.expire': (who) => void meeting.expire(who),
      '·join': says(wishes.join()),
      'participant.remove': (who) => void meeting.remove(who),
    }
    const on = { times: 1, run: () => void take(wishes.turnOn(run), host) }
    const off = { times: 1, run: () => void take(wishes.turnOff(run), host) }
    const others = cast.filter((who) => who !== crowd[0])
    // Once with one of them out of it, and once with them back: each names everybody.
    const report = pieceOf(OF_ALL[0], others.length + cast.length, () => {
      meeting.reportRoster(others)
      meeting.reportRoster(cast)
    })
    const restart = pieceOf(OF_ALL[1], cast.length, meeting.restart)
    const back = pieceOf('·everybody is back', 1, () => {
      for (const who of cast) {
        take(join, who)
        take(indicator, who)
      }
    })
    const phases = PHASES.map((name) => phaseOf(name, crowd, does[name], name === TWO ? 2 : 1))
    return [on, ...phases, off, report, restart, back]
  }
}
