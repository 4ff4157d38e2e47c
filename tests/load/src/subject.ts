import { defineFeature, leaveMeOut, sha256 } from '@askfirst/core'
import { createCatalogue, type MeetingEvent } from '@askfirst/core/authority'

/** What everybody is asked about. */
export const summary = defineFeature({
  id: 'meeting-summary',
  revision: 1,
  policy: leaveMeOut,
  asks: {
    summarise: { purpose: 'summarise', data: ['audio', 'chat'], required: true },
    improve: { purpose: 'train-models', data: ['transcript'] },
  },
  processors: [{ name: 'Acme AI', model: 'acme-large-3', region: 'EU' }],
  retention: { days: 30 },
})

const catalogue = await createCatalogue([summary], sha256)
/** The question that answers refer to. */
export const notice = { revision: 1, hash: catalogue.get(summary.id)?.hash ?? '', lang: 'en' }

export const SECRET = 'a secret for a server that nobody but this run can reach'

/** A yes as a client says it. */
export interface Accepted {
  readonly id: string
  readonly activation: string
  readonly visibleMs: number
}
/** What the authority makes of it where nobody said anything before. */
export const toFact = (
  { id, activation, visibleMs }: Accepted,
  participant: string,
  number: number,
): MeetingEvent => ({
  type: 'consent.accepted',
  number,
  at: Date.now(),
  by: participant,
  command: id,
  participant,
  feature: summary.id,
  activation,
  notice,
  kind: 'person',
  grants: ['summarise'],
  processors: summary.processors.map(({ name }) => name),
  decision: 1,
  method: 'button',
  visibleMs,
})

/** Who is in the call, and where. */
export interface Person {
  readonly meeting: string
  readonly participant: string
  readonly role: 'host' | 'attendee'
  /** Takes back what they said while the others answer, or once it is quiet. */
  readonly leaves?: 'busy' | 'quiet' | undefined
  /** Whether the server writes down when something of this person arrives. */
  readonly isMarked: boolean
}

/** So many meetings of so many people: two hosts in each, and some who will take back their yes. */
export function createPeople(meetings: number, people: number, withdrawals: number): readonly Person[] {
  // Whoever withdraws says yes before the others, so that there is something to take back.
  const each = Math.ceil(withdrawals / meetings)
  const withThem = Math.min(meetings, withdrawals)
  return Array.from({ length: meetings * people }, (_, index) => {
    const [meeting, at] = [Math.floor(index / people), index % people]
    const isHost = at < 2
    const place = at - 2
    const leaves =
      isHost || meeting >= withThem
        ? undefined
        : place < each
          ? 'busy'
          : place < 2 * each
            ? 'quiet'
            : undefined
    return {
      meeting: `meeting-${meeting}`,
      participant: `p${index}`,
      role: isHost ? 'host' : 'attendee',
      leaves,
      isMarked: leaves !== undefined || at === 0,
    } as const
  })
}
