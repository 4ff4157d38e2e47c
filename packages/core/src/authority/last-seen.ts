import type { MeetingEvent } from '../events.ts'

// takes: all that happened before this authority started · gives: when each participant was last there

/** Wall clock, by participant: who was there until an authority ended, until its last event. */
export function lastSeen(past: readonly MeetingEvent[]): ReadonlyMap<string, number> {
  const seenAt = new Map<string, number>()
  const here = new Map<string, Set<string>>()
  let lastAt = 0
  const leaveBehind = (): void => {
    for (const [participant, devices] of here) if (devices.size > 0) seenAt.set(participant, lastAt)
    here.clear()
  }
  for (const event of past) {
    if (event.type === 'authority.started') leaveBehind()
    lastAt = event.at
    if (!('participant' in event) || event.participant === undefined) continue
    const { participant } = event
    const devices = here.get(participant) ?? new Set()
    here.set(participant, devices)
    if (event.type === 'participant.joined') devices.add(event.connection)
    // What others do about somebody who is away is no sign of them.
    if (devices.size > 0) seenAt.set(participant, event.at)
    if (event.type === 'participant.lapsed') devices.delete(event.connection)
    if (event.type === 'participant.removed') devices.clear()
    if (event.type === 'participant.left' && event.instead !== undefined) devices.clear()
    if (event.type === 'participant.left') devices.delete(event.connection)
  }
  leaveBehind()
  return seenAt
}
