import { type MeetingEvent, memoryLedger } from '@askfirst/core/authority'
import { learn } from '../explore/learn.ts'
import type { Declared } from '../explore/rules.ts'
import { NO_TRUTH, type Truth } from '../explore/truth.ts'

// takes: appends of every process that writes the meeting · gives: the one ledger, and what it says
// never: takes an event from who has not seen the last one

/** How the ledger breaks. */
export type Fault =
  | 'fails before it writes'
  | 'writes and does not say so'
  | 'hangs'
  | 'cannot be read either'
export const FAULTS: readonly Fault[] = [
  'fails before it writes',
  'writes and does not say so',
  'hangs',
  'cannot be read either',
]

export interface Disk {
  readonly events: readonly MeetingEvent[]
  /** What the first `number` events say; all of them by default. */
  truth(number?: number): Truth
  fault(): Fault | undefined
  break(fault: Fault): void
  mend(): void
  read(): Promise<readonly MeetingEvent[]>
  /** @param onWritten called once they are there, whatever is said of it */
  append(after: number, events: readonly MeetingEvent[], onWritten: () => void): Promise<void>
}

export interface DiskListener {
  /** An event is written; what the ledger said before it. */
  onEvent(event: MeetingEvent, before: Truth): void
  onTruth(now: Truth): void
  /** Something is written, and whoever wrote it hears that it is not. */
  onLost(): void
}

export function createDisk(meeting: string, declared: readonly Declared[], listener: DiskListener): Disk {
  const ledger = memoryLedger()
  const events: MeetingEvent[] = []
  const truths: Truth[] = [NO_TRUTH]
  const waiting: (() => void)[] = []
  let fault: Fault | undefined
  const truth = (number = events.length): Truth => truths[number] ?? NO_TRUTH
  return {
    events,
    truth,
    fault: () => fault,
    break(now) {
      fault = now
    },
    mend() {
      fault = undefined
      for (const go of waiting.splice(0)) go()
    },
    async read() {
      if (fault === 'cannot be read either') throw new Error('the ledger cannot be read')
      return ledger.read(meeting)
    },
    async append(after, facts, onWritten) {
      if (fault === 'hangs') await new Promise<void>((resolve) => waiting.push(resolve))
      if (fault === 'fails before it writes' || fault === 'cannot be read either') {
        throw new Error('the ledger is failing')
      }
      await ledger.append(meeting, after, facts)
      for (const event of facts) {
        listener.onEvent(event, truth())
        truths.push(learn(truth(), event, declared))
        events.push(event)
      }
      listener.onTruth(truth())
      onWritten()
      if (fault !== 'writes and does not say so') return
      listener.onLost()
      throw new Error('written, and the word of it is lost')
    },
  }
}
