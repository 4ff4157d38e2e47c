import type { MeetingEvent } from '../events.ts'
import { toDeclaredId, toOwnedId, toOwner } from '../model/owned-id.ts'

/** Gives somebody another name. */
export type Rename = (participant: string) => string

/** Whether `by` names a person: apps, workers, processors and the authority have names that no person can. */
export const isPersonName = (by: string): boolean =>
  by !== 'authority' && !by.startsWith('processor:') && !by.startsWith('gate:') && !by.startsWith('app:')

/**
 * The event with everybody in it under another name: who did it, whom it is about, lists of people, and
 * whose run a feature is.
 *
 * takes: an event and a way to rename · gives: the same event otherwise · never: misses a field that names somebody
 */
export function renamePeople(event: MeetingEvent, rename: Rename): MeetingEvent {
  const named: Record<string, unknown> = { ...event }
  if (isPersonName(event.by)) named.by = rename(event.by)
  if ('participant' in event && event.participant !== undefined) named.participant = rename(event.participant)
  if ('feature' in event) named.feature = renameOwner(event.feature, rename)
  if (event.type === 'roster.reported') {
    named.joined = event.joined.map((entry) => ({ ...entry, participant: rename(entry.participant) }))
    named.left = event.left.map(rename)
  }
  if (event.type === 'enforcement.failed') named.uncovered = event.uncovered.map(rename)
  if (event.type === 'participant.left' && event.instead !== undefined) {
    named.instead = { ...event.instead, feature: renameOwner(event.instead.feature, rename) }
  }
  return named as unknown as MeetingEvent
}

/** Everybody that the event names, each once. */
export function selectPeople(event: MeetingEvent): ReadonlySet<string> {
  const people = new Set<string>()
  renamePeople(event, (participant) => {
    people.add(participant)
    return participant
  })
  return people
}

function renameOwner(feature: string, rename: Rename): string {
  const owner = toOwner(feature)
  return owner === undefined ? feature : toOwnedId(toDeclaredId(feature), rename(owner))
}
