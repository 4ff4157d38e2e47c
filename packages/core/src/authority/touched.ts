import type { EventBody } from '../events.ts'

/** What an event may have changed the gates of. */
export interface Touched {
  /** One participant, in one feature or in all of them. */
  readonly participant?: string
  /** One feature; without a participant, for everybody. */
  readonly feature?: string
}

/** Whose gates, and whose view, an event may have changed; everybody's for `authority.started`. */
export function selectTouched(event: EventBody): Touched {
  switch (event.type) {
    case 'authority.started':
      return {}
    case 'feature.enabled':
    case 'feature.disabled':
      return { feature: event.feature }
    case 'participant.joined':
    case 'participant.left':
    case 'participant.lapsed':
    case 'indicator.shown':
    case 'indicator.hidden':
      return { participant: event.participant }
    default:
      return { participant: event.participant, feature: event.feature }
  }
}
