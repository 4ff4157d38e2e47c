import type { Actor, Command } from '@askfirst/core/authority'
import { type Declared, isBot, optionalOf } from './rules.ts'
import { type Truth, wordOf } from './truth.ts'
import type { ExploredPerson, World } from './world.ts'

// takes: a world · gives: everything that anybody in it may wish for, sensible or not, as sentences
// never: leaves out a wish because the core ought to reject it

export interface Wish {
  readonly command: Command
  readonly actor: Actor
}

/** One step of anybody; `undefined` where it makes no sense yet. `redeploy` is the authority's restart with the next revision. */
export interface Step {
  readonly says: string
  readonly wish: (truth: Truth, declared: readonly Declared[]) => Wish | 'redeploy' | undefined
}

type Own = Extract<Actor, { use: 'person' }>
const pressed = { method: 'button' } as const
/** Ids count at the authority only: `decide` looks at none. */
const id = 'wish'

/** Every step of this world. */
export function stepsOf(world: World): readonly Step[] {
  const steps: Step[] = [
    {
      says: 'the authority restarts',
      wish: () => ({ command: { type: 'authority.start', id }, actor: AUTHORITY }),
    },
  ]
  if (world.bounds.revisions > 1) {
    steps.push({ says: 'the next revision is deployed', wish: () => 'redeploy' })
  }
  for (const person of world.people) {
    for (const feature of world.features.keys()) steps.push(...answersOf(world, person, feature))
    for (let device = 1; device <= (person.devices ?? world.bounds.connections); device += 1) {
      steps.push(...presenceOf(world, person, device))
    }
  }
  for (const { id: feature } of world.features) {
    steps.push({
      says: `no host has come back for ${feature}`,
      wish: (truth) => {
        const activation = truth.running[feature]?.run
        return activation === undefined
          ? undefined
          : { actor: AUTHORITY, command: { type: 'host.lapse', id, feature, activation } }
      },
    })
  }
  const processors = new Set(world.features.flatMap(({ processors }) => processors.map(({ name }) => name)))
  for (const processor of world.bounds.erasure ? processors : []) {
    for (const { id: feature } of world.features) {
      for (const { name } of world.people) steps.push(acknowledges(processor, feature, name))
    }
  }
  return steps
}

const AUTHORITY: Actor = { use: 'authority' }

const actorOf = ({ name, role = 'attendee', kind = 'person' }: ExploredPerson, device: number): Own => ({
  use: 'person',
  participant: name,
  connection: `${name}-${device}`,
  role,
  kind,
})

function presenceOf(world: World, person: ExploredPerson, device: number): Step[] {
  const actor = actorOf(person, device)
  const on = device === 1 ? '' : ' on the second device'
  const always = (says: string, command: Command, by: Actor = actor): Step => {
    const wish = { command, actor: by }
    return { says: `${person.name} ${says}${on}`, wish: () => wish }
  }
  const { participant, connection } = actor
  const lapse: Command = { type: 'participant.lapse', id, participant, connection, cause: 'closed' }
  const steps: Step[] = [
    always('joins', { type: 'participant.join', id, place: 'call' }),
    always('hides the indicator', { type: 'indicator.hide', id }),
    always('leaves', { type: 'participant.leave', id }),
    always('is lost', lapse, AUTHORITY),
    {
      says: `${person.name} shows the indicator${on}`,
      wish: (_, declared): Wish => ({
        actor,
        command: { type: 'indicator.show', id, knows: declared.map(({ hash }) => hash) },
      }),
    },
  ]
  if (world.bounds.revisions > 1) {
    steps.push(
      always('shows the indicator of an old page', { type: 'indicator.show', id, knows: ['another'] }),
    )
  }
  if (world.bounds.lobby)
    steps.push(always('waits in the lobby', { type: 'participant.join', id, place: 'lobby' }))
  for (const as of person.alsoAs ?? []) {
    const other = { ...actor, ...as }
    steps.push(
      always(
        `joins as ${Object.values(as).join(' ')}`,
        { type: 'participant.join', id, place: 'call' },
        other,
      ),
    )
  }
  // Nobody loses somebody else's device but the authority.
  steps.push(always('says to be lost', lapse))
  for (const { id: feature, policy } of world.features) {
    if (policy.decline !== 'leave') continue
    steps.push({
      says: `${person.name} leaves instead of answering ${feature}${on}`,
      wish: (truth) => {
        const activation = truth.running[feature]?.run
        if (activation === undefined) return undefined
        return { actor, command: { type: 'participant.leave', id, instead: { feature, activation } } }
      },
    })
  }
  return steps
}

