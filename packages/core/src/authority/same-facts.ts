import type { MeetingEvent } from '../events.ts'

// takes: events as they were to be written, and as they are read back · gives: whether they are the same

/** Whether the ledger holds exactly these facts. */
export const isSame = (tail: readonly MeetingEvent[], facts: readonly MeetingEvent[]): boolean =>
  tail.length === facts.length &&
  tail.every(({ by, command, type }, at) => {
    const fact = facts[at]
    return by === fact?.by && command === fact.command && type === fact.type
  })
