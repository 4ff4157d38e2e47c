import {
  acceptOrLeave,
  defineFeature,
  everyoneOrNobody,
  leaveMeOut,
  noticeOnly,
  objection,
  type Policy,
} from '@askfirst/core'
import type { Bounds, ExploreOptions } from '@askfirst/testing'

/** One exploration by name. */
export interface NamedWorld {
  readonly name: string
  /** How many times the share of states and time that each world has: few where others have the same states. */
  readonly weight: number
  /** Whether an hour is enough to get to its end. */
  readonly ends: boolean
  readonly options: Omit<ExploreOptions, 'mostStates' | 'mostMs'>
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
/** The same without an optional ask: half of every answer less. */
const plainly = (policy: Policy) => {
  const { summarise } = feature('summary', policy).asks
  return defineFeature({ ...feature('summary', policy), asks: { summarise } })
}

const presets = { leaveMeOut, acceptOrLeave, everyoneOrNobody, objection, noticeOnly }
const presetNames = Object.keys(presets) as (keyof typeof presets)[]
// biome-ignore lint/suspicious/noThenProperty: the policy's own word; nobody awaits a policy
const patient = { afterMs: 20_000, then: 'exclude' } as const
/** What no preset has, one key each. */
const others = {
  'a yes lasts for the meeting': { ...leaveMeOut, lasts: 'meeting' },
  'who does not answer is left out': { ...leaveMeOut, unanswered: patient },
  'one no stops, each begins': { ...leaveMeOut, decline: 'stop' },
  'all begin, a no means leaving': { ...everyoneOrNobody, decline: 'leave' },
  'hosts are told names': { ...everyoneOrNobody, disclosure: 'named' },
  'hosts are told the outcome': { ...everyoneOrNobody, disclosure: 'outcome' },
  'hosts are told counts': { ...leaveMeOut, countsFrom: 2 },
  'it goes on without hosts': { ...leaveMeOut, hostless: 'keep' },
} as const satisfies Readonly<Record<string, Policy>>

const anna = { name: 'anna', role: 'host' } as const
const [ben, cem, dan] = [{ name: 'ben' }, { name: 'cem' }, { name: 'dan' }]
const three = [anna, ben, cem]

/** Answers and who is here, once each: small enough to come to an end. */
const once: Bounds = { activations: 1, revisions: 1, connections: 1, happens: [] }
/** Everything that time and answers bring, twice each. */
const twice: Bounds = {
  activations: 2,
  revisions: 2,
  connections: 2,
  happens: ['lobby', 'erasure', 'timers'],
}
const full: Bounds = {
  ...twice,
  happens: [
    'lobby',
    'erasure',
    'timers',
    'clock',
    'moderation',
    'roster',
    'enforcement',
    'requests',
    'hostile',
  ],
}
const and = (bounds: Bounds, ...happens: Bounds['happens']): Bounds => ({
  ...bounds,
  happens: [...new Set([...bounds.happens, ...happens])],
})

/** Everybody here, the feature on, and one yes: where breadth from an empty meeting does not get in time. */
const underWay = (names: readonly string[], of = '', roster = true): readonly string[] => [
  ...names.flatMap((name) => [`${name} joins`, `${name} shows the indicator`]),
  ...(roster ? ['the app says who is here'] : []),
  `anna turns it on and says yes${of}`,
  `ben is shown the notice${of}`,
  `ben accepts${of}`,
]
const strangers = [
  anna,
  { name: 'room', kind: 'room' },
  { name: 'phone', kind: 'phone' },
  { name: 'recorder', kind: 'recorder', role: 'host' },
] as const
/** The same identity with other tokens later: demoted, promoted, or another kind of participant. */
const changing = [
  { ...anna, alsoAs: [{ role: 'attendee' }] },
  { ...ben, alsoAs: [{ role: 'host' }, { kind: 'room' }] },
] as const

/** A bot and a room with the token of somebody, beside them or in their place. */
const botted = [anna, { ...ben, alsoAs: [{ kind: 'agent' }, { kind: 'room' }] }] as const

/** What has to happen for a policy to show all of itself. */
const needsOf = ({ basis, start }: Policy, times: 'waits' | 'timers'): Bounds['happens'] => [
  ...(start === 'all' ? (['roster'] as const) : []),
  ...(basis === 'objection' ? [times] : []),
]

/** Other states than those of other worlds; others differ from them in little but the policy, which is no part of a state. */
const UNLIKE = 4
const ALIKE = 0.5
const unlike: readonly string[] = ['leaveMeOut', 'everyoneOrNobody', 'objection', 'noticeOnly']

const all: readonly (Pick<NamedWorld, 'name' | 'options'> & Partial<NamedWorld>)[] = [
  ...presetNames.map((name) => {
    const policy = presets[name]
    const options = {
      people: [anna, ben],
      features: [feature('summary', policy)],
      bounds: and(once, 'hostile', ...needsOf(policy, 'timers')),
    }
    // The notice alone comes to its end with these, two others with fewer.
    return { name: `2 people, ${name}, once each`, weight: name === 'noticeOnly' ? 3.2 : 2, options }
  }),
  ...presetNames.map((name) => {
    const policy = presets[name]
    const options = {
      people: three,
      features: [plainly(policy)],
      bounds: and(once, ...needsOf(policy, 'waits')),
    }
    // Who has to agree at once is who pauses, each of them up to three times, and times to object multiply with all
    // else: these two have no end in an hour.
    const ends = policy.start === 'each' && policy.basis !== 'objection'
    // What ends is walked to its end whatever its weight, and most of its states are those of one of them.
    const weight = ends && name !== 'leaveMeOut' ? UNLIKE : 2 * UNLIKE
    return { name: `3 people, ${name}, once each`, weight, ends, options }
  }),
  {
    name: '2 people plainly, everyoneOrNobody, once each',
    weight: 2,
    ends: true,
    options: { people: [anna, ben], features: [plainly(everyoneOrNobody)], bounds: and(once, 'roster') },
  },
  ...presetNames.map((name) => {
    const options = { people: three, features: [feature('summary', presets[name])], bounds: full }
    return {
      name: `3 people, ${name}, everything`,
      weight: name === 'acceptOrLeave' || name === 'noticeOnly' ? 1 : UNLIKE,
      options: { ...options, opening: underWay(['anna', 'ben', 'cem']) },
    }
  }),
  ...Object.entries<Policy>({ ...presets, ...others }).map(([name, policy]) => {
    const bounds = and(
      { ...once, activations: 2, revisions: 2 },
      'clock',
      'roster',
      'requests',
      'erasure',
      'timers',
      'hostile',
    )
    const here = ['anna', 'ben'].flatMap((who) => [`${who} joins`, `${who} shows the indicator`])
    const on = ['the app says who is here', 'anna turns it on and says yes', 'ben is shown the notice']
    const options = { people: [anna, ben], features: [feature('summary', policy)], bounds }
    const weight = unlike.includes(name) ? UNLIKE : ALIKE
    return { name: `2 people under way, ${name}`, weight, options: { ...options, opening: [...here, ...on] } }
  }),
  ...Object.entries<Policy>({ leaveMeOut, objection, noticeOnly }).map(([name, policy]) => ({
    name: `2 people, ${name}, other words of the same revision`,
    options: {
      people: [anna, ben],
      features: [feature('summary', policy)],
      bounds: and({ ...once, revisions: 2 }, 'erasure', 'timers'),
      opening: [
        ...underWay(['anna', 'ben'], '', false).slice(0, -1),
        ...(name === 'objection' ? ['the time of ben to object is over'] : ['ben accepts']),
        'the next revision is deployed',
      ],
      rewords: true as const,
    },
  })),
  ...Object.entries<Policy>(others).map(([name, policy]) => {
    const bounds = and(
      { ...once, activations: 2 },
      'clock',
      'roster',
      'requests',
      'erasure',
      'timers',
      'hostile',
    )
    return {
      name: `3 people, ${name}`,
      weight: name.startsWith('hosts') || name.startsWith('it goes on') ? ALIKE : 1,
      options: { people: three, features: [feature('summary', policy)], bounds },
    }
  }),
  ...(['consent', 'objection'] as const).map((basis) => ({
    name: `2 people, two rooms, ${basis}`,
    options: {
      people: [anna, ben],
      features: [feature('summary', { ...leaveMeOut, basis, scope: 'room' })],
      bounds: and({ ...once, connections: 2 }, 'rooms', 'timers', 'erasure'),
    },
  })),
  {
    name: '2 people under way, two rooms',
    weight: UNLIKE,
    options: {
      people: [anna, ben],
      features: [feature('summary', { ...leaveMeOut, scope: 'room' })],
      bounds: and({ ...once, connections: 2 }, 'rooms'),
      opening: underWay(['anna', 'ben'], '', false),
    },
  },
  {
    name: '3 people, runs of their own',
    weight: UNLIKE,
    options: {
      people: three,
      features: [feature('notes', { ...leaveMeOut, turnOn: 'anyone' })],
      bounds: and({ ...once, activations: 3 }, 'clock', 'moderation', 'requests', 'hostile'),
    },
  },
  {
    name: 'a cohost, moderation, enforcers',
    weight: UNLIKE,
    options: {
      people: [anna, { ...ben, role: 'cohost' }, cem],
      features: [feature('summary', everyoneOrNobody)],
      bounds: and(once, 'moderation', 'roster', 'enforcement', 'clock', 'hostile'),
      opening: underWay(['anna', 'ben']),
    },
  },
  {
    name: '1 person, erased once',
    options: {
      people: [anna],
      features: [{ ...feature('summary', leaveMeOut), processors: [{ name: 'Acme' }, { name: 'Hosting' }] }],
      bounds: and(once, 'erasure', 'timers', 'hostile'),
      opening: [
        'anna joins',
        'anna shows the indicator',
        'anna turns it on and says yes',
        'anna withdraws',
        'anna asks to erase',
      ],
    },
  },
  {
    name: '1 person, runs of their own',
    weight: UNLIKE,
    options: {
      people: [anna],
      features: [feature('notes', { ...leaveMeOut, turnOn: 'anyone' })],
      bounds: and({ ...once, activations: 4 }, 'clock'),
    },
  },
  {
    name: '1 person, pauses',
    weight: UNLIKE,
    options: {
      people: [anna],
      features: [plainly(everyoneOrNobody)],
      bounds: and(once, 'roster', 'clock'),
      opening: [
        'anna joins',
        'the app says who is here',
        'anna turns it on and says yes',
        ...['shows', 'hides', 'shows', 'hides', 'shows'].map((verb) => `anna ${verb} the indicator`),
      ],
    },
  },
  {
    name: '1 person, everything',
    weight: UNLIKE,
    options: { people: [anna], features: [feature('summary', leaveMeOut)], bounds: full },
  },
  {
    name: '2 people whose tokens change',
    weight: UNLIKE,
    options: {
      people: changing,
      features: [feature('summary', { ...leaveMeOut, countsFrom: 2 })],
      bounds: and({ ...once, activations: 2 }, 'erasure', 'hostile'),
      opening: underWay(['anna', 'ben'], '', false),
    },
  },
  ...(['leaveMeOut', 'everyoneOrNobody'] as const).map((name) => ({
    name: `a bot or a room with somebody's token, ${name}`,
    weight: ALIKE,
    options: {
      people: botted,
      features: [feature('summary', presets[name])],
      bounds: and({ ...once, connections: 2 }, 'lobby', ...needsOf(presets[name], 'timers')),
      opening: underWay(['anna', 'ben'], '', presets[name].start === 'all'),
    },
  })),
  {
    name: 'host, room, phone, recorder',
    weight: UNLIKE,
    options: { people: strangers, features: [feature('summary', leaveMeOut)], bounds: and(once, 'hostile') },
  },
  {
    name: '4 people, 2 features',
    weight: UNLIKE,
    options: {
      people: [anna, ben, cem, dan],
      features: [
        feature('summary', leaveMeOut),
        feature('minutes', { ...acceptOrLeave, disclosure: 'named' }),
      ],
      bounds: full,
      opening: underWay(['anna', 'ben', 'cem', 'dan'], ' (summary)'),
    },
  },
  {
    name: '3 people, everyone or nobody beside runs of their own',
    weight: UNLIKE,
    options: {
      people: three,
      features: [feature('summary', everyoneOrNobody), feature('notes', { ...leaveMeOut, turnOn: 'anyone' })],
      bounds: and(once, 'roster', 'timers'),
      opening: underWay(['anna', 'ben', 'cem'], ' (summary)'),
    },
  },
]

export const worlds: readonly NamedWorld[] = all.map((world) => ({ weight: 1, ends: false, ...world }))
