import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createStages } from '../src/authority/stages.ts'
import { createVisitors } from '../src/authority/visitors.ts'
import { createWriter } from '../src/authority/written.ts'
import { isAlike, type Likeness, projectFeature, selectLikeness } from '../src/project.ts'
import { createMeetingState } from '../src/state.ts'
import { anyMeeting, EVERYBODY, nameOf, stateAfter } from './any-wish.ts'
import { catalogue } from './sentences.ts'

// What is made, kept or listened to once for a crowd is for each of them what it would be for them alone.

test('who is of one likeness is shown the same', () => {
  const people = [...new Set(EVERYBODY.map(nameOf)), 'never-here', 'nor-here']
  const beside = { nameOf: (who: string) => `${who}'s name`, permits: () => true }
  let pairs = 0
  fc.assert(
    fc.property(anyMeeting, fc.nat(100), (wishes, length) => {
      const state = stateAfter(...wishes.slice(0, length))
      for (const id of state.features.keys()) {
        const shown: { readonly likeness: Likeness; readonly view: unknown }[] = []
        for (const participant of people) {
          const likeness = selectLikeness(state, id, { participant }, beside)
          if (likeness === undefined) continue
          const view = projectFeature(state, id, { participant }, beside)
          const known = shown.find((one) => isAlike(one.likeness, likeness))
          if (known === undefined) shown.push({ likeness, view })
          else {
            expect(view).toEqual(known.view)
            pairs += 1
          }
        }
      }
    }),
  )
  expect(pairs).toBeGreaterThan(200)
})

test('who is awaited, nearly out of time, or not as enforcers say yet, is like nobody else', () => {
  const state = stateAfter()
  const beside = { nameOf: () => undefined, permits: () => false }
  const ben = { participant: 'ben' }
  expect(selectLikeness(state, 'summary', ben, beside)).toBeDefined()
  expect(selectLikeness(state, 'summary', ben, { ...beside, isEnding: () => true })).toBeUndefined()
  expect(selectLikeness(state, 'summary', ben, { ...beside, isEnforced: () => false })).toBeUndefined()
  const summary = state.features.get('summary')
  if (summary !== undefined) state.features.set('summary', { ...summary, awaited: 'ben' })
  expect(selectLikeness(state, 'summary', ben, beside)).toBeUndefined()
})

test('a change is written as it would be alone, whoever was told before', () => {
  const write = createWriter()
  const [one, other] = [{ company: 'few' }, { company: 'many', you: 'Ada "A" \u2028' }]
  const messages = [
    { type: 'update', number: 7, change: one },
    { type: 'update', number: 1, change: one },
    { type: 'update', number: 2, change: other },
    { type: 'update', number: 2, change: other },
    { type: 'update', number: 2, change: one },
    { type: 'update', number: 2, change: other },
    { type: 'reply', id: '4', reply: { ok: true } },
    { type: 'update', number: 3, change: other },
    { type: 'update', number: 4, change: { ...other, you: undefined } },
  ]
  for (const message of messages) expect(write(message)).toBe(JSON.stringify(message))
})

test('moves of features are told from where somebody was, and no longer once that is forgotten', () => {
  const state = createMeetingState('meeting', catalogue)
  const stages = createStages(state)
  const turn = (activation: { id: string; revision: number; by: string; at: number } | undefined) => {
    const summary = state.features.get('summary')
    if (summary !== undefined) state.features.set('summary', { ...summary, activation })
    stages.look(['summary'])
  }
  const run = { id: 'run-1', revision: 1, by: 'anna', at: 1 }
  const before = stages.moves()
  turn(run)
  turn(undefined)
  turn(run)
  expect([...(stages.since(before) ?? [])]).toEqual([['summary', { phase: 'off', closedForAll: undefined }]])
  expect([...(stages.since(stages.moves()) ?? [])]).toEqual([])
  const later = stages.moves() - 1
  expect([...(stages.since(later) ?? [])].map(([, stage]) => stage?.phase)).toEqual(['off'])
  const minutes = state.features.get('minutes')
  if (minutes !== undefined) state.features.set('minutes', { ...minutes, activation: run })
  stages.look(['minutes'])
  expect([...(stages.since(later)?.keys() ?? [])]).toEqual(['summary', 'minutes'])
  expect([...(stages.since(before)?.keys() ?? [])]).toEqual(['summary', 'minutes'])
  for (let at = 0; at < 3_000; at += 1) turn(at % 2 === 0 ? undefined : run)
  expect(stages.since(before)).toBeUndefined()
  expect(stages.since(stages.moves() - 1)?.size).toBe(1)
})

test('an authority that is over by the time somebody is let in lets nobody in', () => {
  const ended: string[] = []
  const visitors = createVisitors()
  const over = {
    onCut: () => () => {},
    onEnd: (listener: () => void) => {
      listener()
      return () => {}
    },
  }
  visitors.enter(over, { end: () => ended.push('ben') }, 'ben')
  visitors.enter(over, { end: () => ended.push('dan') }, 'dan')
  expect(ended).toEqual(['ben', 'dan'])
})

test('what the end of one link throws keeps no other from its end', () => {
  const ended: string[] = []
  const ends: (() => void)[] = []
  const visitors = createVisitors()
  const authority = {
    onCut: () => () => {},
    onEnd: (listener: () => void) => {
      ends.push(listener)
      return () => {}
    },
  }
  const broken = () => {
    throw new Error('broken')
  }
  visitors.enter(authority, { end: () => ended.push('ben') }, 'ben')
  visitors.enter(authority, { end: broken }, 'dan')
  visitors.enter(authority, { end: () => ended.push('eva') }, 'eva')
  expect(() => ends[0]?.()).toThrow('broken')
  expect(ended).toEqual(['ben', 'eva'])
})

test('a cut ends the links of one person, and the end of an authority all of them', () => {
  const ended: string[] = []
  const cuts: ((who: string) => void)[] = []
  const ends: (() => void)[] = []
  const visitors = createVisitors()
  const authority = {
    onCut: (listener: (who: string) => void) => {
      cuts.push(listener)
      return () => {}
    },
    onEnd: (listener: () => void) => {
      ends.push(listener)
      return () => {}
    },
  }
  const enter = (name: string, participant?: string) => {
    const visitor = {
      end() {
        ended.push(name)
        visitors.leave(authority, visitor)
      },
    }
    visitors.enter(authority, visitor, participant)
  }
  enter('ben-tab', 'ben')
  enter('dan-tab', 'dan')
  enter('ben-phone', 'ben')
  enter('worker')
  expect([cuts.length, ends.length]).toEqual([1, 1])
  cuts[0]?.('ben')
  expect(ended).toEqual(['ben-tab', 'ben-phone'])
  ends[0]?.()
  expect(ended).toEqual(['ben-tab', 'ben-phone', 'dan-tab', 'worker'])
})
