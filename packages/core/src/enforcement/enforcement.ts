import type { Clock, Enforced, Enforcer, Presence, Undo } from '../ports.ts'
import type { AllowList } from '../protocol/gate-messages.ts'
import { composeEnforcers } from './compose-enforcers.ts'
import { closesAnything, isOlder, isOpen, isServing, toEmpty } from './lists.ts'
import { createReports, type EnforcementReport } from './reports.ts'

// takes: whole lists as a worker's connection receives them, and that the authority is lost
// gives: lists to the enforcers, reports to the authority
// never: leaves open what could not be confirmed, or lets a close wait

/** What holds media back, and who hears how far it got. */
export interface EnforcementOptions {
  /** Everything that holds media back, as for `composeEnforcers`. Lists of what none of them does are left aside. */
  readonly enforcers: readonly Enforcer[]
  /** Carries a report up. What it throws is thrown again apart. */
  report(report: EnforcementReport): void
  readonly clock: Clock
  /** Who is in the call: lists are applied again when that changes. Needed by all-or-nothing enforcers. */
  readonly presence?: Pick<Presence, 'peers' | 'onChange'>
  /**
   * How long an enforcer may take, in ms; and how long one that waits for everybody's yes may keep a feature stopped
   * before that is reported as failed: the authority may be about to say the same. Less than the authority waits for
   * a report. @default 2000
   */
  readonly limitMs?: number
  /** @default 10 */
  readonly reportsPerSecond?: number
}

/** Keeps the media of a call at the newest lists of the authority. */
export interface Enforcement {
  /** Takes lists as they came; one that is not newer than what is known changes nothing. */
  take(lists: readonly AllowList[]): void
  /** The lease with the authority is gone: closes everything, until lists come again. */
  lose(): void
  /**
   * Closes everything for good. Resolves once every enforcer has answered, or its time is up: `unconfirmed` where one
   * has not closed, which is tried again for as long as this lives.
   */
  close(): Promise<'closed' | 'unconfirmed'>
}

/** One feature. */
interface Lane {
  /** The newest of the authority. */
  latest: AllowList
  authority: 'live' | 'lost'
  /** What the enforcers were given last. */
  given: AllowList | undefined
  /** `closing` until every enforcer has said that nobody is captured. */
  state: 'idle' | 'applying' | 'closing'
  /** Whether `latest` is still to be given, once the enforcers have answered. */
  next: 'nothing' | 'latest'
  /** Ends the wait for an all-or-nothing enforcer that is stopped. */
  waiting: Undo | undefined
  /** Grows with each list given: an answer to an earlier one counts for nothing. */
  run: number
}

/** How long after a close that nobody confirmed to try again. */
const RETRY_MS = 1_000
/** Characters that the authority takes of a reason. */
const LONGEST_WHY = 512

