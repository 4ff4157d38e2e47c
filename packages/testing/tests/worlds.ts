import { acceptOrLeave, defineFeature, leaveMeOut, type Policy } from '@askfirst/core'
import type { ExploreOptions } from '@askfirst/testing'

/** One exploration by name. */
export interface NamedWorld {
  readonly name: string
  readonly options: ExploreOptions
}

const feature = (id: string, policy: Policy) =>
  defineFeature({
    id,
    revision: 1,
    policy,
    asks: {
      summarise: { purpose: 'summarise', data: ['audio'], required: true },
      improve: { purpose: 'train-models', data: ['transcript'] },
    },
    processors: [{ name: 'Acme' }],
    retention: { days: 30 },
  })
const summary = feature('summary', leaveMeOut)
const minutes = feature('minutes', { ...acceptOrLeave, disclosure: 'named' })
const counted = feature('summary', { ...leaveMeOut, countsFrom: 2 })

const anna = { name: 'anna', role: 'host' } as const
const [ben, cem, dan] = [{ name: 'ben' }, { name: 'cem' }, { name: 'dan' }]
/** Everybody here, the feature on, and one yes: where breadth from an empty meeting does not get in time. */
const underWay = (...names: readonly string[]): readonly string[] => [
  ...names.flatMap((name) => [`${name} joins`, `${name} shows the indicator`]),
  'anna turns it on and says yes',
  'ben is shown the notice',
  'ben accepts with improve',
]
/** Everything that semantics.md knows of a small meeting. */
const full = { activations: 2, revisions: 2, connections: 2, lobby: true, erasure: true } as const
/** Answers and who is here, once each: small enough to come to an end. */
const plain = { activations: 1, revisions: 1, connections: 1, lobby: false, erasure: false } as const
const strangers = [
  anna,
  { name: 'room', kind: 'room' },
  { name: 'bot', kind: 'agent' },
  { name: 'recorder', kind: 'recorder', role: 'host' },
] as const
/** The same identity with other tokens later: demoted, promoted, or another kind of participant. */
const changing = [
  { ...anna, alsoAs: [{ role: 'attendee' }] },
  { ...ben, alsoAs: [{ role: 'host' }, { kind: 'room' }] },
] as const

/** Every world, each cut off after so many states and so long. */
export function worlds(mostStates: number, mostMs: number): readonly NamedWorld[] {
  const limits = { mostStates, mostMs }
  const of = (name: string, options: Omit<ExploreOptions, 'mostStates' | 'mostMs'>): NamedWorld => ({
    name,
    options: { ...limits, ...options },
  })
  return [
    of('2 people, leave me out, once each', { people: [anna, ben], features: [summary], bounds: plain }),
    of('2 people, accept or leave, once each', { people: [anna, ben], features: [minutes], bounds: plain }),
    of('3 people, leave me out, once each', { people: [anna, ben, cem], features: [summary], bounds: plain }),
    of('1 person, everything', { people: [anna], features: [summary], bounds: full }),
    of('2 people, leave me out, everything', { people: [anna, ben], features: [summary], bounds: full }),
    of('2 people whose tokens change', {
      people: changing,
      features: [counted],
      bounds: { ...plain, activations: 2 },
      opening: underWay('anna', 'ben'),
    }),
    of('host, room, agent, recorder', { people: strangers, features: [summary], bounds: plain }),
    of('3 people, counts', { people: [anna, ben, cem], features: [counted], bounds: full }),
    of('3 people, leave me out, everything', {
      people: [anna, ben, cem],
      features: [summary],
      bounds: full,
      opening: underWay('anna', 'ben', 'cem'),
    }),
    of('3 people, accept or leave, everything', {
      people: [anna, ben, cem],
      features: [minutes],
      bounds: full,
      opening: underWay('anna', 'ben', 'cem'),
    }),
    of('4 people, 2 features', {
      people: [anna, ben, cem, dan],
      features: [summary, minutes],
      bounds: full,
      opening: underWay('anna', 'ben', 'cem', 'dan').map((says) =>
        /turns|shown the|accepts/.test(says) ? `${says} (summary)` : says,
      ),
    }),
  ]
}
