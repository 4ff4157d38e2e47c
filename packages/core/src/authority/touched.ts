import type { EventBody } from '../events.ts'

// takes: an event · gives: whose gates and whose view it may have changed

/** What an event may have changed the gates of. */
export interface Touched {
  /** One participant, in one feature or in all of them. */
  readonly participant?: string
  /** One feature; without a participant, for everybody. */
  readonly feature?: string
}

/** Whose gates, and whose view, an event may have changed; everybody's for `authority.started`. */
export function selectTouched(event: EventBody): readonly Touched[] {
  switch (event.type) {
    case 'authority.started':
      return [{}]
    // What else follows from these is a feature closed, or opened, for everybody: told apart.
    case 'roster.reported':
    case 'enforcement.confirmed':
    case 'enforcement.failed':
    case 'enforcement.overdue':
      return []
    // For hosts only, with the tallies: an update to anybody else would say that somebody asked.
    case 'feature.offRequested':
      return []
    case 'feature.enabled':
    case 'feature.disabled':
    case 'feature.barred':
    case 'feature.allowed':
    case 'notice.askedAgain':
      return [{ feature: event.feature }]
    case 'participant.joined':
    case 'participant.left':
    case 'participant.lapsed':
    case 'participant.removed':
    case 'role.changed':
    case 'indicator.shown':
    case 'indicator.hidden':
      return [{ participant: event.participant }]
    default:
      return [{ participant: event.participant, feature: event.feature }]
  }
}
