import type { Ledger, MeetingEvent } from '@askfirst/core/authority'

// takes: how to make an empty ledger · gives: what any ledger has to do, case by case

/** One promise that every ledger keeps; `run` throws where it does not. */
export interface LedgerCase {
  readonly name: string
  /**
   * Resolves where the promise is kept, and rejects where it is not.
   *
   * @param makeLedger makes an empty ledger; it is closed by the case where it can be
   */
  run(makeLedger: () => Ledger | Promise<Ledger>): Promise<void>
}

/**
 * What any `Ledger` has to do, for the test runner of your choice.
 *
 * @example
 * for (const { name, run } of ledgerContract()) it(name, () => run(() => myLedger()))
 */
export function ledgerContract(): readonly LedgerCase[] {
  const over = (name: string, check: (ledger: Ledger) => Promise<void>): LedgerCase => ({
    name,
    async run(makeLedger) {
      const ledger = await makeLedger()
      try {
        await check(ledger)
      } finally {
        await ledger.close?.()
      }
    },
  })

  return [
    over('has no events for a meeting never seen', async (ledger) => {
      same(await ledger.read('unseen'), [])
    }),
    over('gives back what was appended, in order and unchanged', async (ledger) => {
      await ledger.append('standup', 0, EVENTS.slice(0, 2))
      await ledger.append('standup', 2, EVENTS.slice(2))
      same(await ledger.read('standup'), EVENTS)
    }),
    over('keeps meetings apart', async (ledger) => {
      await ledger.append('standup', 0, EVENTS.slice(0, 1))
      await ledger.append('Standup', 0, EVENTS.slice(0, 2))
      same(await ledger.read('standup'), EVENTS.slice(0, 1))
      same(await ledger.read('Standup'), EVENTS.slice(0, 2))
    }),
    over('refuses a writer that has not seen the last event, and stays as it was', async (ledger) => {
      await ledger.append('standup', 0, EVENTS.slice(0, 2))
      await fails('an append after event 1 of 2', () => ledger.append('standup', 1, EVENTS.slice(1, 2)))
      await fails('an append after event 3 of 2', () => ledger.append('standup', 3, EVENTS.slice(3, 4)))
      same(await ledger.read('standup'), EVENTS.slice(0, 2))
    }),
    over(
      'takes nothing as well as something, and only from a writer that has seen the last event',
      async (ledger) => {
        await ledger.append('standup', 0, EVENTS.slice(0, 2))
        await ledger.append('standup', 2, [])
        await fails('an append of nothing after event 1 of 2', () => ledger.append('standup', 1, []))
        same(await ledger.read('standup'), EVENTS.slice(0, 2))
      },
    ),
    over('lets one of two racing writers win', async (ledger) => {
      const writes = await Promise.allSettled([
        ledger.append('standup', 0, EVENTS.slice(0, 1)),
        ledger.append('standup', 0, EVENTS.slice(0, 1)),
      ])
      same(writes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
      same(await ledger.read('standup'), EVENTS.slice(0, 1))
    }),
    over('appends all of a batch or nothing', async (ledger) => {
      const [first, second] = EVENTS
      // What cannot be written down: a batch that breaks in the middle.
      const broken = { ...second, participant: 1n } as unknown as MeetingEvent
      const outcome = await ledger.append('standup', 0, [first as MeetingEvent, broken]).then(
        () => 'kept' as const,
        () => 'refused' as const,
      )
      const { length } = await ledger.read('standup')
      if (length !== (outcome === 'kept' ? 2 : 0))
        throw new Error(`${outcome}, and ${length} events are there`)
    }),
    over('keeps its own copy: what is changed afterwards is not changed in it', async (ledger) => {
      const event = structuredClone(EVENTS[3]) as { grants?: string[] } & MeetingEvent
      await ledger.append('standup', 0, [{ ...event, number: 1 }])
      event.grants?.push('improve')
      const [kept] = await ledger.read('standup')
      same(kept, { ...EVENTS[3], number: 1 })
    }),
  ]
}

const base = { at: 1_795_000_000_000, by: 'ada' }
const notice = { revision: 1, hash: 'e3b0c442', lang: 'en' }
const EVENTS: readonly MeetingEvent[] = [
  { ...base, type: 'authority.started', number: 1, by: 'authority', command: 'c1' },
  {
    ...base,
    type: 'participant.joined',
    participant: 'ada',
    connection: 'tab-1',
    place: 'call',
    role: 'host',
    kind: 'person',
    number: 2,
    command: 'c2',
    clientAt: 1_795_000_000_123,
  },
  {
    ...base,
    type: 'feature.enabled',
    feature: 'meeting-summary',
    activation: 'run \'ü\' \u2028 "1"',
    revision: 1,
    number: 3,
    command: 'c3',
  },
  {
    ...base,
    type: 'consent.accepted',
    participant: 'ada',
    feature: 'meeting-summary',
    activation: 'run \'ü\' \u2028 "1"',
    notice,
    kind: 'person',
    grants: ['summarise'],
    processors: ['Acme AI'],
    decision: 1,
    method: 'button',
    armedMs: undefined,
    visibleMs: 2_400,
    number: 4,
    command: 'c3',
  },
]

/** Equal as written down: a field that is undefined is a field that is not there. */
function same(actual: unknown, expected: unknown): void {
  const [left, right] = [toText(actual), toText(expected)]
  if (left !== right) throw new Error(`expected ${right}\n but got ${left}`)
}

const toText = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  )

async function fails(what: string, call: () => Promise<void>): Promise<void> {
  const outcome = await call().then(
    () => 'accepted' as const,
    () => 'refused' as const,
  )
  if (outcome === 'accepted') throw new Error(`${what} was accepted`)
}
