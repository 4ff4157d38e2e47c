import { leaveMeOut } from '@askfirst/core'
import type { Command } from '@askfirst/core/authority'
import { createSubject } from './feature.ts'
import { type Cast, createMeeting, createWishes } from './meeting.ts'
import { type Phase, type Round, timePhases } from './phases.ts'

// takes: how many people there are · gives: nanoseconds of each kind of decision, and of the floor, as JSON
// never: measures two meetings in one process, of which the second finds the first one's objects in its way

/** One kind of decision: nanoseconds each of the authority, and of the floor. */
export interface TimedKind {
  readonly kind: string
  readonly ns: number
  readonly floor: number
}

/** How many people do the same, one after the other, before the next thing is done. */
const CROWD = 20_000
/** Strides through the meeting that no cache line follows. */
const STRIDE = 7_919

/**
 * What happens in a round, in order; what starts with `·` only sets the stage.
 *
 * Not here, since they are about everybody by what they mean: turning on, off and asking again, once a run, which
 * ask each of those present; `feature.bar` and `feature.allow`, which end every owner's run; the ends of a run that
 * time brings (`host.lapse`, `enforcement.lapse`), once a run; `roster.report`, which names everybody each time; and
 * `authority.start`.
 */
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

// With a time to answer in, so that it can run out.
const limited = await createSubject({
  ...leaveMeOut,
  // biome-ignore lint/suspicious/noThenProperty: the policy's own word
  unanswered: { afterMs: 60_000, then: 'exclude' },
})

/** The people of the next round: never the host, who stays. */
function crowdsOf(people: number): () => readonly number[] {
  let at = 0
  return () =>
    Array.from({ length: Math.min(CROWD, people - 1) }, () => {
      at = (at + STRIDE) % (people - 1)
      return at + 1
    })
}

/** A running meeting in which a crowd does everything that people do, through the real decide and evolve. */
function meetingOf(people: number): Round {
  const meeting = createMeeting(people, limited)
  const { cast, host, take } = meeting
  const wishes = createWishes(limited)
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
    return [on, ...PHASES.map((name) => phaseOf(name, crowd, does[name])), off]
  }
}

function phaseOf<Who>(name: string, crowd: readonly Who[], each: (who: Who) => void): Phase {
  const run = (): void => {
    for (const who of crowd) each(who)
  }
  const times = crowd.length
  return name.startsWith('·') ? { times, run } : { name, times, run }
}

/** The floor: a mutable map of answers with subscriptions by key, and the event that is written of each. */
function mapOf(people: number): Round {
  const names = Array.from({ length: people }, (_, at) => `participant-${at}`)
  const toKey = (name: string): string => `${name}/summary`
  const answers = new Map<string, { state: string; decision: number; grants: readonly string[] }>()
  const listeners = new Map<string, Set<() => void>>()
  const log: object[] = []
  const crowds = crowdsOf(people)
  let told = 0
  let included = 0
  const listen = (): void => {
    told += 1
  }
  for (const name of names) {
    answers.set(toKey(name), { state: 'unasked', decision: 0, grants: [] })
    listeners.set(toKey(name), new Set([listen]))
  }
  const set = (name: string, state: string, grants: readonly string[]): void => {
    const key = toKey(name)
    const was = answers.get(key)
    const decision = (was?.decision ?? 0) + 1
    included += Number(state === 'consent.accept') - Number(was?.state === 'consent.accept')
    log[told % 1_024] = {
      type: state,
      participant: name,
      feature: 'summary',
      activation: 'run',
      grants,
      decision,
      method: 'button',
      number: told,
      at: 0,
      by: name,
      command: 'id',
    }
    answers.set(key, { state, decision, grants })
    for (const listener of listeners.get(key) ?? []) listener()
  }
  return () => {
    const crowd = crowds().map((at) => names[at] ?? '')
    if (included < 0) throw new Error('the floor lost count')
    return PHASES.map((name) => phaseOf(name, crowd, (who: string) => set(who, name, [])))
  }
}

const people = Number(process.argv[2])
const { value, floor } = timePhases({ value: meetingOf(people), floor: mapOf(people) })
const timed = [...value].map(([kind, ns]): TimedKind => ({ kind, ns, floor: floor.get(kind) ?? 0 }))
console.log(JSON.stringify(timed))
