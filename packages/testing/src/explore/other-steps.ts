import type { Actor, Command } from '@askfirst/core/authority'
import { type Declared, isBot, isInCall } from './rules.ts'
import { type Truth, wordOf } from './truth.ts'
import { AUTHORITY, actorOf, id, nameOf, type Step } from './wish.ts'
import type { World } from './world.ts'

// takes: a world, and all that can run in it · gives: what hosts, the app, workers and time might do there, as steps

/** What hosts, the app, enforcers, processors and time do, and what each of them should not get away with. */
export function othersOf(world: World, declared: readonly Declared[]): Step[] {
  const { happens } = world.bounds
  const steps: Step[] = []
  const has = (what: (typeof happens)[number]): boolean => happens.includes(what)
  for (const at of declared.keys()) {
    steps.push(...timesOf(world, declared, at))
    if (has('enforcement')) steps.push(...enforcersOf(declared, at))
    if (has('erasure')) steps.push(...processorsOf(world, declared, at))
    if (has('hostile')) steps.push(...intrudersOf(world, declared, at))
  }
  if (has('moderation')) steps.push(...hostsOf(world))
  if (has('roster')) steps.push(...rostersOf(world))
  return steps
}

const APP: Actor = { use: 'app', app: 'app' }
const say = (says: string, actor: Actor, make: (truth: Truth) => Command | undefined): Step => ({
  says,
  wish: (truth) => {
    const command = make(truth)
    return command && { command, actor }
  },
})

/** What the authority sends itself once a time is over, whether or not it should. */
function timesOf({ people, bounds: { happens } }: World, all: readonly Declared[], at: number): Step[] {
  const { id: feature = '', feature: { policy } = {} } = all[at] ?? {}
  const of = nameOf(all, at)
  const own = (says: string, make: (run: string, truth: Truth) => Command | undefined): Step =>
    say(says, AUTHORITY, (truth) => {
      const run = truth.running[feature]?.run
      return run === undefined ? undefined : make(run, truth)
    })
  const isStrict = happens.includes('hostile')
  const steps = [
    own(`no host has come back for ${feature}`, (activation) => ({
      type: 'host.lapse',
      id,
      feature,
      activation,
    })),
  ]
  if (happens.includes('requests')) {
    steps.push(
      own(`a request of somebody unknown is delivered${of}`, (activation, truth) =>
        (truth.running[feature]?.unknown ?? 0) > 0
          ? undefined
          : { type: 'feature.requestOff', id, feature, activation, anonymous: true },
      ),
    )
  }
  const isLong = happens.includes('timers')
  if (!isLong && !happens.includes('waits')) return steps
  for (const { name: participant } of people) {
    const lapse = (activation: string, of: 'objection' | 'answer'): Command => ({
      type: 'notice.lapse',
      id,
      feature,
      participant,
      activation,
      of,
    })
    if (isStrict || policy?.basis === 'objection')
      steps.push(own(`the time of ${participant} to object is over${of}`, (run) => lapse(run, 'objection')))
    if (isStrict || policy?.unanswered !== undefined)
      steps.push(own(`the time of ${participant} to answer is over${of}`, (run) => lapse(run, 'answer')))
    if (isStrict) {
      steps.push(
        own(`the time of ${participant} in an older run is over${of}`, (run, truth) => {
          const older = truth.runs[feature]?.find((one) => one !== run)
          return older === undefined
            ? undefined
            : lapse(older, policy?.basis === 'objection' ? 'objection' : 'answer')
        }),
      )
    }
    if (!isLong) continue
    steps.push(
      say(`${participant} has been away for too long${of}`, AUTHORITY, (truth) =>
        truth.people[participant] === undefined
          ? undefined
          : { type: 'consent.expire', id, feature, participant },
      ),
    )
  }
  return steps
}

