import type { OwnCommand, Unsent } from '../commands.ts'
import { isUnattended } from '../decide/feature.ts'
import { isIndicated, isPresentPerson } from '../devices.ts'
import type { MeetingEvent } from '../events.ts'
import { selectShown } from '../gate-rule.ts'
import { toDeclaredId } from '../model/owned-id.ts'
import { selectObjectionMs, WARN_MS } from '../model/policy.ts'
import type { Ids } from '../ports.ts'
import { type FeatureState, isNo, type ParticipantState, selectAnswer } from '../state.ts'
import { createDueQueue, type DueQueue } from './due-queue.ts'
import { createEnforcerDeadlines, type EnforcerDeadlinesOptions } from './enforcer-deadlines.ts'
import { lastSeen } from './last-seen.ts'
import type { Decided } from './mailbox.ts'
import type { Touched } from './touched.ts'

// takes: committed facts · gives: the commands by which time acts, once it is time
// never: decides: each command is decided anew when it is due, since the person may have answered by then

export interface Deadlines {
  /** Sets and ends deadlines by what was committed. */
  follow(
    facts: readonly MeetingEvent[],
    /** Features that may be another by it. */ changed: Iterable<string>,
  ): void
  /** A list went out: who enforces it has to say so in time. */
  expectEnforced(feature: string): void
  /** Gives more time to who said later, also where that is no new fact; returns whose time is another by now. */
  extend(decided: readonly Decided[]): Touched[]
  /** Whether somebody's time to answer is nearly over. */
  isEnding(participant: string, feature: string): boolean
  close(): void
}

export interface DeadlinesOptions extends Omit<EnforcerDeadlinesOptions, 'send'> {
  readonly ids: Ids
  dispatch(command: OwnCommand): void
  /** Somebody's time to answer is nearly over. */
  onEnding(participant: string, feature: string): void
  /** How long a run goes on with nobody there who may turn it off. */
  readonly hostlessAfterMs: number
  /** How long somebody may be away before their yes no longer counts. */
  readonly expireAfterMs: number
}

/** The least that "later" gives: as long as before a warning as after it. */
const MORE_MS = 2 * WARN_MS

/** The times that a notice gives, and the warnings before their end. */
type Time = 'objection' | 'answer' | 'more' | 'answerEnding' | 'moreEnding'
const ANSWER = ['answer', 'more'] as const

