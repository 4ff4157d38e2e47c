import type { MeetingEvent } from '@askfirst/core/authority'

/** Numbers of the event that opened a gate and of the one that closed it again. */
export interface Span {
  readonly from: number
  to: number
}

interface Person {
  /** Devices in the call, and whether each shows the indicator. */
  readonly devices: Map<string, boolean>
  yes?: { readonly activation: string; readonly grants: readonly string[] } | undefined
}

/**
 * When each gate was open, read from the events of one feature by the plainest rule there is: an own yes
 * to this ask in this run, not taken back, and a device in the call with the indicator.
 *
 * Written anew here, without `evolve` and `gateOf`: what checks the core must not share its mistakes.
 *
 * @returns by `participant ask activation`
 */
export function readOpenSpans(events: readonly MeetingEvent[]): ReadonlyMap<string, readonly Span[]> {
  const people = new Map<string, Person>()
  const spans = new Map<string, Span[]>()
  let open = new Map<string, Span>()
  let activation: string | undefined

  const personOf = (participant: string): Person => {
    const person = people.get(participant) ?? { devices: new Map() }
    people.set(participant, person)
    return person
  }
  for (const event of events) {
    switch (event.type) {
      case 'authority.started':
        for (const { devices } of people.values()) devices.clear()
        break
      case 'participant.joined':
        joinWith(personOf(event.participant).devices, event.connection)
        break
      case 'participant.left':
        if (event.instead === undefined) personOf(event.participant).devices.delete(event.connection)
        else personOf(event.participant).devices.clear()
        break
      case 'participant.lapsed':
        personOf(event.participant).devices.delete(event.connection)
        break
      case 'indicator.shown':
      case 'indicator.hidden':
        personOf(event.participant).devices.set(event.connection, event.type === 'indicator.shown')
        break
      case 'feature.enabled':
        activation = event.activation
        break
      case 'feature.disabled':
        activation = undefined
        break
      case 'consent.accepted':
        personOf(event.participant).yes = event
        break
      case 'consent.withdrawn': {
        const person = personOf(event.participant)
        const { asks } = event
        // Optional asks are taken out of a yes, which stands otherwise.
        const grants = asks && person.yes?.grants.filter((ask) => !asks.includes(ask))
        person.yes = person.yes && grants && { ...person.yes, grants }
        break
      }
      case 'participant.removed': {
        const person = personOf(event.participant)
        person.devices.clear()
        person.yes = undefined
        break
      }
      case 'consent.declined':
      case 'consent.expired':
      case 'erasure.requested':
      case 'consent.deferred':
        personOf(event.participant).yes = undefined
        break
    }
    const now = new Map<string, Span>()
    for (const [participant, { devices, yes }] of people) {
      if (yes === undefined || yes.activation !== activation || ![...devices.values()].includes(true))
        continue
      for (const ask of yes.grants) {
        const key = `${participant} ${ask} ${activation}`
        now.set(key, open.get(key) ?? { from: event.number, to: Number.POSITIVE_INFINITY })
      }
    }
    for (const [key, span] of open) if (!now.has(key)) span.to = event.number
    for (const [key, span] of now) if (!open.has(key)) spans.set(key, [...(spans.get(key) ?? []), span])
    open = now
  }
  return spans
}

/** Moving between lobby and call, a device goes on showing what it shows. */
function joinWith(devices: Map<string, boolean>, connection: string): void {
  devices.set(connection, devices.get(connection) ?? false)
}
