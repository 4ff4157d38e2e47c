import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fork } from '../src/authority/fork.ts'
import { isStranger } from '../src/counts.ts'
import { isPresentPerson } from '../src/devices.ts'
import type { MeetingEvent } from '../src/events.ts'
import { replay } from '../src/evolve.ts'
import { gateOf, isReady } from '../src/gate-rule.ts'
import { toDeclaredId } from '../src/model/owned-id.ts'
import { createMeetingState, isNo, type MeetingState, selectAnswer } from '../src/state.ts'
import { everyPolicy } from './catalogues.ts'
import { app, authority, type Device, device, take, type Wish, worker } from './sentences.ts'

// Random walks under every policy at once: any wish of anybody at any moment.

const FEATURES = [...everyPolicy.keys()].filter((id) => id !== 'notes').concat('notes@anna', 'notes@ben')
const ROOMS = [undefined, 'green', 'blue'] as const
const RUNS = ['run-1', 'run-2', 'run-3'] as const
const people: readonly Device[] = [
  device('anna', { role: 'host' }),
  device('cora', { role: 'cohost' }),
  device('ben'),
  device('ben', { connection: 'ben-phone' }),
  device('dan'),
  device('dan', { kind: 'room' }),
  device('bot', { kind: 'agent' }),
]
const names = [...new Set(people.map(({ participant }) => participant))]
const notetaker = worker('notetaker', ...everyPolicy.keys())

type Step = (state: MeetingState) => Wish | undefined
const step: fc.Arbitrary<Step> = fc
  .record({
    who: fc.constantFrom(...people),
    other: fc.constantFrom(...people),
    id: fc.constantFrom(...FEATURES.slice(2)),
    room: fc.constantFrom(...ROOMS),
    run: fc.constantFrom(...RUNS),
    inCall: fc.subarray([...people]),
    stale: fc.nat(5),
    does: fc.nat(47),
  })
  .map(({ who: someone, other, id, room, run, inCall, stale, does }) => (state): Wish | undefined => {
    const who = someone.about(id)
    const { activation: running, runs } = state.features.get(id) ?? {}
    const { decision: latest } = selectAnswer(state.participants.get(who.participant), id)
    const of = { activation: stale === 0 ? run : (running?.id ?? `run-${(runs?.count ?? 0) + 1}`) }
    const seen = stale === 1 ? 0 : latest
    const grants = stale === 2 ? ['improve'] : []
    if (does < 8) return who.isShown(of)
    if (does < 16) return who.accepts({ ...of, seen, grants })
    if (does < 19) return who.movesTo(room)
    if (does < 24) return who.showsIndicator()
    if (does < 29) return who.turnsOn({ ...of, decision: { answer: 'accept', grants: [], seen } })
    const rare: readonly (() => Wish | undefined)[] = [
      () => who.turnsOn({ ...of, decision: { answer: 'decline' } }),
      () => who.turnsOff(of),
      () => who.declines(),
      () => who.withdraws(),
      () => who.defers(of),
      () => who.leaves(),
      () => (stale < 3 ? who.leavesInstead() : who.joins('lobby')),
      () => who.lapses(),
      () => who.hadTimeToObject(of.activation),
      () => who.hadTimeToObject(of.activation),
      () => who.hadTimeToAnswer(of.activation),
      () => who.isAwayTooLong(),
      () => who.asksAgain(of),
      () => (stale < 2 ? who.removes(other) : who.hidesIndicator()),
      () => (stale < 3 ? who.makes(other, 'cohost') : who.asksToErase()),
      () => app.reportsRoster(...inCall),
      () => app.reportsRoster(...inCall),
      () => notetaker.confirms(id, { term: state.term, epoch: stale, uncovered: stale === 5 ? ['ben'] : [] }),
      () => (stale < 3 ? authority.starts() : authority.hearsNothingOf('gate:notetaker', id, 9, state.term)),
    ]
    return rare[does - 29]?.()
  })

