import type { MeetingEvent } from '../events.ts'

// takes: a meeting's events, and whose record it is · gives: what of it is about them
// never: a run that was over before they came, or began after they had gone

export const isAbout = (event: MeetingEvent, participant: string): boolean =>
  'participant' in event && event.participant === participant

interface Run {
  readonly numbers: number[]
  /** Whether they were there in it, or said something of it. */
  isMet: boolean
}

/**
 * Numbers of the events that are about nobody alone, and open or close the gates of a person all the same: runs of
 * these features that they were there for, and starts of the authority since they first came.
 */
export function selectAround(
  events: readonly MeetingEvent[],
  participant: string,
  features: ReadonlySet<string>,
): ReadonlySet<number> {
  const starts: number[] = []
  const runs: Run[] = []
  /** By feature: the run that is on. */
  const running = new Map<string, Run>()
  const devices = new Set<string>()
  let hasCome = false

  for (const event of events) {
    if (isAbout(event, participant)) {
      hasCome = true
      follow(event, devices)
      const run = 'feature' in event ? running.get(event.feature) : undefined
      if (run !== undefined) run.isMet = true
    } else if (event.type === 'authority.started') {
      devices.clear()
      if (hasCome) starts.push(event.number)
    } else if (isOfRun(event) && features.has(event.feature)) {
      const run = running.get(event.feature) ?? { numbers: [], isMet: false }
      if (run.numbers.length === 0) runs.push(run)
      run.numbers.push(event.number)
      running.set(event.feature, run)
      if (event.type === 'feature.disabled') running.delete(event.feature)
    }
    if (devices.size > 0) for (const run of running.values()) run.isMet = true
  }
  return new Set([...starts, ...runs.flatMap(({ isMet, numbers }) => (isMet ? numbers : []))])
}

type OfRun = Extract<MeetingEvent, { type: 'feature.enabled' | 'feature.disabled' | 'notice.askedAgain' }>
const OF_RUN: readonly string[] = ['feature.enabled', 'feature.disabled', 'notice.askedAgain']
const isOfRun = (event: MeetingEvent): event is OfRun => OF_RUN.includes(event.type)

/** Keeps the devices that somebody has there. */
function follow(event: MeetingEvent, devices: Set<string>): void {
  switch (event.type) {
    case 'participant.joined':
      devices.add(event.connection)
      return
    case 'participant.left':
      if (event.instead === undefined) devices.delete(event.connection)
      else devices.clear()
      return
    case 'participant.lapsed':
      devices.delete(event.connection)
      return
    case 'participant.removed':
      devices.clear()
  }
}
