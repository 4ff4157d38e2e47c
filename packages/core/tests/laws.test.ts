import { createManualClock } from '@askfirst/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openAuthority } from '../src/authority/authority.ts'
import type { Authority } from '../src/authority/authority-types.ts'
import { memoryLedger } from '../src/authority/memory-ledger.ts'
import { applyUpdate, EMPTY_REPLICA, type ReplicaState } from '../src/client/replica.ts'
import { isClosing } from '../src/commands.ts'
import type { MeetingEvent } from '../src/events.ts'
import { replay } from '../src/evolve.ts'
import { gateOf } from '../src/gate-rule.ts'
import type { Catalogue } from '../src/model/catalogue.ts'
import type { Policy } from '../src/model/policy.ts'
import { projectPerson } from '../src/project.ts'
import type { ServerMessage } from '../src/protocol/server-messages.ts'
import {
  type Answer,
  createMeetingState,
  type FeatureState,
  type MeetingState,
  type ParticipantState,
  selectAnswer,
} from '../src/state.ts'
import { anyMeeting, anyWish, EVERYBODY, nameOf, stateAfter } from './any-wish.ts'
import { catalogue, device, take, type Wish } from './sentences.ts'

// Laws that hold for every meeting. A failure prints its seed and the shortest meeting that breaks it.

type Update = Extract<ServerMessage, { type: 'snapshot' | 'update' }>
const open = (ledger = memoryLedger()) => {
  let ids = 0
  const nextId = () => `own-${++ids}`
  return openAuthority({
    meeting: 'meeting',
    catalogue,
    ledger,
    clock: createManualClock(),
    ids: nextId,
    random: () => 0.5,
  })
}
const hosts = [EVERYBODY[0], EVERYBODY[1]].flatMap((one) => (one === undefined ? [] : [one]))
const viewerOf = ({ actor }: (typeof EVERYBODY)[number]) => {
  if (actor.use !== 'person') throw new RangeError('only people look')
  return actor
}
const beside = { nameOf: () => undefined, permits: () => true }

/** Asks of a feature whose gate is open for somebody. */
const openAsksOf = (person: ParticipantState | undefined, feature: FeatureState): readonly string[] =>
  Object.keys(feature.entry.feature.asks).filter((ask) => gateOf(person, feature, ask).open)

/** Every open gate of a state, as text. */
function openGates(state: MeetingState): string[] {
  const gates: string[] = []
  for (const feature of state.features.values()) {
    for (const person of state.participants.values()) {
      for (const ask of openAsksOf(person, feature)) {
        gates.push(`${person.participant} ${feature.entry.feature.id} ${ask}`)
      }
    }
  }
  return gates
}

test('a command sent twice counts once and gets the same reply, whatever happens in between', async () => {
  let [twice, granted] = [0, 0]
  const again = fc.array(fc.record({ of: fc.nat(110), after: fc.nat(40) }), { maxLength: 40 })
  const waits = fc.array(fc.boolean(), { minLength: 110, maxLength: 110 })
  await fc.assert(
    fc.asyncProperty(anyMeeting, again, waits, async (wishes, repeats, isAwaited) => {
      const play = async (isRepeating: boolean) => {
        const ledger = memoryLedger()
        const authority = await open(ledger)
        const replies: unknown[] = []
        const repeated: [at: number, reply: Promise<unknown>][] = []
        for (const [at, { command, actor }] of wishes.entries()) {
          const reply = authority.dispatch(command, actor)
          void reply.then((now) => {
            replies[at] = now
          })
          if (isAwaited[at] === true) await reply
          if (!isRepeating) continue
          for (const { of, after } of repeats) {
            const old = wishes[of]
            if (old !== undefined && of + after === at) {
              repeated.push([of, authority.dispatch(structuredClone(old.command), old.actor)])
            }
          }
        }
        const last = await Promise.all(repeated.map(async ([at, reply]) => [at, await reply] as const))
        await authority.dispatch({ type: 'indicator.hide', id: 'the-end' }, viewerOf(device('nobody')))
        await authority.close()
        for (const [at, reply] of last) expect(reply).toEqual(replies[at])
        twice += last.length
        return { replies, events: await ledger.read('meeting') }
      }
      const [once, more] = [await play(false), await play(true)]
      expect(more).toEqual(once)
      granted += once.events.length
    }),
    { numRuns: 100 },
  )
  // The law is not about meetings in which nothing happens.
  expect(twice).toBeGreaterThan(100)
  expect(granted).toBeGreaterThan(1_000)
})