/** Enforcers of the call's media: what they confirm, what they cannot, and when they are silent. */
function enforcersOf(all: readonly Declared[], at: number): Step[] {
  const { id: feature = '', feature: declaration } = all[at] ?? {}
  const of = nameOf(all, at)
  const worker: Actor = { use: 'gate', worker: 'worker', features: [declaration?.id ?? ''] }
  const enforcer = 'gate:worker'
  const lastOf = (truth: Truth) => truth.running[feature]?.enforcers[enforcer]
  const report = (says: string, change: (truth: Truth) => object | undefined, actor: Actor = worker): Step =>
    say(`${says}${of}`, actor, (truth) => {
      const changed = truth.running[feature] === undefined ? undefined : change(truth)
      if (changed === undefined) return undefined
      const epoch = (lastOf(truth)?.epoch ?? 0) + 1
      const command = { type: 'enforcement.report', id, feature, term: truth.term, epoch } as const
      return { ...command, outcome: 'confirmed', uncovered: [], ...changed }
    })
  /** Once it is off: nothing is said of it but by who has still to close it. */
  const ended = (says: string, outcome: 'confirmed' | 'failed', actor: Actor = worker): Step =>
    say(`${says}${of}`, actor, (truth) => {
      const isOver = truth.running[feature] === undefined && truth.runs[feature] !== undefined
      if (!isOver) return undefined
      return { type: 'enforcement.report', id, feature, term: truth.term, epoch: 1, outcome, uncovered: [] }
    })
  const lapse = (says: string, later: number, isLast = false): Step =>
    say(`${says}${of}`, AUTHORITY, (truth) => {
      const isLeft = truth.unclosed[feature]?.[enforcer] !== undefined
      const last = lastOf(truth) ?? (isLeft ? { term: truth.term, epoch: 1 } : undefined)
      if (last === undefined) return undefined
      const { term, epoch } = last
      return { type: 'enforcement.lapse', id, feature, enforcer, term, epoch: epoch + later, isLast }
    })
  return [
    report('the worker confirms', () => ({})),
    report('the worker confirms the same list again', (truth) => {
      const last = lastOf(truth)
      return last && { epoch: last.epoch }
    }),
    report('the worker fails', () => ({ outcome: 'failed', why: 'broken' })),
    report('the worker cannot keep somebody out', () => ({ uncovered: ['somebody'] })),
    report('the worker fails for an older list', (truth) => {
      const last = lastOf(truth)
      return last && { epoch: last.epoch - 1, outcome: 'failed' }
    }),
    report('the worker confirms a list of an earlier authority', (truth) => ({ term: truth.term - 1 })),
    report(
      'the app confirms',
      (truth) => (truth.running[feature]?.enforcers['app:app'] ? undefined : {}),
      APP,
    ),
    report('the worker of another feature fails', () => ({ outcome: 'failed' }), {
      use: 'gate',
      worker: 'other',
      features: ['another'],
    }),
    ended('the worker has closed what is over', 'confirmed'),
    ended('the worker cannot close what is over', 'failed'),
    ended('the app has closed what is over', 'confirmed', APP),
    lapse('the worker has not said what it enforces', 1),
    lapse('the worker has not said what it did say', 0),
    lapse('the worker will not be back to say what it enforces', 1, true),
  ]
}

function processorsOf({ people }: World, all: readonly Declared[], at: number): Step[] {
  const { id: feature = '', feature: declaration } = all[at] ?? {}
  const of = nameOf(all, at)
  const steps: Step[] = []
  const done = (
    processor: string,
    participant: string,
    says: string,
    features: readonly string[],
    later = 0,
  ) =>
    say(says, { use: 'processor', processor, features }, (truth) => {
      const { duty } = wordOf(truth, participant, feature)
      if (duty === undefined) return undefined
      return { type: 'erasure.acknowledge', id, feature, participant, request: duty.request + later }
    })
  for (const { name } of people) {
    for (const { name: processor } of declaration?.processors ?? []) {
      const mine = [declaration?.id ?? '']
      steps.push(done(processor, name, `${processor} has erased ${name}${of}`, mine))
      steps.push(done(processor, name, `${processor} has erased ${name} before being asked${of}`, mine, 1))
    }
    const says = `somebody of another feature has erased ${name}${of}`
    steps.push(done(declaration?.processors[0]?.name ?? '', name, says, ['another']))
  }
  return steps
}

/** Puts out and gives roles: hosts may, cohosts not to hosts, attendees not at all. */
function hostsOf({ people }: World): Step[] {
  const other = (truth: Truth, name: string) =>
    truth.people[name]?.role === 'attendee' ? ('cohost' as const) : ('attendee' as const)
  return people.flatMap(({ name: participant }) => [
    ...people.flatMap((by): Step[] => {
      const actorIn = actorOf(by, 'any')
      return [
        {
          says: `${by.name} puts ${participant} out`,
          wish: (truth) => ({
            actor: actorIn(truth),
            command: { type: 'participant.remove', id, participant },
          }),
        },
        {
          says: `${by.name} gives ${participant} the other role`,
          wish: (truth) => ({
            actor: actorIn(truth),
            command: { type: 'role.change', id, participant, role: other(truth, participant) },
          }),
        },
      ]
    }),
    say(`the app puts ${participant} out`, APP, () => ({ type: 'participant.remove', id, participant })),
    say(`the app gives ${participant} the other role`, APP, (truth) => ({
      type: 'role.change',
      id,
      participant,
      role: other(truth, participant),
    })),
  ])
}

type Entry = Extract<Command, { type: 'roster.report' }>['participants'][number]