/** @param past everything the ledger held before this authority started */
export function createDeadlines(options: DeadlinesOptions, past: readonly MeetingEvent[]): Deadlines {
  const { clock, ids, state } = options
  const send = (command: Unsent<OwnCommand>): void =>
    options.dispatch({ ...command, id: ids() } as OwnCommand)
  const queues = new Map<string, DueQueue>()
  /** One for each feature and kind of deadline: all that is in it is the same time away. */
  const queueOf = (of: Time, { entry, id }: FeatureState): DueQueue => {
    const { policy } = entry.feature
    const answer = policy.unanswered?.afterMs ?? 0
    const more = Math.max(answer, MORE_MS)
    const objection = selectObjectionMs(policy)
    const delays = { objection, answer, more, answerEnding: answer - WARN_MS, moreEnding: more - WARN_MS }
    const delayMs = delays[of]
    const name = `${of} ${toDeclaredId(id)}`
    const known = queues.get(name)
    if (known !== undefined) return known
    const queue = createDueQueue(clock, delayMs, (key) => {
      const [participant, feature, activation] = JSON.parse(key) as [string, string, string]
      if (of === 'answerEnding' || of === 'moreEnding') return warn(participant, feature)
      send({ type: 'notice.lapse', participant, feature, activation, of: of === 'more' ? 'answer' : of })
    })
    queues.set(name, queue)
    return queue
  }
  const keyOf = (participant: string, { id, activation }: FeatureState): string =>
    JSON.stringify([participant, id, activation?.id ?? ''])

  /** Features that are on and have to be answered in time. */
  const limited = new Set<string>()
  /** Features that are on and may be objected to. */
  const objectable = new Set<string>()
  const begin = (feature: FeatureState | undefined): void => {
    if (feature?.activation === undefined) return
    const { basis, unanswered } = feature.entry.feature.policy
    if (unanswered !== undefined) limited.add(feature.id)
    if (basis === 'objection') objectable.add(feature.id)
  }

  const hosts = createDueQueue(clock, options.hostlessAfterMs, (feature) => {
    const activation = state.features.get(feature)?.activation?.id
    if (activation !== undefined) send({ type: 'host.lapse', feature, activation })
  })
  const expire = (participant: string): void => {
    const answers = state.participants.get(participant)?.answers ?? {}
    for (const [feature, answer] of Object.entries(answers)) {
      if (answer.state === 'accepted') send({ type: 'consent.expire', participant, feature })
    }
  }
  const away = createDueQueue(clock, options.expireAfterMs, expire)
  const enforcers = createEnforcerDeadlines({ ...options, send })

  /** Somebody is asked: from now on their time runs, unless it does already. */
  function ask(participant: string, feature: FeatureState): void {
    if (feature.activation === undefined || feature.entry.feature.policy.unanswered === undefined) return
    const key = keyOf(participant, feature)
    if (!isTimed(key, feature)) setTime('answer', key, feature)
  }
  const isTimed = (key: string, feature: FeatureState): boolean =>
    ANSWER.some((of) => queueOf(of, feature).has(key))
  const isToBeWarned = (key: string, feature: FeatureState): boolean =>
    ANSWER.some((of) => queueOf(`${of}Ending`, feature).has(key))
  function endTime(key: string, feature: FeatureState): void {
    for (const of of ANSWER) {
      queueOf(of, feature).cancel(key)
      queueOf(`${of}Ending`, feature).cancel(key)
    }
  }
  function setTime(of: 'answer' | 'more', key: string, feature: FeatureState): void {
    endTime(key, feature)
    queueOf(of, feature).set(key)
    const { afterMs = 0 } = feature.entry.feature.policy.unanswered ?? {}
    // A time that is no longer than the warning is said to be ending together with the question.
    if (of === 'more' || afterMs > WARN_MS) queueOf(`${of}Ending`, feature).set(key)
  }
  /** Whose time still runs in the queues, and who has nothing more to say: nobody warns them. */
  function isAnswered(participant: string, id: string): boolean {
    const answer = selectAnswer(state.participants.get(participant), id)
    const isYes = answer.state === 'accepted' && state.features.get(id)?.awaited !== participant
    return isYes || isNo(answer)
  }
  function warn(participant: string, id: string): void {
    if (!isAnswered(participant, id)) options.onEnding(participant, id)
  }
  function askAll(feature: FeatureState | undefined): void {
    if (feature?.entry.feature.policy.unanswered === undefined) return
    for (const one of state.participants.values()) if (isPresentPerson(one)) ask(one.participant, feature)
  }
  function arriveOrGo(participant: string, awayMs = 0): void {
    const one = state.participants.get(participant)
    if (one === undefined) return
    if (one.connections.length > 0) away.cancel(participant)
    else if (Object.values(one.answers).some((answer) => answer.state === 'accepted'))
      away.set(participant, awayMs)
    for (const id of limited) {
      const feature = state.features.get(id)
      if (feature === undefined) continue
      if (isPresentPerson(one)) ask(participant, feature)
      else endTime(keyOf(participant, feature), feature)
    }
  }
  /** The time to object runs while somebody can, and from its beginning once they can again. */
  function waitForObjection(participant: string): void {
    const one = state.participants.get(participant)
    if (one === undefined) return
    for (const id of objectable) {
      const feature = state.features.get(id)
      if (feature === undefined) continue
      const key = keyOf(participant, feature)
      const isWaiting =
        isIndicated(one, feature.entry.hash) &&
        selectShown(one, feature) === 'live' &&
        selectAnswer(one, id).shown?.waited === false
      if (!isWaiting) queueOf('objection', feature).cancel(key)
      else if (!queueOf('objection', feature).has(key)) queueOf('objection', feature).set(key)
    }
  }
  /** What runs wait for: the answer of who made them pause, and somebody who may turn them off. */
  function watchRuns(changed: Iterable<string>): void {
    for (const id of changed) {
      const feature = state.features.get(id)
      if (feature === undefined) continue
      // Everybody waits for this one's answer: it has the time that every answer has.
      const awaited = feature.awaited === undefined ? undefined : state.participants.get(feature.awaited)
      if (awaited !== undefined && isPresentPerson(awaited)) ask(awaited.participant, feature)
      if (!isUnattended(state, feature)) hosts.cancel(feature.id)
      else if (!hosts.has(feature.id)) hosts.set(feature.id)
    }
  }

  /** What was under way when the last authority ended: who is away has been so since then. */
  function resume(): void {
    const seenAt = lastSeen(past)
    for (const feature of state.features.values()) {
      begin(feature)
      enforcers.beginEnd(feature.id)
    }
    const awayMsOf = ({ participant }: ParticipantState): number =>
      Math.max(0, clock.now() - (seenAt.get(participant) ?? clock.now()))
    // Who has been away for longest first: that is the order in which they fall due.
    for (const one of [...state.participants.values()].sort((a, b) => awayMsOf(b) - awayMsOf(a))) {
      arriveOrGo(one.participant, awayMsOf(one))
      // Before anybody can be back: whoever comes in time ends what is only due.
      if (awayMsOf(one) >= options.expireAfterMs) expire(one.participant)
    }
    watchRuns(state.features.keys())
  }
  resume()

  return {
    follow(facts, changed) {
      for (const event of facts) {
        switch (event.type) {
          case 'participant.joined':
          case 'participant.left':
          case 'participant.lapsed':
          case 'participant.removed':
          case 'indicator.hidden':
            arriveOrGo(event.participant)
            waitForObjection(event.participant)
            break
          case 'indicator.shown':
            waitForObjection(event.participant)
            break
          case 'feature.disabled':
            limited.delete(event.feature)
            objectable.delete(event.feature)
            enforcers.beginEnd(event.feature)
            break
          case 'feature.enabled':
          case 'notice.askedAgain':
            begin(state.features.get(event.feature))
            askAll(state.features.get(event.feature))
            break
          case 'enforcement.confirmed':
            enforcers.settle(event.feature)
            enforcers.watchEnd(event.feature)
            break
          case 'enforcement.failed':
          case 'enforcement.overdue':
            enforcers.watchEnd(event.feature)
            break
          case 'notice.shown': {
            // Another text, or a later revision of it: the time is that of the latest.
            const feature = state.features.get(event.feature)
            if (feature !== undefined) queueOf('objection', feature).cancel(keyOf(event.participant, feature))
            waitForObjection(event.participant)
          }
        }
      }
      watchRuns(changed)
    },
    expectEnforced: enforcers.expect,
    extend: (decided) =>
      decided.flatMap(({ wish: { command, actor }, outcome: { ok } }) => {
        if (!ok || command.type !== 'consent.defer' || actor.use !== 'person') return []
        const feature = state.features.get(command.feature)
        if (feature?.entry.feature.policy.unanswered === undefined) return []
        const { participant } = actor
        const key = keyOf(participant, feature)
        if (isTimed(key, feature)) setTime('more', key, feature)
        return [{ participant, feature: feature.id }]
      }),
    isEnding(participant, id) {
      const feature = state.features.get(id)
      if (feature?.entry.feature.policy.unanswered === undefined) return false
      const key = keyOf(participant, feature)
      return isTimed(key, feature) && !isToBeWarned(key, feature) && !isAnswered(participant, id)
    },
    close() {
      for (const queue of [...queues.values(), hosts, away]) queue.close()
      enforcers.close()
    },
  }
}
