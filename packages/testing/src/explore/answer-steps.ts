import type { Command } from '@askfirst/core/authority'
import { type Declared, isBot } from './rules.ts'
import { type Truth, wordOf } from './truth.ts'
import { actorOf, id, nameOf, type Step } from './wish.ts'
import type { ExploredPerson, World } from './world.ts'

// takes: a world, one of its people, one of its features · gives: whatever the one might say to the other, as steps

const pressed = { method: 'button' } as const
type Make = (truth: Truth, declared: Declared) => Command | undefined

/** What one person may say to one feature, and make of it: fitting, late, early, or not theirs. */
export function answersOf(
  world: World,
  person: ExploredPerson,
  all: readonly Declared[],
  at: number,
): Step[] {
  const { name } = person
  const { activations, happens } = world.bounds
  const { id: feature = '', owner, optional = [] } = all[at] ?? {}
  const [of, actorIn] = [nameOf(all, at), actorOf(person, 'any')]
  // What never ran may be refused before it does; of somebody's own run that would be one more state for each of them.
  const isBefore = (truth: Truth): boolean => owner !== undefined && truth.runs[feature] === undefined
  const step = (says: string, make: Make, evenBefore = false): Step => ({
    says: `${name} ${says}${of}`,
    wish: (truth, declared) => {
      const one = declared[at]
      if (one === undefined || (!evenBefore && isBefore(truth))) return undefined
      const command = make(truth, one)
      return command && { command, actor: actorIn(truth) }
    },
  })
  const noticeOf = (
    { feature: { revision }, hash }: Declared,
    change: { hash?: string; age?: number } = {},
  ) => ({
    revision: revision + (change.age ?? 0),
    hash: change.hash ?? hash,
    lang: 'en',
  })
  const runOf = (truth: Truth): string => truth.running[feature]?.run ?? 'run-0'
  const otherRun = (truth: Truth): string | undefined =>
    truth.runs[feature]?.find((past) => past !== truth.running[feature]?.run)
  const seenBy = (truth: Truth): number => wordOf(truth, name, feature).decisions
  const accept =
    (change: (truth: Truth, declared: Declared) => object | undefined): Make =>
    (truth, declared) => {
      const changed = change(truth, declared)
      if (changed === undefined) return undefined
      return {
        type: 'consent.accept',
        id,
        feature,
        ...pressed,
        activation: runOf(truth),
        notice: noticeOf(declared),
        grants: [],
        seen: seenBy(truth),
        ...changed,
      }
    }
  const enable =
    (decision: (truth: Truth) => object, again = false): Make =>
    (truth, declared) => {
      const runs = truth.runs[feature] ?? []
      if (again ? runs.length === 0 : runs.length >= activations) return undefined
      const activation = again ? (runs[0] ?? '') : `run-${runs.length + 1}`
      return {
        type: 'feature.enable',
        id,
        feature,
        activation,
        notice: noticeOf(declared),
        ...pressed,
        decision: decision(truth),
      } as Command
    }
  const yes = (grants: readonly string[]) => (truth: Truth) => ({
    answer: 'accept',
    grants,
    seen: seenBy(truth),
  })
  const show = (truth: Truth, declared: Declared, change: object = {}): Command => ({
    type: 'notice.show',
    id,
    feature,
    activation: runOf(truth),
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
    step('says later', (truth) => ({ type: 'consent.defer', id, feature, activation: runOf(truth) })),
    step('turns it off', (truth) => ({ type: 'feature.disable', id, feature, activation: runOf(truth) })),
  ]
  if (owner === undefined || owner === name || happens.includes('hostile'))
    steps.push(step('turns it on and says yes', enable(yes([])), true))
  if (!isBot(person.kind ?? 'person'))
    steps.push(
      step(
        'turns it on, left out',
        enable(() => ({ answer: 'decline' })),
        true,
      ),
    )
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
  }
  if (happens.includes('erasure'))
    steps.push(step('asks to erase', () => ({ type: 'erasure.request', id, feature })))
  if (happens.includes('requests')) {
    const request =
      (anonymous: boolean) =>
      (truth: Truth): Command => ({
        type: 'feature.requestOff',
        id,
        feature,
        activation: runOf(truth),
        anonymous,
      })
    steps.push(
      step('asks to turn it off', request(false)),
      step('asks unknown to turn it off', request(true)),
      step('asks everybody again', (truth) => ({
        type: 'notice.askAgain',
        id,
        feature,
        activation: runOf(truth),
      })),
    )
  }
  if (owner === undefined && all[at]?.feature.policy.turnOn === 'anyone') {
    steps.push(step('allows nobody a run of their own', () => ({ type: 'feature.bar', id, feature })))
    steps.push(step('allows runs of their own', () => ({ type: 'feature.allow', id, feature })))
  }
  if (!happens.includes('hostile')) return steps
  // Wishes that nobody should have granted.
  return [
    ...steps,
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
      accept((truth) => (seenBy(truth) === 0 ? undefined : { seen: seenBy(truth) - 1 })),
    ),
    step(
      'accepts another run',
      accept((truth) => {
        const other = otherRun(truth)
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
    ...optional.map((ask) => step(`turns it on with ${ask}`, enable(yes([ask])))),
    step('turns off another run', (truth) => {
      const other = otherRun(truth)
      return other === undefined ? undefined : { type: 'feature.disable', id, feature, activation: other }
    }),
    step('puts off another run', (truth) => {
      const other = otherRun(truth)
      return other === undefined ? undefined : { type: 'consent.defer', id, feature, activation: other }
    }),
    step('asks to turn off another run', (truth) => {
      const activation = otherRun(truth)
      if (activation === undefined) return undefined
      return { type: 'feature.requestOff', id, feature, activation, anonymous: false }
    }),
  ]
}
