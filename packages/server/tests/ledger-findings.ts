import type { MeetingEvent } from '@askfirst/core/authority'
import type { Sighting } from './gate-watch.ts'
import { readOpenSpans } from './open-spans.ts'
import type { TappedCommand, WireTap } from './wire-tap.ts'

const DECISIONS = ['consent.accepted', 'consent.declined', 'consent.withdrawn']
type Tap = Pick<WireTap, 'commands' | 'of'>

/** Where the numbers of the events are not 1, 2, 3 and so on. */
export const findGaps = (events: readonly MeetingEvent[]): readonly string[] =>
  events.flatMap(({ number }, at) => (number === at + 1 ? [] : [`event ${at + 1} has number ${number}`]))

/** Commands that led to an event of one type more than once. */
export function findCountedTwice(events: readonly MeetingEvent[]): readonly string[] {
  const seen = new Set<string>()
  return events.flatMap(({ by, command, type }) => {
    const key = `${by} ${command} ${type}`
    if (seen.has(key)) return [key]
    seen.add(key)
    return []
  })
}

/** Events of people that none of them sent, or that somebody was told had been rejected. */
export function findInvented(events: readonly MeetingEvent[], tap: Tap): readonly string[] {
  return events.flatMap(({ by, command, type, number }) => {
    if (by === 'authority') return []
    const sent = tap.of(command)
    const isTrue = sent?.by === by && sent.reply?.ok !== false
    return isTrue ? [] : [`#${number} ${type} by ${by}, reply ${JSON.stringify(sent?.reply)}`]
  })
}

/**
 * Acknowledged commands that are not in the ledger. A command that had nothing to change leaves no event,
 * so for each of these the ledger has to show that it was so. A no always changes something.
 */
export function findLost(events: readonly MeetingEvent[], tap: Tap): readonly string[] {
  const written = new Set(events.map(({ command }) => command))
  const byWhom = Map.groupBy(events, ({ by }) => by)
  const starts = events.filter(({ type }) => type === 'authority.started')
  return tap
    .commands()
    .filter(({ command, reply }) => reply?.ok === true && !written.has(command.id))
    .filter((tapped) => {
      const { by, order, sentAt } = tapped
      const mine = byWhom.get(by) ?? []
      const before = mine.filter(({ command }) => (tap.of(command)?.order ?? order) < order)
      const left = before.findLast(({ type }) => type === 'participant.left')?.number ?? 0
      // Who was there before a restart, or before they left, is not there after it.
      const start = starts.findLast(({ at }) => at <= sentAt)?.number ?? 0
      const here = before.filter(({ number }) => number > Math.max(start, left))
      return !hadNothingToChange(tapped, { mine, before, here })
    })
    .map(({ by, command }) => `${command.type} ${command.id} of ${by}`)
}

interface Past {
  /** All events of whoever sent it. */
  readonly mine: readonly MeetingEvent[]
  /** Those by what they sent before it. */
  readonly before: readonly MeetingEvent[]
  /** Of these, since the server that answered had started, and since they left last. */
  readonly here: readonly MeetingEvent[]
}

function hadNothingToChange({ command }: TappedCommand, { mine, before, here }: Past): boolean {
  switch (command.type) {
    case 'notice.show':
      return mine.some((event) => event.type === 'notice.shown' && event.activation === command.activation)
    case 'feature.disable':
      return mine.some(
        (event) => event.type === 'feature.disabled' && event.activation === command.activation,
      )
    case 'consent.defer':
      // Whoever has answered, or deferred, cannot put it off any more.
      return mine.some(({ type }) => DECISIONS.includes(type) || type === 'consent.deferred')
    case 'participant.join': {
      const last = here.findLast((event) => event.type === 'participant.joined')
      return last?.place === command.place && (last.room ?? '') === (command.room ?? '')
    }
    case 'indicator.show': {
      const last = here.findLast(({ type }) => type.startsWith('indicator.'))
      // In the order of its own declarations, whatever that of the page is.
      return last?.type === 'indicator.shown' && isSameSet(last.knows, command.knows)
    }
    case 'participant.leave': {
      // Whom a restart made unreachable leaves all the same; who had left is gone over any number of them.
      const last = before.findLast(({ type }) => type === 'participant.joined' || type === 'participant.left')
      return last?.type === 'participant.left'
    }
    default:
      return false
  }
}

const isSameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.toSorted().join() === other.toSorted().join()

/**
 * Sightings of an open gate that the ledger did not have open in that term by then, or had closed again for longer than
 * a close may take to be heard.
 */
export function findUnfounded(
  events: readonly MeetingEvent[],
  sightings: readonly Sighting[],
): readonly string[] {
  const spans = readOpenSpans(events)
  return sightings.flatMap(({ participant, ask, activation, term, since, written }) => {
    const found = spans.get(`${participant} ${ask} ${activation}`) ?? []
    const isFounded = found.some(({ from, to }) => from >= term && from <= written && to > since)
    return isFounded
      ? []
      : [`${participant}/${ask} in ${activation}, term ${term}, ${since} heard, ${written} written`]
  })
}

/**
 * Nos that were said before the server started again and written after: for each, whether the person's
 * gate was open in between.
 */
export function findKeptNos(events: readonly MeetingEvent[]) {
  let term: MeetingEvent | undefined
  const back = new Set<string>()
  const kept: { readonly no: string; readonly wasBackBefore: boolean }[] = []
  for (const event of events) {
    if (event.type === 'authority.started') {
      term = event
      back.clear()
    } else if (event.type === 'indicator.shown') back.add(event.participant)
    else if (event.type === 'consent.withdrawn' || event.type === 'consent.declined') {
      if (term === undefined || (event.clientAt ?? Number.POSITIVE_INFINITY) >= term.at) continue
      kept.push({
        no: `#${event.number} of ${event.participant}`,
        wasBackBefore: back.has(event.participant),
      })
    }
  }
  return kept
}
