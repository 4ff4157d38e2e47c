import type { MeetingEvent } from '@askfirst/core/authority'

const FORGOTTEN_MS = 24 * 3_600_000

/**
 * Why a meeting is not over: who is connected, or what is on. Undefined where it is.
 *
 * A server that was killed says of nobody that they left: a day without an event is an end too.
 */
export function selectGoingOn(events: readonly MeetingEvent[], now: number): string | undefined {
  const last = events.at(-1)
  if (last === undefined || now - last.at > FORGOTTEN_MS) return undefined
  const devices = new Map<string, Set<string>>()
  const on = new Set<string>()
  for (const event of events) {
    if (event.type === 'authority.started') devices.clear()
    else if (event.type === 'participant.removed') devices.delete(event.participant)
    else if (event.type === 'feature.enabled') on.add(event.feature)
    else if (event.type === 'feature.disabled') on.delete(event.feature)
    else if (event.type === 'participant.joined') {
      const known = devices.get(event.participant) ?? new Set()
      devices.set(event.participant, known.add(event.connection))
    } else if (event.type === 'participant.left' && event.instead !== undefined)
      devices.delete(event.participant)
    else if (event.type === 'participant.left' || event.type === 'participant.lapsed')
      devices.get(event.participant)?.delete(event.connection)
  }
  const [feature] = on
  if (feature !== undefined) return `"${feature}" is on`
  const connected = [...devices.values()].filter(({ size }) => size > 0).length
  return connected > 0 ? `${connected} are connected` : undefined
}
