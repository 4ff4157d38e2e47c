import type { MeetingEvent } from '../events.ts'
import type { Ledger } from '../ports.ts'

// gives: a ledger that ends with the program

/** Keeps events for as long as the page or program runs: for tests, playgrounds and nothing else. */
export function memoryLedger(): Ledger {
  const meetings = new Map<string, MeetingEvent[]>()
  return {
    async read(meeting) {
      return [...(meetings.get(meeting) ?? [])]
    },
    async append(meeting, after, events) {
      const log = meetings.get(meeting) ?? []
      if (log.length !== after) {
        throw new Error(`append after event ${after} of "${meeting}", but the last one is ${log.length}`)
      }
      // Copied, so that whoever wrote them cannot change them, and without copying what is there already.
      for (const event of structuredClone(events)) log.push(event)
      meetings.set(meeting, log)
    },
  }
}