test('the events, written down and read back, give what the authority has lived through', async () => {
  await fc.assert(
    fc.asyncProperty(anyMeeting, fc.nat(100), async (wishes, restartAt) => {
      const ledger = memoryLedger()
      let authority: Authority = await open(ledger)
      for (const [at, { command, actor }] of wishes.entries()) {
        if (at === restartAt) {
          await authority.close()
          authority = await open(ledger)
        }
        await authority.dispatch(command, actor)
      }
      const written = JSON.parse(JSON.stringify(await ledger.read('meeting'))) as MeetingEvent[]
      const state = replay(createMeetingState('meeting', catalogue), written)
      for (const one of EVERYBODY) {
        const viewer = viewerOf(one)
        let view: unknown
        const see = (message: ServerMessage): void => {
          if (message.type === 'snapshot') view = message.view
        }
        authority.attach(viewer, { leaseMs: 10_000, version: '1.0', send: see })
        expect(view).toEqual(
          projectPerson(state, viewer, { nameOf: () => undefined, permits: authority.permits }),
        )
      }
      const live = openGates(state).filter((gate) => {
        const [name = '', feature = '', ask = ''] = gate.split(' ')
        return authority.permits(name, feature, ask)
      })
      expect(live).toEqual(openGates(state))
    }),
    { numRuns: 100 },
  )
})

test('a closing command opens no gate, in any state, whoever sends it', () => {
  let closed = 0
  fc.assert(
    fc.property(anyMeeting, fc.array(anyWish, { minLength: 20, maxLength: 60 }), (wishes, more) => {
      const state = stateAfter(...wishes)
      for (const make of more) {
        const wish = make(state)
        const before = openGates(state)
        take(state, wish)
        if (!isClosing(wish.command)) continue
        const after = openGates(state)
        expect(before, `${wish.command.type} of ${nameOf(wish)}`).toEqual(expect.arrayContaining(after))
        if (after.length < before.length) closed += 1
      }
    }),
    { numRuns: 300 },
  )
  expect(closed).toBeGreaterThan(50)
})

