import { createManualClock, failingLedger } from '@askfirst/testing'
import { openAuthority } from '../src/authority/authority.ts'
import { memoryLedger } from '../src/authority/memory-ledger.ts'
import { randomIds, systemRandom } from '../src/defaults/ids.ts'
import type { MeetingEvent } from '../src/events.ts'
import type { Ledger } from '../src/ports.ts'
import type { AllowList, ErasureDuty } from '../src/protocol/gate-messages.ts'
import type { ServerMessage } from '../src/protocol/server-messages.ts'
import type { Reply } from '../src/rejection.ts'
import { catalogue, type Device, type Wish } from './sentences.ts'

/** Counts the appends that reach a ledger, and how many events each held. */
export function countedLedger(below: Ledger = memoryLedger()) {
  const appends: number[] = []
  return {
    appends,
    read: (meeting: string) => below.read(meeting),
    async append(meeting: string, after: number, events: readonly MeetingEvent[]) {
      await below.append(meeting, after, events)
      appends.push(events.length)
    },
  }
}

export const OK: Reply = { ok: true }
export const turns = async (count = 8): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve()
}

/** An authority on a ledger that can fail and stall, with a worker that remembers all it was told. */
export async function openStage(below = countedLedger(), of = catalogue) {
  const clock = createManualClock()
  const ledger = failingLedger(below)
  const faults: unknown[] = []
  const authority = await openAuthority({
    meeting: 'meeting',
    catalogue: of,
    ledger,
    clock,
    ids: randomIds,
    random: systemRandom,
    onFault: (error) => faults.push(error),
  })
  /** Everything the worker heard, oldest first. */
  const heard: AllowList[] = []
  const duties: ErasureDuty[] = []
  const features = ['summary', 'minutes']
  const detachWorker = authority.attachWorker({
    features,
    processor: 'Acme',
    onLists: (lists) => heard.push(...lists),
    onDuties: (some) => duties.push(...some),
  })
  const send = ({ command, actor }: Wish) => authority.dispatch(command, actor)
  const nameOf = ({ actor }: Device) => (actor.use === 'person' ? actor.participant : '')
  return {
    authority,
    clock,
    ledger,
    below,
    faults,
    heard,
    duties,
    detachWorker,
    send,
    /** One after the other, each granted, or the test makes no sense. */
    async after(...past: (Wish | Iterable<Wish>)[]) {
      for (const wish of past.flatMap((some) => ('command' in some ? [some] : [...some]))) {
        const reply = await send(wish)
        if (!reply.ok) throw new Error(`${wish.command.type}: ${reply.rejection.code}`)
      }
      heard.splice(0)
    },
    /** Whether the worker may hear this person now, by the last list it was told. */
    hears(who: Device, feature = 'summary', ask = 'summarise') {
      const name = nameOf(who)
      const open = authority.permits(name, feature, ask)
      const last = heard.findLast((list) => list.feature === feature)
      const told = last?.allow.some((entry) => entry.participant === name && entry.asks.includes(ask))
      if (last !== undefined && told !== open) throw new Error('the worker was told something else')
      return open
    },
    /** Whether the worker was ever told that it may hear this person. */
    everHeard: (who: Device) =>
      heard.some((list) => list.allow.some(({ participant }) => participant === nameOf(who))),
    /** One device listening; gives what it is sent. */
    listen({ actor }: Device, resume?: { session: string; number: number }) {
      if (actor.use !== 'person') throw new Error('only persons listen')
      const messages: ServerMessage[] = []
      const send = (message: ServerMessage) => messages.push(message)
      const session = authority.attach(actor, { leaseMs: 10_000, version: '1.0', send, resume })
      return { messages, session }
    },
  }
}
