import type { MeetingEvent } from '../events.ts'
import { createRejection, type Reply } from '../rejection.ts'
import { isSameWish, type Mark, toWishedBy, type Wished } from './wished.ts'

/** Commands that are nowhere in the ledger and whose replies are remembered: the latest, so that nobody can fill the memory. */
const REMEMBERED = 10_000

/** Another command of the same sender had that id. */
export const REUSED: Reply = { ok: false, rejection: createRejection('reused-id') }

const DONE: Promise<Reply> = Promise.resolve({ ok: true })

/** Of a wish that is in the ledger its print alone: there are some of everybody, for as long as the meeting lasts. */
type Known = (Mark & { readonly reply: Promise<Reply> }) | number
const toMark = (known: Known): Mark => (typeof known === 'number' ? { print: known } : known)

/**
 * What was answered to which command, so that a command sent twice counts once and gets the same reply.
 *
 * takes: the meeting's events, then wishes · gives: the reply under way or given
 * never: takes a wish for an earlier one that only had the same id: it could be a no
 */
export function createReplies(events: readonly MeetingEvent[]) {
  const replies = new Map<string, Known>()
  /** The first of an id has its key; another wish under the same id, one of its own. */
  const slotOf = (wished: Wished): string => {
    const first = replies.get(wished.key)
    if (first === undefined || isSameWish(toMark(first), wished)) return wished.key
    return `${wished.key}\n${wished.print}`
  }
  let before: MeetingEvent | undefined
  for (const event of events) {
    const isFirst = before?.command !== event.command || before.by !== event.by
    before = event
    if (!isFirst) continue
    const { key, gist } = toWishedBy(event)
    if (!replies.has(key)) replies.set(key, { gist, reply: DONE })
  }
  const passing: string[] = []
  return {
    /** `reused` for another wish than the one that had its id. */
    find(wished: Wished): Promise<Reply> | 'reused' | undefined {
      const slot = slotOf(wished)
      const known = replies.get(slot)
      if (known === undefined) return slot === wished.key ? undefined : 'reused'
      return typeof known === 'number' ? DONE : known.reply
    },
    add(wished: Wished, reply: Promise<Reply>): void {
      replies.set(slotOf(wished), { print: wished.print, reply })
    },
    /** It is in the ledger: what is kept of it from now on is its print. */
    settle(wished: Wished): void {
      const known = replies.get(wished.key)
      if (typeof known === 'object' && isSameWish(known, wished)) replies.set(wished.key, wished.print)
    },
    /** Nothing came of it: the same command may be tried again. */
    forget: (wished: Wished) => void replies.delete(slotOf(wished)),
    /** Rejected, or of no effect: remembered for a while only, since it is nowhere in the ledger. */
    addPassing(wished: Wished): void {
      passing.push(slotOf(wished))
      if (passing.length > REMEMBERED) replies.delete(passing.shift() ?? '')
    },
  }
}
