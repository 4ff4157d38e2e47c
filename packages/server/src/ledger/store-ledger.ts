import type { Ledger, MeetingEvent } from '@askfirst/core/authority'
import type { LedgerStore, MeetingEntry, PurgeOptions } from './ledger-store.ts'
import { toPlainLeaf } from './plain-leaf.ts'

/** A ledger that is kept, and knows which meetings it holds. */
export interface StoredLedger extends Ledger {
  /** Every meeting it holds, the one with the latest event last. */
  meetings(): Promise<readonly MeetingEntry[]>
  /** Deletes whole meetings by age, but none that another server has open, and says which. */
  purge(options: PurgeOptions): Promise<readonly MeetingEntry[]>
  /** Gives every meeting up and lets go of files and connections; nothing is read or appended after it. */
  close(): Promise<void>
}

/** Keeps events in an engine, in the open. */
export function createStoredLedger(store: LedgerStore): StoredLedger {
  return {
    leaseMs: store.leaseMs,
    async read(meeting) {
      return (await store.read(meeting)).map(({ body }) => JSON.parse(body) as MeetingEvent)
    },
    async append(meeting, after, events) {
      const rows = events.map((event) => {
        const body = JSON.stringify(event)
        return { number: event.number, at: event.at, body, leaf: toPlainLeaf(body) }
      })
      await store.append(meeting, after, { events: rows })
    },
    release: store.release,
    meetings: store.meetings,
    purge: store.purge,
    close: store.close,
  }
}