test('an authority opens no gate while a closing command is on its way, nor after', async () => {
  let closed = 0
  const gates = EVERYBODY.flatMap((one) =>
    [...catalogue.values()].flatMap(({ feature }) =>
      Object.keys(feature.asks).map((ask) => [viewerOf(one).participant, feature.id, ask] as const),
    ),
  )
  const some = fc.array(anyWish, { minLength: 20, maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(anyMeeting, some, async (wishes, more) => {
      const authority = await open()
      for (const { command, actor } of wishes) await authority.dispatch(command, actor)
      const openNow = () => gates.filter((gate) => authority.permits(...gate)).map(String)
      const state = stateAfter(...wishes)
      for (const make of more) {
        const wish = make(state)
        const before = openNow()
        const reply = authority.dispatch(wish.command, wish.actor)
        const during = openNow()
        await reply
        take(state, wish)
        if (!isClosing(wish.command)) continue
        expect(before, `${wish.command.type} of ${nameOf(wish)}`).toEqual(expect.arrayContaining(during))
        // What is closed at once is closed by the facts too, or was never to be closed.
        expect(before, `${wish.command.type} of ${nameOf(wish)}`).toEqual(expect.arrayContaining(openNow()))
        if (during.length < before.length) closed += 1
      }
      await authority.close()
    }),
    { numRuns: 400 },
  )
  expect(closed).toBeGreaterThan(50)
})

const OTHERS = EVERYBODY.filter(({ actor }) => actor.use === 'person' && actor.role === 'attendee')
/** Words that leave somebody who is not included as they are: out. */
const outWords = (who: (typeof OTHERS)[number], feature: 'summary' | 'minutes', activation: string) => [
  [],
  [who.declines({ feature })],
  [who.withdraws({ feature })],
  [who.isShown({ feature, activation })],
  [who.isShown({ feature, activation }), who.defers({ feature, activation })],
  [who.declines({ feature }), who.asksToErase({ feature })],
]
const disclosing = (disclosure: Policy['disclosure']): Catalogue =>
  new Map(
    [...catalogue].map(([id, entry]) => {
      const policy: Policy = { ...entry.feature.policy, disclosure, countsFrom: 2 }
      return [id, { ...entry, feature: { ...entry.feature, policy } }]
    }),
  )

/** What everybody but one is shown. */
function viewsOf(wishes: readonly Wish[], disclosure: Policy['disclosure'], but?: string): string[] {
  const state = createMeetingState('meeting', disclosing(disclosure))
  for (const wish of wishes) take(state, wish)
  const views = [...hosts, ...OTHERS].filter((one) => viewerOf(one).participant !== but)
  // When something was turned on is everybody's to see, and differs by what happened before it.
  return views.map((one) =>
    JSON.stringify(projectPerson(state, viewerOf(one), beside)).replaceAll(/"(at|requestedAt)":\d+/g, ''),
  )
}

/** Hosts who are told names are told of a no; not which kind, or that somebody has read it, or put it off. */
const isAnswered = (at: number, before: Answer['state']): boolean =>
  before === 'declined' || before === 'withdrawn' || [1, 2, 5].includes(at)

test('nobody learns what somebody who is left out has said; whether they said no, hosts who are told names', () => {
  let compared = 0
  fc.assert(
    fc.property(
      anyMeeting,
      fc.constantFrom(...OTHERS),
      fc.constantFrom('summary' as const, 'minutes' as const),
      fc.constantFrom('named' as const, 'counts' as const, 'outcome' as const),
      fc.tuple(fc.nat(5), fc.nat(5)),
      (wishes, who, feature, disclosure, [one, other]) => {
        const state = stateAfter(...wishes)
        const { participant } = viewerOf(who)
        const running = state.features.get(feature)
        const person = state.participants.get(participant)
        const isIncluded = running !== undefined && openAsksOf(person, running).length > 0
        // Who could be captured with another indicator is included in all but name: their no would be seen.
        const isYes = selectAnswer(person, feature).state === 'accepted'
        if (isIncluded || isYes || running?.activation === undefined) return
        const words = outWords(who, feature, running.activation.id)
        const [mine, theirs] = [words[one] ?? [], words[other] ?? []]
        const before = selectAnswer(person, feature).state
        if (disclosure === 'named' && isAnswered(one, before) !== isAnswered(other, before)) return
        const views = viewsOf([...wishes, ...mine], disclosure, participant)
        expect(viewsOf([...wishes, ...theirs], disclosure, participant)).toEqual(views)
        if (one !== other) compared += 1
      },
    ),
    { numRuns: 300 },
  )
  expect(compared).toBeGreaterThan(100)
})

/** The same meeting in which two people have changed places. */
function swapped(events: readonly MeetingEvent[], one: string, other: string): MeetingEvent[] {
  const swap = (name: string): string => (name === one ? other : name === other ? one : name)
  return events.map((event) => ({
    ...event,
    ...('participant' in event &&
      event.participant !== undefined && { participant: swap(event.participant) }),
    by: swap(event.by),
  }))
}

test('counts and outcomes do not tell who it was: two people may have changed places', () => {
  let told = 0
  fc.assert(
    fc.property(anyMeeting, fc.constantFrom('counts' as const, 'outcome' as const), (wishes, disclosure) => {
      const disclosed = disclosing(disclosure)
      const state = createMeetingState('meeting', disclosed)
      const events = wishes.flatMap((wish) => {
        const outcome = take(state, wish)
        return typeof outcome === 'string' ? [] : outcome
      })
      const other = replay(createMeetingState('meeting', disclosed), swapped(events, 'dan', 'ben'))
      for (const host of hosts) {
        const view = projectPerson(state, viewerOf(host), beside)
        expect(projectPerson(other, viewerOf(host), beside)).toEqual(view)
        if (Object.keys(view.tallies).length > 0) told += 1
      }
    }),
    { numRuns: 150 },
  )
  expect(told).toBeGreaterThan(100)
})

test('nobody learns which optional asks somebody else has granted', () => {
  let compared = 0
  fc.assert(
    fc.property(
      anyMeeting,
      fc.constantFrom(...OTHERS.filter((one) => viewerOf(one).kind === 'person')),
      fc.constantFrom('named' as const, 'counts' as const, 'outcome' as const),
      (wishes, who, disclosure) => {
        const state = stateAfter(...wishes)
        const { participant } = viewerOf(who)
        const activation = state.features.get('summary')?.activation?.id
        if (activation === undefined) return
        const seen = selectAnswer(state.participants.get(participant), 'summary').decision
        const accepting = (grants: string[]) => [
          ...wishes,
          who.joins(),
          who.isShown({ activation }),
          who.accepts({ activation, seen, grants }),
        ]
        const views = viewsOf(accepting([]), disclosure, participant)
        for (const grants of [['improve'], ['improve', 'voices']]) {
          expect(viewsOf(accepting(grants), disclosure, participant)).toEqual(views)
          const takenBack = [...accepting(grants), who.withdraws({ asks: ['improve'] })]
          expect(viewsOf(takenBack, disclosure, participant)).toEqual(views)
        }
        compared += 1
      },
    ),
    { numRuns: 150 },
  )
  expect(compared).toBeGreaterThan(30)
})

/** Everything one device is sent in a meeting, as it is sent. */
async function updatesOf(wishes: readonly Wish[], who: (typeof EVERYBODY)[number]): Promise<Update[]> {
  const authority = await open()
  const updates: Update[] = []
  const viewer = viewerOf(who)
  const see = (message: ServerMessage): void => {
    if (message.type === 'snapshot' || message.type === 'update') updates.push(structuredClone(message))
  }
  authority.attach(viewer, { leaseMs: 10_000, version: '1.0', send: see })
  for (const { command, actor } of wishes) await authority.dispatch(command, actor)
  await authority.close()
  return updates
}

test('a replica shows what was sent up to its number, whatever is lost, comes twice or out of order', async () => {
  let gaps = 0
  await fc.assert(
    fc.asyncProperty(
      anyMeeting,
      fc.constantFrom(...EVERYBODY),
      fc.array(fc.record({ skip: fc.integer({ min: -4, max: 4 }), isAnswered: fc.boolean() }), {
        minLength: 60,
      }),
      async (wishes, who, deliveries) => {
        const updates = await updatesOf(wishes, who)
        // What each number means: everything up to it, in order.
        const meant = new Map<number, ReplicaState['view']>()
        let inOrder: ReplicaState = EMPTY_REPLICA
        for (const update of updates) {
          const step = applyUpdate(inOrder, update)
          if (step.kind !== 'applied') throw new Error(`in order, ${update.number} was ${step.kind}`)
          inOrder = step.state
          meant.set(inOrder.number, inOrder.view)
        }
        let replica: ReplicaState = EMPTY_REPLICA
        const hear = (update: Update | undefined): number | undefined => {
          const step = update && applyUpdate(replica, update)
          if (step?.kind === 'applied') replica = step.state
          if (replica.view !== undefined) expect(replica.view).toEqual(meant.get(replica.number))
          return step?.kind === 'gap' ? step.from : undefined
        }
        const resync = (from: number): void => {
          for (const update of updates) if (update.number > from) hear(update)
        }
        let at = 0
        for (const { skip, isAnswered } of deliveries) {
          const from = hear(updates[at])
          at = Math.max(0, at + 1 + skip)
          if (from === undefined) continue
          gaps += 1
          if (isAnswered) resync(from)
        }
        resync(replica.number)
        expect(replica).toEqual(inOrder)
      },
    ),
    { numRuns: 100 },
  )
  expect(gaps).toBeGreaterThan(100)
})
