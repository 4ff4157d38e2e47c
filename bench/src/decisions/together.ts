import { everyoneOrNobody } from '@askfirst/core'
import { createSubject } from '../feature.ts'
import { createMeeting, createWishes } from '../meeting.ts'
import type { Round } from '../phases.ts'
import { crowdsOf, phaseOf } from './crowds.ts'

// takes: how many people there are · gives: rounds in which a crowd of them answers where everybody has to agree

const together = await createSubject({ ...everyoneOrNobody, decline: 'leave' })
const everybody = ', where all have to agree'
export const TOGETHER_KINDS = [
  'consent.accept',
  'consent.withdraw',
  'indicator.hide',
  'indicator.show',
  'participant.leave',
  'participant.join',
  'participant.lapse',
].map((kind) => `${kind}${everybody}`)

/** Longer than pauses are remembered. */
const PAUSES_MS = 6 * 60_000

/** A meeting in which capture pauses for everybody with each of these, and goes on once the last has agreed again. */
export function togetherMeeting(people: number): Round {
  const meeting = createMeeting(people, together)
  const { cast, host, take } = meeting
  const wishes = createWishes(together)
  const crowds = crowdsOf(people)
  meeting.reportRoster(cast)
  take(wishes.turnOn('run', 'accept'), host)
  for (const who of cast) {
    if (who === host) continue
    take(wishes.show('run'), who)
    take(wishes.accept('run'), who)
  }
  const [withdraw, accept, show] = [wishes.withdraw(), wishes.accept('run'), wishes.show('run')]
  const [hide, indicate, leave, join] = [wishes.hide(), wishes.indicator(), wishes.leave(), wishes.join()]
  return () => {
    const crowd = crowds().map((at) => cast[at] ?? host)
    meeting.passes(PAUSES_MS)
    return [
      phaseOf(`consent.withdraw${everybody}`, crowd, (who) => take(withdraw, who)),
      phaseOf('·show', crowd, (who) => take(show, who)),
      phaseOf(`consent.accept${everybody}`, crowd, (who) => take(accept, who)),
      phaseOf(`indicator.hide${everybody}`, crowd, (who) => take(hide, who)),
      phaseOf(`indicator.show${everybody}`, crowd, (who) => take(indicate, who)),
      phaseOf(`participant.leave${everybody}`, crowd, (who) => take(leave, who)),
      phaseOf(`participant.join${everybody}`, crowd, (who) => take(join, who)),
      phaseOf('·indicator', crowd, (who) => take(indicate, who)),
      phaseOf(`participant.lapse${everybody}`, crowd, (who) => meeting.lapse(who)),
      phaseOf('·join', crowd, (who) => take(join, who)),
      phaseOf('·indicator', crowd, (who) => take(indicate, who)),
    ]
  }
}
