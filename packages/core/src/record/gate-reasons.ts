import type { MeetingEvent } from '../events.ts'
import type { GateReason } from '../gate-rule.ts'

// takes: the events of a meeting, one by one · gives: those that a gate's state rests on
// never: says what the state is

export type Said = MeetingEvent | undefined

/** What a gate may rest on. The latest event of each kind is kept. */
type Ground = 'run' | 'notice' | 'answer' | 'presence' | 'indicator' | 'start'

/** What each state of a gate rests on. */
const GROUNDS: Readonly<Record<GateReason | 'open', readonly Ground[]>> = {
  open: ['start', 'run', 'notice', 'answer', 'presence', 'indicator'],
  'feature-off': ['run'],
  'not-asked': ['run', 'notice'],
  unanswered: ['run', 'notice', 'answer'],
  declined: ['run', 'answer'],
  withdrawn: ['run', 'answer'],
  expired: ['run', 'answer'],
  'not-granted': ['run', 'notice', 'answer'],
  left: ['run', 'presence'],
  unreachable: ['start', 'run', 'presence', 'indicator'],
  'stale-notice': ['run', 'notice', 'answer'],
  'waiting-for-others': ['run', 'answer'],
  'not-a-person': ['presence'],
  'not-enforced': ['run'],
  // Never recorded.
  'authority-lost': [],
}

export function createReasons(participant: string, feature: string) {
  const latest = new Map<Ground, MeetingEvent>()
  return {
    hear(event: MeetingEvent): void {
      const ground = groundOf(event, participant, feature)
      if (ground !== undefined) latest.set(ground, event)
    },
    /** In order, each once; `since` is the event that made it so, whatever it is about. */
    of(reason: GateReason | 'open', since: Said): readonly MeetingEvent[] {
      const events = new Set(GROUNDS[reason].flatMap((ground) => latest.get(ground) ?? []))
      if (since !== undefined) events.add(since)
      return [...events].sort((some, other) => some.number - other.number)
    },
  }
}

function groundOf(event: MeetingEvent, participant: string, feature: string): Ground | undefined {
  if (event.type === 'authority.started') return 'start'
  if (event.type === 'feature.enabled' || event.type === 'feature.disabled')
    return event.feature === feature ? 'run' : undefined
  if (!('participant' in event) || event.participant !== participant) return undefined
  switch (event.type) {
    case 'participant.joined':
    case 'participant.left':
    case 'participant.lapsed':
    case 'participant.removed':
      return 'presence'
    case 'indicator.shown':
    case 'indicator.hidden':
      return 'indicator'
    case 'notice.shown':
    case 'notice.lapsed':
      return event.feature === feature ? 'notice' : undefined
    case 'consent.accepted':
    case 'consent.declined':
    case 'consent.withdrawn':
    case 'consent.deferred':
    case 'consent.expired':
      return event.feature === feature ? 'answer' : undefined
    default:
      return undefined
  }
}
