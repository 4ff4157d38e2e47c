import type { EventBody, MeetingEvent, OffCause } from '@askfirst/core/authority'

/** One event as one line: when, its number, who, and what happened. */
export function tellEvent(event: MeetingEvent): string {
  const who = ('participant' in event ? event.participant : undefined) ?? enforcerOf(event) ?? event.by
  const through = event.bridge === undefined ? '' : `, through bridge ${event.bridge}`
  const place = `${toTime(event.at)}  ${`#${event.number}`.padStart(5)}`
  const told = `${place}  ${who.padEnd(12)}  ${tell(event)}${through}`
  return toPlain(told)
}

const enforcerOf = (event: MeetingEvent): string | undefined =>
  'enforcer' in event ? event.enforcer : undefined

/** Milliseconds since 1970 as RFC 3339, in UTC. */
export const toTime = (at: number): string => new Date(at).toISOString()

/** Without what would make a terminal do something, break a line or turn it round: ids come from clients. */
export const toPlain = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD')

function tell(event: EventBody & { readonly by: string }): string {
  switch (event.type) {
    case 'authority.started':
      return 'started; everybody is unreachable until back'
    case 'participant.joined':
      return `joined the ${event.place}${event.room === undefined ? '' : `, room ${toShort(event.room)},`} as ${event.role} (${event.kind}, device ${toShort(event.connection)})`
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
    case 'participant.removed':
      return `was removed from the call by ${event.by}; closed, older tokens are over`
    case 'role.changed':
      return `is ${event.role} from now on, by ${event.by}; older tokens are over`
    case 'roster.reported':
      return `says who is in the call: ${event.joined.length} more, ${event.left.length} fewer`
    case 'feature.disabled':
      return `turned off ${ofRun(event.feature, event.activation)}${WHY_OFF[event.cause]}`
    case 'feature.barred':
      return `allows nobody a run of ${event.feature} of their own`
    case 'feature.allowed':
      return `allows runs of ${event.feature} of one's own again`
    case 'feature.offRequested':
      return event.participant === undefined
        ? `was asked by somebody to have ${ofRun(event.feature, event.activation)} turned off`
        : `asked the hosts to turn off ${ofRun(event.feature, event.activation)}`
    case 'notice.lapsed':
      return event.of === 'answer'
        ? `had the time to answer ${ofRun(event.feature, event.activation)} and did not`
        : `had the time to object to ${ofRun(event.feature, event.activation)} and did not`
    case 'notice.askedAgain':
      return `asked those again who had not answered ${ofRun(event.feature, event.activation)}`
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
    case 'consent.expired':
      return `was away for too long; the yes to ${event.feature} no longer counts`
    case 'enforcement.confirmed':
      return `enforces list ${event.epoch} of ${event.feature}`
    case 'enforcement.failed':
      return `cannot enforce list ${event.epoch} of ${event.feature}: ${event.uncovered.length} uncovered${event.why === undefined ? '' : ` (${event.why})`}`
    case 'enforcement.overdue':
      return `did not say that it enforces list ${event.epoch} of ${event.feature}; closed for all`
    case 'erasure.requested':
      return `asked to erase what ${event.feature} captured (request ${event.request}, of ${event.processors.join(', ')})`
    case 'erasure.acknowledged':
      return `was told that ${event.processor} erased what ${event.feature} captured (request ${event.request})`
  }
}

const WHY_OFF: Readonly<Record<OffCause, string>> = {
  person: '',
  declined: ', since somebody said no and one no ends it for all',
  hostless: ', since nobody who may turn it off was there',
  'owner-left': ', since its owner left',
  barred: ', since hosts bar it',
  'not-enforced': ', since it could not be enforced',
}
const ofRun = (feature: string, activation: string): string => `${feature} (run ${toShort(activation)})`
const decided = ({ decision, method }: { decision: number; method: string }): string =>
  `decision ${decision}, by ${method}`
/** Enough of an id to tell it from the others of a meeting. */
const toShort = (id: string): string => (id.length > 12 ? id.slice(0, 8) : id)
