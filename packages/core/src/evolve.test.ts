import fc from 'fast-check'
import { expect, test } from 'vitest'
import { catalogue, take } from '../tests/sentences.ts'
import { devices, walk, walkThrough } from '../tests/walk.ts'
import { adopt, copyState, fork } from './authority/fork.ts'
import { isPresentPerson } from './devices.ts'
import type { MeetingEvent } from './events.ts'
import { replay } from './evolve.ts'
import { gateOf, isIncluded } from './gate-rule.ts'
import { selectRequiredAsks } from './model/feature.ts'
import { createMeetingState, type MeetingState, selectIncluded } from './state.ts'

const fresh = () => createMeetingState('meeting', catalogue)
const runs = { numRuns: 200 }

test('the same events give the same state, in one go, in two, through a fork, or taken over from one', () => {
  fc.assert(
    fc.property(walk, fc.nat(100), (wishes, at) => {
      let last: MeetingState = fresh()
      const events = walkThrough(wishes, (state) => {
        last = state
      })
      expect(replay(fresh(), events)).toEqual(last)
      const cut = Math.min(at, events.length)
      const half = replay(fresh(), structuredClone(events.slice(0, cut)))
      const forked = replay(fork(half), events.slice(cut))
      expect(new Map(forked.participants)).toEqual(last.participants)
      expect(forked.participants.size).toBe(last.participants.size)
      expect(new Map(forked.features)).toEqual(last.features)
      expect([forked.people, forked.number, forked.term]).toEqual([last.people, last.number, last.term])
      adopt(half, forked)
      expect(half).toEqual(last)
      expect([...half.participants.keys()]).toEqual([...last.participants.keys()])
    }),
    runs,
  )
})

test('a fork never changes what it was made from', () => {
  fc.assert(
    fc.property(walk, walk, (before, after) => {
      const state = replay(
        fresh(),
        walkThrough(before, () => {}),
      )
      const copy = structuredClone(state)
      const forked = fork(state)
      for (const step of after) take(forked, typeof step === 'function' ? step(forked) : step)
      expect(state).toEqual(copy)
    }),
    runs,
  )
})

test('a state and its copy go their own ways', () => {
  fc.assert(
    fc.property(walk, walk, walk, (before, mine, theirs) => {
      const state = replay(
        fresh(),
        walkThrough(before, () => {}),
      )
      const copy = copyState(state)
      const walkOn = (from: MeetingState, wishes: typeof mine): void => {
        for (const step of wishes) take(from, typeof step === 'function' ? step(from) : step)
      }
      walkOn(copy, theirs)
      const kept = structuredClone(copy)
      walkOn(state, mine)
      expect(copy).toEqual(kept)
    }),
    runs,
  )
})

test('every count equals a recount', () => {
  let included = 0
  fc.assert(
    fc.property(walk, (wishes) => {
      walkThrough(wishes, (state) => {
        const present = [...state.participants.values()].filter(isPresentPerson)
        expect(state.people).toBe(present.length)
        for (const feature of state.features.values()) {
          expect(selectIncluded(feature)).toBe(present.filter((person) => isIncluded(person, feature)).length)
          included = Math.max(included, selectIncluded(feature))
        }
      })
    }),
    runs,
  )
  // The walks go where it matters.
  expect(included).toBeGreaterThan(1)
})

/** Whether the events hold a live yes: written from the rule, sharing nothing with how it is carried out. */
function hasLiveYes(events: readonly MeetingEvent[], participant: string, feature: string, ask: string) {
  let running: string | undefined
  let yes: { activation: string; revision: number; grants: readonly string[] } | undefined
  const here = new Map<string, { place: string; shown: boolean }>()
  for (const event of events) {
    if (event.type === 'authority.started') here.clear()
    if (event.type === 'feature.enabled' && event.feature === feature) running = event.activation
    if (event.type === 'feature.disabled' && event.feature === feature) running = undefined
    if (!('participant' in event) || event.participant !== participant) continue
    if (event.type === 'participant.joined') {
      const shown = here.get(event.connection)?.shown ?? false
      here.set(event.connection, { place: event.place, shown })
    }
    if (event.type === 'participant.left') {
      if (event.instead === undefined) here.delete(event.connection)
      else here.clear()
    }
    if (event.type === 'participant.lapsed') here.delete(event.connection)
    if (event.type === 'indicator.shown' || event.type === 'indicator.hidden') {
      const at = here.get(event.connection)
      if (at !== undefined) at.shown = event.type === 'indicator.shown'
    }
    if (!('feature' in event) || event.feature !== feature) continue
    if (event.type === 'consent.accepted') {
      yes = { activation: event.activation, revision: event.notice.revision, grants: event.grants }
    }
    if (event.type === 'consent.declined' || event.type === 'consent.withdrawn') yes = undefined
    if (event.type === 'consent.deferred') yes = undefined
  }
  const revision = catalogue.get(feature)?.feature.revision
  return (
    running !== undefined &&
    yes?.activation === running &&
    yes.revision === revision &&
    yes.grants.includes(ask) &&
    [...here.values()].some(({ place, shown }) => place === 'call' && shown)
  )
}

test('a gate is open if, and only if, the events hold a live yes', () => {
  let opened = 0
  fc.assert(
    fc.property(walk, (wishes) => {
      let seen = 0
      walkThrough(wishes, (state, events, { actor }) => {
        if (events.length === seen) return
        seen = events.length
        const names = actor.use === 'person' ? [actor.participant] : devices.map(nameOf)
        for (const [id, feature] of state.features) {
          for (const ask of Object.keys(feature.entry.feature.asks)) {
            for (const name of names) {
              const { open } = gateOf(state.participants.get(name), feature, ask)
              expect(open, `${name} ${id} ${ask}`).toBe(hasLiveYes(events, name, id, ask))
              if (open) opened += 1
            }
          }
        }
      })
    }),
    runs,
  )
  expect(opened).toBeGreaterThan(100)
})

test('nobody is captured who cannot be asked, and no optional ask is granted along with another', () => {
  fc.assert(
    fc.property(walk, (wishes) => {
      const events = walkThrough(wishes, (state) => {
        for (const feature of state.features.values()) {
          for (const bot of ['bot', 'recorder']) {
            for (const ask of Object.keys(feature.entry.feature.asks)) {
              expect(gateOf(state.participants.get(bot), feature, ask).open).toBe(false)
            }
          }
        }
      })
      for (const event of events) {
        if (event.type !== 'consent.accepted') continue
        const entry = catalogue.get(event.feature)
        const required = entry === undefined ? [] : selectRequiredAsks(entry.feature)
        expect(event.grants).toEqual(expect.arrayContaining([...required]))
        if (event.participant === 'room') expect(event.grants).toEqual(required)
      }
    }),
    runs,
  )
})

const nameOf = ({ actor }: (typeof devices)[number]) => (actor.use === 'person' ? actor.participant : '')