/** So that walks do not all begin in an empty meeting: these people are here, and everything is on. */
const openingOf = (...here: readonly Device[]): readonly Step[] =>
  [
    ...here.flatMap((who) => [who.joins(), who.showsIndicator()]),
    app.reportsRoster(...here),
    ...FEATURES.map((id) =>
      device(id === 'notes@ben' ? 'ben' : 'anna', { role: 'host' })
        .about(id)
        .turnsOn(),
    ),
    device('anna').about('objection').hadTimeToObject(),
  ].map((wish) => () => wish)

const walk = fc
  .record({
    opening: fc.constantFrom([], openingOf(...people.slice(0, 1)), openingOf(...people)),
    steps: fc.array(step, { minLength: 1, maxLength: 200, size: 'max' }),
  })
  .map(({ opening, steps }) => [...opening, ...steps])
const fresh = () => createMeetingState('meeting', everyPolicy)

function walkThrough(steps: readonly Step[], each: (state: MeetingState, events: MeetingEvent[]) => void) {
  const state = fresh()
  const events: MeetingEvent[] = []
  for (const step of steps) {
    const wish = step(state)
    const outcome = wish === undefined ? [] : take(state, wish)
    if (typeof outcome === 'string' || outcome.length === 0) continue
    events.push(...outcome)
    each(state, events)
  }
  return { state, events }
}
const runs = { numRuns: 60 }
const patience = 60_000

test(
  'every count equals a recount, and what closes a feature for everybody follows from them',
  () => {
    fc.assert(
      fc.property(walk, (steps) => {
        walkThrough(steps, (state) => {
          const everyone = [...state.participants.values()]
          const present = everyone.filter(isPresentPerson)
          expect(state.people).toBe(present.length)
          expect(state.hosts).toBe(present.filter(({ role }) => role !== 'attendee').length)
          const strangers = [...state.roster.keys()].filter((id) => isStranger(state, id))
          expect(state.strangers).toBe(strangers.length)
          for (const feature of state.features.values()) {
            const refusing = present.filter((one) => isNo(selectAnswer(one, feature.id))).length
            expect(feature.refusing, feature.id).toBe(refusing)
            const ready = present.filter((one) => isReady(one, feature)).length
            expect(feature.ready, feature.id).toBe(ready)
            if (feature.activation === undefined) continue
            const { decline, start } = feature.entry.feature.policy
            const isOverdue = feature.enforcers.some((one) => one.state === 'overdue')
            const isWaiting =
              (decline === 'stop' && refusing > 0) ||
              (start === 'all' &&
                (ready === 0 ||
                  ready < present.length ||
                  !state.rostered ||
                  strangers.length > 0 ||
                  feature.awaited !== undefined))
            const closedForAll = isOverdue ? 'not-enforced' : isWaiting ? 'waiting-for-others' : undefined
            expect(feature.closedForAll, feature.id).toBe(closedForAll)
          }
        })
      }),
      runs,
    )
  },
  patience,
)

test(
  'the same events give the same state, in one go or through a fork, which changes nothing of its original',
  () => {
    fc.assert(
      fc.property(walk, fc.nat(400), (steps, at) => {
        const { state, events } = walkThrough(steps, () => {})
        const cut = Math.min(at, events.length)
        const half = replay(fresh(), structuredClone(events.slice(0, cut)))
        const before = structuredClone(half)
        const forked = replay(fork(half), events.slice(cut))
        expect({
          ...forked,
          participants: new Map(forked.participants),
          features: new Map(forked.features),
          early: new Map(forked.early),
          roster: new Map(forked.roster),
        }).toEqual(state)
        expect(half).toEqual(before)
      }),
      runs,
    )
  },
  patience,
)