/** Runs enforcers for an adapter, an app's server or a worker. Everything is closed until the first lists. */
export function createEnforcement(options: EnforcementOptions): Enforcement {
  const { clock, presence, limitMs = 2_000, reportsPerSecond = 10 } = options
  const enforcer = composeEnforcers(options.enforcers, options)
  const reports = createReports(options.report, clock, reportsPerSecond)
  const lanes = new Map<string, Lane>()
  let state: 'open' | 'closed' = 'open'
  let closing: Promise<unknown> | undefined

  const give = async (lane: Lane, list: AllowList): Promise<Enforced | undefined> => {
    lane.run += 1
    const { run } = lane
    lane.given = list
    const answer = await enforcer.apply(list)
    return lane.run === run ? answer : undefined
  }

  const stopWaiting = (lane: Lane): void => {
    lane.waiting?.()
    lane.waiting = undefined
  }
  const open = async (lane: Lane): Promise<void> => {
    const list = lane.latest
    lane.state = 'applying'
    lane.next = 'nothing'
    const answer = await give(lane, list)
    if (answer === undefined) return
    const isMade = isMadeSo(list, answer)
    if (!isMade && answer.effective === 'stopped' && answer.uncovered.length === 0) {
      lane.waiting ??= clock.after(limitMs, () => reports.put(toReport(list, answer, 'failed')))
    } else {
      stopWaiting(lane)
      reports.put(toReport(list, answer, isMade ? 'confirmed' : 'failed'))
    }
    // What is not enforced does not run.
    if (!isMade) return shut(lane)
    goOn(lane)
  }
  const shut = async (lane: Lane): Promise<void> => {
    lane.state = 'closing'
    const list = lane.latest
    const empty = toEmpty(list)
    const answer = await give(lane, empty)
    if (answer === undefined) return
    const isMade = isMadeSo(empty, answer)
    const isLive = lane.authority === 'live'
    if (isMade) {
      // The failure to do so was reported: that it is closed after all is what everybody waits for.
      if (isLive && !isOpen(list)) reports.put(toReport(list, answer, 'confirmed'))
      return goOn(lane)
    }
    if (isLive) reports.put(toReport(lane.latest, answer, 'failed'))
    const { run } = lane
    clock.after(RETRY_MS, () => {
      if (lane.run === run) void shut(lane)
    })
  }
  const goOn = (lane: Lane): void => {
    lane.state = 'idle'
    if (lane.next === 'latest') void open(lane)
  }

  /** Gives the newest list: at once where that closes anything, after the one under way otherwise. */
  const push = (lane: Lane): void => {
    const isClose = lane.given !== undefined && closesAnything(lane.given, lane.latest)
    if (lane.state === 'idle' || (lane.state === 'applying' && isClose)) void open(lane)
    else lane.next = 'latest'
  }

  const undo = presence?.onChange(() => {
    for (const lane of lanes.values()) {
      if (lane.authority === 'lost' || !isOpen(lane.latest)) continue
      // A newcomer may be a reason to close what cannot tell people apart.
      if (enforcer.granularity === 'all-or-nothing' && lane.state === 'applying') void open(lane)
      else if (lane.state === 'idle') void open(lane)
      else lane.next = 'latest'
    }
  })

  const closeAll = (): Promise<unknown> => {
    reports.forget()
    return Promise.all(
      [...lanes.values()].map((lane) => {
        lane.authority = 'lost'
        lane.next = 'nothing'
        stopWaiting(lane)
        return shut(lane)
      }),
    )
  }

  return {
    take(lists) {
      if (state === 'closed') return
      for (const list of lists) {
        // What nothing here holds back is not reported either: nobody is to take it for enforced.
        if (!isServing(enforcer, list.feature)) continue
        const lane: Lane = lanes.get(list.feature) ?? {
          latest: list,
          authority: 'lost',
          given: undefined,
          state: 'idle',
          next: 'nothing',
          waiting: undefined,
          run: 0,
        }
        lanes.set(list.feature, lane)
        if (isOlder(list, lane.latest)) continue
        if (lane.authority === 'live' && !isOlder(lane.latest, list)) continue
        stopWaiting(lane)
        lane.latest = list
        lane.authority = 'live'
        push(lane)
      }
    },
    lose() {
      if (state === 'open') void closeAll()
    },
    async close() {
      state = 'closed'
      undo?.()
      closing ??= closeAll()
      await closing
      return [...lanes.values()].some((lane) => lane.state === 'closing') ? 'unconfirmed' : 'closed'
    },
  }
}

/** Whether the answer says that the list is so, for everybody. A feature that is off may well be stopped. */
const isMadeSo = (list: AllowList, answer: Enforced): boolean =>
  answer.uncovered.length === 0 &&
  !isOlder(list, answer) &&
  (answer.effective === 'enforced' || (answer.effective === 'stopped' && !isOpen(list)))

function toReport(
  { feature, term, epoch }: AllowList,
  { effective, uncovered, why }: Enforced,
  outcome: EnforcementReport['outcome'],
): EnforcementReport {
  const reason = why ?? (outcome === 'failed' ? effective : undefined)
  return {
    feature,
    term,
    epoch,
    outcome,
    uncovered,
    ...(reason !== undefined && { why: reason.slice(0, LONGEST_WHY) }),
  }
}