function answersOf(world: World, person: ExploredPerson, at: number): Step[] {
  const { name } = person
  const { bounds } = world
  const feature = world.features[at]?.id ?? ''
  const of = world.features.length > 1 ? ` (${feature})` : ''
  const actor = actorOf(person, 1)
  const wish = (command: Command): Wish => ({ command, actor })
  const optional = optionalOf(world.features[at] ?? NOTHING)
  const noticeOf = (declared: readonly Declared[], change: { hash?: string; age?: number } = {}) => {
    const { feature, hash } = declared[at] ?? { feature: NOTHING, hash: '' }
    return { revision: feature.revision + (change.age ?? 0), hash: change.hash ?? hash, lang: 'en' }
  }
  const step = (
    says: string,
    make: (truth: Truth, declared: readonly Declared[]) => Command | undefined,
  ): Step => ({
    says: `${name} ${says}${of}`,
    wish: (truth, declared) => {
      const command = make(truth, declared)
      return command && wish(command)
    },
  })
  const run = (truth: Truth): string | undefined => truth.running[feature]?.run
  const accept =
    (change: (truth: Truth, declared: readonly Declared[]) => object | undefined) =>
    (truth: Truth, declared: readonly Declared[]): Command | undefined => {
      const changed = change(truth, declared)
      if (changed === undefined) return undefined
      const command = {
        type: 'consent.accept' as const,
        id,
        feature,
        ...pressed,
        activation: run(truth) ?? 'run-0',
        notice: noticeOf(declared),
        grants: [],
        seen: wordOf(truth, name, feature).decisions,
      }
      return { ...command, ...changed }
    }
  const enable =
    (decision: (truth: Truth) => object, again = false) =>
    (truth: Truth, declared: readonly Declared[]): Command | undefined => {
      const runs = truth.runs[feature] ?? []
      if (again ? runs.length === 0 : runs.length >= bounds.activations) return undefined
      const activation = again ? (runs[0] ?? '') : `run-${runs.length + 1}`
      const notice = noticeOf(declared)
      return {
        type: 'feature.enable',
        id,
        feature,
        activation,
        notice,
        ...pressed,
        decision: decision(truth),
      } as Command
    }
  const yes = (grants: readonly string[]) => (truth: Truth) => ({
    answer: 'accept',
    grants,
    seen: wordOf(truth, name, feature).decisions,
  })
  const show = (truth: Truth, declared: readonly Declared[], change: object = {}): Command => ({
    type: 'notice.show',
    id,
    feature,
    activation: run(truth) ?? 'run-0',
    notice: noticeOf(declared),
    visibleMs: 2_000,
    ...change,
  })
  const steps = [
    step('is shown the notice', (truth, declared) => show(truth, declared)),
    step(
      'accepts',
      accept(() => ({})),
    ),
    step('declines', () => ({ type: 'consent.decline', id, feature, ...pressed })),
    step('withdraws', () => ({ type: 'consent.withdraw', id, feature, ...pressed })),
    step('says later', (truth) => ({
      type: 'consent.defer',
      id,
      feature,
      activation: run(truth) ?? 'run-0',
    })),
    step('turns it on and says yes', enable(yes([]))),
    step('turns it off', (truth) => ({
      type: 'feature.disable',
      id,
      feature,
      activation: run(truth) ?? 'run-0',
    })),
    // Wishes that nobody should have granted.
    step('is shown the notice for a moment', (truth, declared) =>
      show(truth, declared, { visibleMs: 1_999 }),
    ),
    step('is shown another text', (truth, declared) =>
      show(truth, declared, { notice: noticeOf(declared, { hash: 'another' }) }),
    ),
    step('is shown another revision', (truth, declared) =>
      show(truth, declared, { notice: noticeOf(declared, { age: 1 }) }),
    ),
    step(
      'accepts without having seen the last decision',
      accept((truth) => {
        const { decisions } = wordOf(truth, name, feature)
        return decisions === 0 ? undefined : { seen: decisions - 1 }
      }),
    ),
    step(
      'accepts another run',
      accept((truth) => {
        const other = truth.runs[feature]?.find((past) => past !== run(truth))
        return other === undefined ? undefined : { activation: other }
      }),
    ),
    step(
      'accepts another revision',
      accept((_, declared) => ({ notice: noticeOf(declared, { age: 1 }) })),
    ),
    step(
      'accepts another text',
      accept((_, declared) => ({ notice: noticeOf(declared, { hash: 'another' }) })),
    ),
    step(
      'accepts an ask that is not there',
      accept(() => ({ grants: ['nothing-like-it'] })),
    ),
    step('turns it on with the name of an old run', enable(yes([]), true)),
    step('turns off another run', (truth) => {
      const other = truth.runs[feature]?.find((past) => past !== run(truth))
      return other === undefined ? undefined : { type: 'feature.disable', id, feature, activation: other }
    }),
    step('puts off another run', (truth) => {
      const other = truth.runs[feature]?.find((past) => past !== run(truth))
      return other === undefined ? undefined : { type: 'consent.defer', id, feature, activation: other }
    }),
  ]
  if (!isBot(person.kind ?? 'person')) {
    steps.push(
      step(
        'turns it on, left out',
        enable(() => ({ answer: 'decline' })),
      ),
    )
  }
  for (const ask of optional) {
    steps.push(
      step(
        `accepts with ${ask}`,
        accept(() => ({ grants: [ask] })),
      ),
    )
    steps.push(
      step(`takes back ${ask}`, () => ({ type: 'consent.withdraw', id, feature, ...pressed, asks: [ask] })),
    )
    steps.push(step(`turns it on with ${ask}`, enable(yes([ask]))))
  }
  if (bounds.erasure) steps.push(step('asks to erase', () => ({ type: 'erasure.request', id, feature })))
  return steps
}

const NOTHING = { id: '', revision: 0, asks: {}, policy: undefined } as unknown as Declared['feature']

function acknowledges(processor: string, feature: string, participant: string): Step {
  return {
    says: `${processor} has erased ${participant}`,
    wish: (truth) => {
      // A request is numbered by the decision up to which it reaches.
      const { asked } = wordOf(truth, participant, feature)
      if (asked === 0) return undefined
      return {
        actor: { use: 'processor', processor, features: [feature] },
        command: { type: 'erasure.acknowledge', id, feature, participant, request: asked },
      }
    },
  }
}