/** Who is in the call, as the app says: right, too many, or too few. */
function rostersOf({ people }: World): Step[] {
  const report = (says: string, who: (truth: Truth) => readonly Entry[], actor: Actor = APP): Step =>
    say(says, actor, (truth) => ({ type: 'roster.report', id, participants: [...who(truth)] }))
  const here = (truth: Truth): Entry[] =>
    people.flatMap(({ name: participant, kind = 'person' }) =>
      isInCall(truth.people[participant]) ? [{ participant, kind }] : [],
    )
  return [
    report('the app says who is here', here),
    report('the app says that a stranger is here too', (truth) => [
      ...here(truth),
      { participant: 'stranger', kind: 'person' },
    ]),
    report(
      'the worker says that a bot is here too',
      (truth) => [...here(truth), { participant: 'some-bot', kind: 'agent' }],
      { use: 'gate', worker: 'worker', features: [] },
    ),
    report(
      'the worker says that everybody it was told of is a bot',
      ({ roster = {} }) =>
        people.flatMap(({ name: participant }) =>
          roster[participant] === undefined ? [] : [{ participant, kind: 'agent' as const }],
        ),
      { use: 'gate', worker: 'worker', features: [] },
    ),
    report('the app says that everybody is here', () =>
      people.map(({ name: participant, kind = 'person' }) => ({ participant, kind })),
    ),
    report('the app says that nobody is here', () => []),
  ]
}

/** Everybody sends what is not theirs to send. */
function intrudersOf({ people }: World, all: readonly Declared[], at: number): Step[] {
  const { id: feature = '', feature: declaration, hash = '' } = all[at] ?? {}
  const of = nameOf(all, at)
  const mine = [declaration?.id ?? '']
  const intruders: readonly Actor[] = [
    { use: 'gate', worker: 'worker', features: mine },
    { use: 'processor', processor: declaration?.processors[0]?.name ?? '', features: mine },
    APP,
    AUTHORITY,
  ]
  const notice = { revision: declaration?.revision ?? 1, hash, lang: 'en' }
  const pressed = { method: 'button' } as const
  const steps = intruders.flatMap((actor) =>
    (
      [
        [
          'says yes',
          (activation) => ({
            type: 'consent.accept',
            id,
            feature,
            activation,
            notice,
            grants: [],
            seen: 9,
            ...pressed,
          }),
        ],
        ['says no', () => ({ type: 'consent.decline', id, feature, ...pressed })],
        ['turns it off', (activation) => ({ type: 'feature.disable', id, feature, activation })],
        ['joins', () => ({ type: 'participant.join', id, place: 'call' })],
      ] as readonly (readonly [string, (run: string) => Command])[]
    ).map(([says, make]) =>
      say(`the ${actor.use} ${says}${of}`, actor, (truth) => make(truth.running[feature]?.run ?? 'run-0')),
    ),
  )
  const [first, victim] = [people.find(({ role }) => role === undefined) ?? people[0], people[0]?.name ?? '']
  if (first === undefined || isBot(first.kind ?? '')) return steps
  const actorIn = actorOf(first, 'any')
  const forge = (says: string, make: (run: string, truth: Truth) => Command): void => {
    const wish: Step['wish'] = (truth) => ({
      command: make(truth.running[feature]?.run ?? 'run-0', truth),
      actor: actorIn(truth),
    })
    steps.push({ says: `${first.name} makes up ${says}${of}`, wish })
  }
  const lapse =
    (participant: string, of: 'objection' | 'answer') =>
    (activation: string): Command => ({
      type: 'notice.lapse',
      id,
      feature,
      participant,
      activation,
      of,
    })
  forge('a time to object', lapse(first.name, 'objection'))
  forge('a time to answer', lapse(victim, 'answer'))
  forge('an absence', () => ({ type: 'consent.expire', id, feature, participant: victim }))
  forge('a missing host', (activation) => ({ type: 'host.lapse', id, feature, activation }))
  forge('a start', () => ({ type: 'authority.start', id }))
  forge('a roster', () => ({ type: 'roster.report', id, participants: [] }))
  const enforced = { id, feature, epoch: 9 } as const
  forge('a failure', (_, { term }) => ({
    type: 'enforcement.report',
    ...enforced,
    term,
    outcome: 'failed',
    uncovered: [],
  }))
  forge('a silence', (_, { term }) => ({
    type: 'enforcement.lapse',
    ...enforced,
    term,
    enforcer: 'gate:worker',
  }))
  forge('an erasure', (_, truth) => ({
    type: 'erasure.acknowledge',
    id,
    feature,
    participant: victim,
    request: wordOf(truth, victim, feature).duty?.request ?? 1,
  }))
  return steps
}
