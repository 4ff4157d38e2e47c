import type { EventBody, MeetingEvent } from '@askfirst/core/authority'

/** One event as one line: when, its number, who, and what happened. */
export function tellEvent(event: MeetingEvent): string {
  const who = 'participant' in event ? event.participant : event.by
  const told = `${toTime(event.at)}  ${`#${event.number}`.padStart(5)}  ${who.padEnd(12)}  ${tell(event)}`
  return toPlain(told)
}

/** Milliseconds since 1970 as RFC 3339, in UTC. */
export const toTime = (at: number): string => new Date(at).toISOString()

/** Without what would make a terminal do something: ids come from clients. */
export const toPlain = (text: string): string => text.replace(/\p{Cc}/gu, '\uFFFD')

function tell(event: EventBody & { readonly by: string }): string {
  switch (event.type) {
    case 'authority.started':
      return 'started; everybody is unreachable until back'
    case 'participant.joined':
      return `joined the ${event.place} as ${event.role} (${event.kind}, device ${toShort(event.connection)})`
    case 'participant.left':
      return event.instead === undefined
        ? 'left'
        : `left instead of answering ${ofRun(event.instead.feature, event.instead.activation)}`
    case 'participant.lapsed':
      return `lost device ${toShort(event.connection)} (${event.cause}); closed`
    case 'indicator.shown':
      return `sees the indicator (device ${toShort(event.connection)})`
    case 'indicator.hidden':
      return `no longer sees the indicator (device ${toShort(event.connection)}); closed`
    case 'feature.enabled':
      return `turned on ${ofRun(event.feature, event.activation)}, revision ${event.revision}`
    case 'feature.disabled':
      return event.cause === 'person'
        ? `turned off ${ofRun(event.feature, event.activation)}`
        : `turned off ${ofRun(event.feature, event.activation)}, since no host was there`
    case 'notice.shown': {
      const { notice, visibleMs } = event
      const seconds = visibleMs === undefined ? '' : `, for ${(visibleMs / 1000).toFixed(1)} s`
      return `was shown the notice of ${ofRun(event.feature, event.activation)} (revision ${notice.revision}, text ${toShort(notice.hash)}, in ${notice.lang}${seconds})`
    }
    case 'consent.accepted':
      return `accepted ${ofRun(event.feature, event.activation)}: ${event.grants.join(', ')} (${decided(event)})`
    case 'consent.declined':
      return `declined ${event.feature} (${decided(event)})`
    case 'consent.withdrawn':
      return `withdrew ${event.asks === undefined ? 'from' : `${event.asks.join(', ')} of`} ${event.feature} (${decided(event)})`
    case 'consent.deferred':
      return `put off answering ${ofRun(event.feature, event.activation)}`
    case 'erasure.requested':
      return `asked to erase what ${event.feature} captured (request ${event.request}, of ${event.processors.join(', ')})`
    case 'erasure.acknowledged':
      return `was told that ${event.processor} erased what ${event.feature} captured (request ${event.request})`
  }
}

const ofRun = (feature: string, activation: string): string => `${feature} (run ${toShort(activation)})`
const decided = ({ decision, method }: { decision: number; method: string }): string =>
  `decision ${decision}, by ${method}`
/** Enough of an id to tell it from the others of a meeting. */
const toShort = (id: string): string => (id.length > 12 ? id.slice(0, 8) : id)