/** What the rule asks for before a gate may open, told from the events alone. */
function mayBeOpen(events: readonly MeetingEvent[], participant: string, id: string, ask: string): boolean {
  const { policy, asks } = everyPolicy.get(toDeclaredId(id))?.feature ?? {}
  let run: string | undefined
  let yes: { run: string; grants: readonly string[]; rooms: string[] } | undefined
  let said: 'no' | 'nothing' = 'nothing'
  let shown: { run: string; room: string; waited: boolean } | undefined
  const rooms = new Map<string, string>()
  for (const event of events) {
    if (event.type === 'authority.started') rooms.clear()
    if (event.type === 'feature.enabled' && event.feature === id) run = event.activation
    if (event.type === 'feature.disabled' && event.feature === id) run = undefined
    if (!('participant' in event) || event.participant !== participant) continue
    if (event.type === 'participant.joined' && event.place === 'call')
      rooms.set(event.connection, event.room ?? '')
    if (event.type === 'participant.joined' && event.place === 'lobby') rooms.delete(event.connection)
    if (event.type === 'participant.lapsed') rooms.delete(event.connection)
    if (event.type === 'participant.left' && event.instead === undefined) rooms.delete(event.connection)
    if (event.type === 'participant.left' && event.instead !== undefined) rooms.clear()
    if (event.type === 'participant.removed') {
      rooms.clear()
      // Whoever is let back in is asked anew.
      ;[yes, shown] = [undefined, undefined]
    }
    if (!('feature' in event) || event.feature !== id) continue
    if (event.type === 'notice.shown')
      shown = { run: event.activation, room: event.room ?? '', waited: false }
    if (event.type === 'notice.lapsed' && event.of === 'objection' && shown) shown.waited = true
    if (event.type === 'notice.lapsed' && event.of === 'answer') yes = undefined
    if (event.type === 'consent.accepted') {
      const kept = yes?.run === event.activation && `${yes.grants}` === `${event.grants}` ? yes.rooms : []
      yes = { run: event.activation, grants: event.grants, rooms: [...kept, event.room ?? ''] }
      said = 'nothing'
    }
    const isWhole = event.type === 'consent.withdrawn' && event.asks === undefined
    if (event.type === 'consent.declined' || isWhole) {
      yes = undefined
      said = 'no'
    }
    if (event.type === 'consent.expired' || event.type === 'consent.deferred') yes = undefined
  }
  if (run === undefined || rooms.size === 0 || said === 'no') return false
  const isRoomBound = policy?.scope === 'room'
  const isIn = (some: readonly string[]) => !isRoomBound || [...rooms.values()].every((r) => some.includes(r))
  const hasYes =
    yes?.grants.includes(ask) === true && (yes.run === run || policy?.lasts === 'meeting') && isIn(yes.rooms)
  const wasTold = shown?.run === run && isIn([shown.room])
  const isRequired = asks?.[ask]?.required === true
  if (policy?.basis === 'consent') return hasYes
  return wasTold && (policy?.basis === 'notice' || shown?.waited === true) && (isRequired || hasYes)
}

/** Where everything opens, whatever the others come upon: two people who say yes to all that there is. */
const [anna, , ben] = people
const agreed: readonly Step[] = [
  ...openingOf(...[anna, ben].filter((one) => one !== undefined)),
  ...FEATURES.flatMap((id) =>
    [anna, ben].flatMap((who) =>
      [[], ['improve']].flatMap((grants) => [
        (state: MeetingState) => {
          const activation = state.features.get(id)?.activation?.id ?? ''
          return who?.about(id).isShown({ activation })
        },
        () => who?.about(id).hadTimeToObject('run-1'),
        (state: MeetingState) => {
          const activation = state.features.get(id)?.activation?.id ?? ''
          const { decision: seen } = selectAnswer(state.participants.get(who?.participant ?? ''), id)
          return who?.about(id).accepts({ activation, grants, seen })
        },
      ]),
    ),
  ),
]

test(
  'no gate is open without what its basis asks for, whatever the policy',
  () => {
    const opened = new Set<string>()
    fc.assert(
      fc.property(walk, (steps) => {
        const { state, events } = walkThrough(steps, (at, so) => {
          for (const [id, feature] of at.features) {
            for (const name of names) {
              for (const ask of Object.keys(feature.entry.feature.asks)) {
                if (!gateOf(at.participants.get(name), feature, ask).open) continue
                opened.add(`${id} ${ask}`)
                expect(mayBeOpen(so, name, id, ask), `${name} ${id} ${ask}`).toBe(true)
              }
            }
          }
        })
        expect(state.number).toBe(events.length)
      }),
      { ...runs, examples: [[agreed]] },
    )
    // The walks go where it matters: every feature, and every kind of ask.
    for (const id of FEATURES) expect([...opened].join(), id).toContain(`${id} `)
    expect([...opened].join()).toContain('improve')
  },
  patience,
)
