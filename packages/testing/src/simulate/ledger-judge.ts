import type { MeetingEvent } from '@askfirst/core/authority'
import type { Say } from '../explore/invariants.ts'
import { type Truth, wordOf } from '../explore/truth.ts'

/**
 * What no ledger may ever hold, judged as it is written.
 *
 * takes: events in order, and what accepts say they have seen · gives: what is wrong with one of them
 */
export function createLedgerJudge(say: Say) {
  const seenBy = new Map<string, number>()
  const unknown = new Set<string>()
  const written = new Map<string, string>()
  let last = ''
  return {
    /** An accept has arrived that knows the person's decisions up to this one. */
    onSeen: (command: string, seen: number) => void seenBy.set(command, seen),
    /** Somebody who wishes to stay unknown asked for an end. */
    onUnknown: (command: string) => void unknown.add(command),
    onEvent(event: MeetingEvent, before: Truth): void {
      const { by, command, type } = event
      if (unknown.has(command)) say(14, `${command} of somebody unknown is in the ledger`)
      if (type === 'feature.offRequested') {
        const isUnknown =
          event.participant === undefined && by === 'authority' && event.clientAt === undefined
        if (!isUnknown) say(14, `the ledger says that ${by} asked for an end`)
      }
      const key = `${by} ${command}`
      const first = written.get(key)
      if (first !== undefined && last !== key)
        say(10, `${command} of ${by} counted twice (${first}, ${type})`)
      written.set(key, first ?? type)
      last = key
      if (type !== 'consent.accepted') return
      const { decisions } = wordOf(before, event.participant, event.feature)
      const seen = seenBy.get(command)
      if (seen !== undefined && seen < decisions)
        say(8, `${command} had not seen the latest decision of ${by}`)
      if (by !== event.participant) say(5, `${by} answered for ${event.participant}`)
    },
  }
}
