import type { MeetingEvent } from '../events.ts'
import type { Clock, Ledger } from '../ports.ts'

// takes: what is to be appended to one meeting · gives: until when nobody else can have written it
// never: takes silence for a yes, or an answer for newer than its question

export interface Ownership {
  /** Everything that the ledger holds. @throws what the ledger throws */
  read(): Promise<readonly MeetingEvent[]>
  /**
   * Appends after event number `after`, and has the word of it in time: where that took longer than the lease,
   * somebody else may have written meanwhile, and it is asked once more.
   *
   * @throws what the ledger throws, or where it is too slow for its lease
   */
  append(after: number, facts: readonly MeetingEvent[]): Promise<void>
  /**
   * What the ledger holds beyond event number `after`; nothing where it cannot be read. Where it does not reach that
   * far any more, something that is like no batch: what was written is gone, and the meeting is somebody else's.
   */
  readTail(after: number): Promise<readonly MeetingEvent[]>
  /** Whether nobody else can have written by now, nor will within `forMs`. Compared, never timed: who slept knows. */
  holds(forMs?: number): boolean
  /** Gives the meeting up. */
  release(): void
}

/** Without a lease, how long it is believed that nobody else writes. */
const UNLEASED_MS = 5_000
/** In the place of events that were there and are not any more. */
const GONE: MeetingEvent = { type: 'authority.started', number: 0, at: 0, by: 'authority', command: '' }

/** What one authority knows of whether it still writes its meeting. */
export function createOwnership(meeting: string, ledger: Ledger, clock: Clock): Ownership {
  const isLeased = ledger.leaseMs !== undefined
  const leaseMs = ledger.leaseMs ?? UNLEASED_MS
  /** When the latest question was sent that was answered: nobody else had written. */
  let askedAt = Number.NEGATIVE_INFINITY
  // Without a lease there is nothing to count on: a longer time would be no surer.
  const holds = (forMs = 0): boolean => clock.monotonic() - askedAt <= leaseMs - (isLeased ? forMs : 0)

  return {
    async read() {
      const sentAt = clock.monotonic()
      const events = await ledger.read(meeting)
      // A lease is taken by writing only.
      if (!isLeased) askedAt = sentAt
      return events
    },
    async append(after, facts) {
      let sentAt = clock.monotonic()
      await ledger.append(meeting, after, facts)
      askedAt = sentAt
      if (holds()) return
      sentAt = clock.monotonic()
      await ledger.append(meeting, after + facts.length, [])
      askedAt = sentAt
      if (!holds()) throw new Error(`The ledger takes longer to answer than ${leaseMs} ms.`)
    },
    async readTail(after) {
      const sentAt = clock.monotonic()
      try {
        const events = await ledger.read(meeting)
        if (events.length < after) return [GONE]
        const tail = events.slice(after)
        // A lease is renewed by writing only.
        if (!isLeased && tail.length === 0) askedAt = sentAt
        return tail
      } catch {
        return []
      }
    },
    holds,
    release() {
      // Where it cannot be said, the lease runs out by itself.
      void ledger.release?.(meeting).catch(() => {})
    },
  }
}
