import { toTime } from '../defaults/calendar.ts'
import type { EventOf, MeetingEvent } from '../events.ts'
import type { RecordedEnforcement, RecordedErasure } from './record-types.ts'

// takes: events · gives: what was enforced and what is to be erased, for a record

type EnforcementFact = EventOf<'enforcement.confirmed' | 'enforcement.failed' | 'enforcement.overdue'> &
  MeetingEvent

/**
 * What enforcers said of the features that the person was asked about. Of confirmations, the first by each
 * enforcer after something of the person's or of the run changed: there is one for each change of anybody's.
 */
export function toEnforced(
  events: readonly MeetingEvent[],
  participant: string,
  features: ReadonlySet<string>,
  rename: (event: MeetingEvent) => MeetingEvent,
): readonly RecordedEnforcement[] {
  /** Enforcers that have confirmed since the last change, by feature. */
  const heard = new Map<string, Set<string>>([...features].map((feature) => [feature, new Set()]))
  return events.flatMap((event) => {
    if (!isEnforced(event)) {
      changed(event)
      return []
    }
    const since = heard.get(event.feature)
    if (since === undefined) return []
    if (event.type === 'enforcement.confirmed' && since.has(event.enforcer)) return []
    since.add(event.enforcer)
    const renamed = rename(event) as EnforcementFact
    return [
      {
        feature: renamed.feature,
        action: ACTIONS[event.type],
        seq: event.number,
        at: toTime(event.at),
        by: event.enforcer,
        term: event.term,
        epoch: event.epoch,
        ...(event.type === 'enforcement.failed' && { uncovered: event.uncovered.includes(participant) }),
      },
    ]
  })

  function changed(event: MeetingEvent): void {
    const isOwn = 'participant' in event && event.participant === participant
    if (event.type === 'authority.started' || (isOwn && !('feature' in event))) {
      for (const since of heard.values()) since.clear()
      return
    }
    const isOfRun = event.type === 'feature.enabled' || event.type === 'feature.disabled'
    if ((isOwn || isOfRun) && 'feature' in event) heard.get(event.feature)?.clear()
  }
}

const ACTIONS = {
  'enforcement.confirmed': 'confirmed',
  'enforcement.failed': 'failed',
  'enforcement.overdue': 'overdue',
} as const

const isEnforced = (event: MeetingEvent): event is EnforcementFact => event.type in ACTIONS

/** Each processor's duty, from the person's own events. A later request takes the open ones over. */
export function toErasures(own: readonly MeetingEvent[]): readonly RecordedErasure[] {
  const duties: { -readonly [Field in keyof RecordedErasure]: RecordedErasure[Field] }[] = []
  for (const event of own) {
    if (event.type === 'erasure.requested') {
      const { feature, request } = event
      for (const processor of event.processors)
        duties.push({ feature, request, processor, requestedAt: toTime(event.at) })
    } else if (event.type === 'erasure.acknowledged') {
      for (const duty of duties) {
        if (duty.feature !== event.feature || duty.processor !== event.processor) continue
        if (duty.request <= event.request) duty.doneAt ??= toTime(event.at)
      }
    }
  }
  return duties
}
