import type { AllowList, Enforced, Enforcer } from '@askfirst/core/enforcement'
import { describe } from 'vitest'
import { type EnforcerTrial, enforcerContract } from '../src/index.ts'
import { bites, keeps } from './contract-proof.ts'
import { openEnforcer, openIngressEnforcer } from './open-ports.ts'

// What keeps the contract passes, and of every promise in it something that breaks it is caught by it.

describe('an enforcer', () => {
  describe('in memory keeps the contract', () => keeps(enforcerContract(), openEnforcer))
  describe('in memory, all or nothing, keeps the contract', () =>
    keeps(enforcerContract(), () => openEnforcer('all-or-nothing')))
  describe('that is an ingress gate keeps the contract', () => keeps(enforcerContract(), openIngressEnforcer))

  describe('is caught', () => {
    /** The working one, with something between it and the lists it is given. */
    const between =
      (apply: (list: AllowList, to: Enforcer, answers: Enforced[]) => Promise<Enforced>) => () => {
        const trial = openEnforcer()
        const answers: Enforced[] = []
        return {
          ...trial,
          enforcer: { ...trial.enforcer, apply: (list: AllowList) => apply(list, trial.enforcer, answers) },
        }
      }
    /** Everything given gets an epoch of its own: order is what it is called in. */
    let calls = 0
    const inOrder = (list: AllowList): AllowList => {
      calls += 1
      return { ...list, term: 1, epoch: calls }
    }
    const named = (list: AllowList, answer: Enforced): Enforced => ({
      ...{ ...answer, term: list.term, epoch: list.epoch },
    })
    bites<EnforcerTrial>(enforcerContract(), [
      [
        'says that it holds back what it does not',
        'says of no other feature that it is enforced, where it names those that it holds back',
        () => {
          const trial = openEnforcer()
          return { ...trial, enforcer: { ...trial.enforcer, features: [trial.feature] } }
        },
      ],
      [
        'takes unknown for open',
        'captures nobody before its first list',
        () => {
          const trial = openEnforcer()
          let state: 'new' | 'told' = 'new'
          const apply = (list: AllowList) => {
            state = 'told'
            return trial.enforcer.apply(list)
          }
          const captures = (participant: string) => state === 'new' || trial.captures(participant)
          return { ...trial, enforcer: { ...trial.enforcer, apply }, captures }
        },
      ],
      [
        'answers before it has enforced',
        'captures whom the list names, once it has answered',
        between(async (list, to) => {
          setTimeout(() => void to.apply(list), 5)
          const { feature, term, epoch } = list
          return { feature, term, epoch, effective: 'enforced', uncovered: [] }
        }),
      ],
      [
        'captures everybody where anybody is named',
        'captures whom the list names, once it has answered',
        between((list, to) => {
          const asks = list.allow.flatMap((entry) => entry.asks)
          const allow = ['anna', 'ben', 'cem'].map((participant) => ({ participant, asks }))
          return to.apply({ ...list, allow })
        }),
      ],
      [
        'takes a name for a yes',
        'captures nobody whose asks are all closed',
        between((list, to) => {
          const allow = list.allow.map(({ participant }) => ({ participant, asks: ['summarise'] }))
          return to.apply({ ...list, allow })
        }),
      ],
      [
        'takes lists for additions',
        'takes lists whole: who is not named any more is closed, once it has answered',
        () => {
          const trial = openEnforcer()
          const allow: AllowList['allow'] = []
          const apply = (list: AllowList) => {
            allow.push(...list.allow)
            return trial.enforcer.apply({ ...list, allow: [...allow] })
          }
          return { ...trial, enforcer: { ...trial.enforcer, apply } }
        },
      ],
      [
        'keeps the last person where a list is empty',
        'takes lists whole: who is not named any more is closed, once it has answered',
        between(async (list, to, answers) => {
          const last = answers.at(-1)
          if (list.allow.length === 0 && last !== undefined) return named(list, last)
          const answer = await to.apply(list)
          answers.push(answer)
          return answer
        }),
      ],
      [
        'does not see that a run ended',
        'is closed by a list without a run',
        between(async (list, to) => {
          const { feature, term, epoch } = list
          if (list.activation === null) return { feature, term, epoch, effective: 'enforced', uncovered: [] }
          return to.apply(list)
        }),
      ],
      [
        'does not say whether a run ended',
        'is closed by a list without a run',
        between(async (list, to) => {
          const answer = await to.apply(list)
          return list.activation === null ? { ...answer, effective: 'unconfirmed' } : answer
        }),
      ],
      [
        'applies an older epoch',
        'ignores an older epoch, and answers with the one it holds',
        between(async (list, to) => named(list, await to.apply(inOrder(list)))),
      ],
      [
        'says that it applied an older epoch',
        'ignores an older epoch, and answers with the one it holds',
        between(async (list, to) => named(list, await to.apply(list))),
      ],
      [
        'compares epochs without their term',
        'takes a newer term, at any epoch',
        between(async (list, to) => named(list, await to.apply({ ...list, term: 1 }))),
      ],
      [
        'takes any term',
        'ignores an older term, at any epoch',
        between(async (list, to) => named(list, await to.apply({ ...list, term: 1 }))),
      ],
      [
        'answers a list that it knows with a shrug',
        'answers a repeated list the same, and changes nothing',
        between(async (list, to, answers) => {
          const isKnown = answers.some(({ epoch }) => epoch === list.epoch)
          const answer = await to.apply(list)
          answers.push(answer)
          return isKnown ? { ...answer, effective: 'unconfirmed' } : answer
        }),
      ],
      [
        'does not look at an epoch twice',
        'can be narrowed and widened again at the epoch it holds',
        between(async (list, to, answers) => {
          const known = answers.find(({ term, epoch }) => term === list.term && epoch === list.epoch)
          if (known !== undefined) return known
          const answer = await to.apply(list)
          answers.push(answer)
          return answer
        }),
      ],
      [
        'is slow to open, and does not look up meanwhile',
        'lets a close win that comes while an open is under way',
        between(async (list, to) => {
          await new Promise((resolve) => setTimeout(resolve, list.allow.length > 0 ? 5 : 0))
          return named(list, await to.apply(inOrder(list)))
        }),
      ],
      [
        'has one list for all features',
        'keeps features apart',
        between(async (list, to) => ({
          ...(await to.apply({ ...list, feature: 'summary' })),
          feature: list.feature,
        })),
      ],
      [
        'loses whom it cannot hold back',
        'names whom it cannot hold back, and captures nobody meanwhile',
        between(async (list, to) => ({ ...(await to.apply(list)), uncovered: [] })),
      ],
      [
        'runs on without somebody under control',
        'names whom it cannot hold back, and captures nobody meanwhile',
        () => {
          const trial = openEnforcer()
          const missed: string[] = []
          const apply = async (list: AllowList): Promise<Enforced> => {
            const answer = await trial.enforcer.apply(list)
            return missed.length === 0 ? answer : { ...answer, effective: 'stopped', uncovered: missed }
          }
          const uncover = (participant: string) => void missed.push(participant)
          return { ...trial, enforcer: { ...trial.enforcer, apply }, uncover }
        },
      ],
    ])
  })
})
