import { type Holder, toHolderKey } from './http/pace.ts'
import type { SealedLedger } from './ledger/sealed-ledger.ts'
import { giveTurn } from './ledger/turn.ts'
import { type Reading, readThrough } from './reading.ts'
import type { RecordsLedger, RecordsOptions } from './records.ts'

// takes: who wants something made of a meeting's events · gives: each their turn, in the order they came
// never: reads two meetings at once, a meeting anew for each who asks, or the next one before the loop went on

/** Why a meeting could not be read: the cause may name it, which a log must not. */
export class ReadingFault extends Error {
  override readonly name = 'ReadingFault'
  readonly meeting: string

  constructor(meeting: string, cause: unknown) {
    super('a meeting could not be read', { cause })
    this.meeting = meeting
  }
}

/** What is read for those who ask for their records, receipts and pages. */
export interface Readings {
  /** What is made of a meeting as it is by now; undefined where that holder has as many waiting as they may. */
  use<Result>(
    holder: Holder,
    meeting: string,
    make: (reading: Reading) => Result | Promise<Result>,
  ): Promise<Result> | undefined
}

export interface ReadingsOptions {
  readonly ledger: RecordsLedger & Pick<SealedLedger, 'isCurrent'>
  records(): Promise<RecordsOptions>
  /** How many of one holder may wait. */
  readonly mostWaiting: number
}

interface Kept {
  readonly reading: Reading
  /** Whoever asked up to here asked before it was begun. */
  asked: number
  /** Ends it, since there are names and keys in it that may be erased meanwhile. */
  readonly end: NodeJS.Timeout
}

/** How many events are kept, and for how long after the last who asked for something of that meeting. */
const MOST_KEPT = 100_000
const KEPT_MS = 10_000

export function createReadings({ ledger, records, mostWaiting }: ReadingsOptions): Readings {
  const waiting = new Map<string, number>()
  const kept = new Map<string, Kept>()
  let asked = 0
  let last: Promise<unknown> = Promise.resolve()

  async function read(meeting: string, order: number): Promise<Reading> {
    const known = kept.get(meeting)
    const begun = asked
    if (known !== undefined) {
      known.end.refresh()
      if (order <= known.asked) return known.reading
      if (await ledger.isCurrent(known.reading.evidence)) {
        known.asked = begun
        return known.reading
      }
      forget(meeting)
    }
    const { catalogue } = await records()
    const evidence = await ledger.evidence(meeting)
    await ledger.assertSigned?.(evidence)
    const reading = await readThrough(evidence, catalogue)
    makeRoom(reading.events.length)
    kept.set(meeting, {
      reading,
      asked: begun,
      end: setTimeout(() => kept.delete(meeting), KEPT_MS).unref(),
    })
    return reading
  }

  function forget(meeting: string): void {
    clearTimeout(kept.get(meeting)?.end)
    kept.delete(meeting)
  }

  /** However long the newest is, it is kept: others may wait for the same. */
  function makeRoom(more: number): void {
    let total = [...kept.values()].reduce((sum, { reading }) => sum + reading.events.length, more)
    for (const [meeting, { reading }] of kept) {
      if (total <= MOST_KEPT) return
      forget(meeting)
      total -= reading.events.length
    }
  }

  return {
    use(holder, meeting, make) {
      const key = toHolderKey(holder)
      const theirs = waiting.get(key) ?? 0
      if (theirs >= mostWaiting) return undefined
      waiting.set(key, theirs + 1)
      asked += 1
      const order = asked
      const made = last.then(async () => {
        try {
          await giveTurn()
          const reading = await read(meeting, order).catch((error: unknown) => {
            throw new ReadingFault(meeting, error)
          })
          return await make(reading)
        } finally {
          const left = (waiting.get(key) ?? 1) - 1
          if (left === 0) waiting.delete(key)
          else waiting.set(key, left)
        }
      })
      last = made.catch(() => {})
      return made
    },
  }
}
