import type { AllowList, Enforced, Enforcer } from '@askfirst/core/enforcement'
import { type Closing, type ContractCase, over, same } from './contract.ts'

// takes: how to make an enforcer and its media · gives: what any enforcer has to do, case by case
// never: asks the enforcer what is captured: that is measured at the AI's end

/** An enforcer and the media that it holds back. */
export interface EnforcerTrial extends Closing {
  readonly enforcer: Enforcer
  /** A feature that it enforces, and one of its asks. */
  readonly feature: string
  readonly ask: string
  /** Measured at the AI's end, not read from the enforcer: whether what somebody sends gets through right now. */
  captures(participant: string): boolean | Promise<boolean>
  /** Makes it unable to hold somebody back. Left out where that cannot be. */
  uncover?(participant: string): void | Promise<void>
}

/**
 * What any `Enforcer` has to do, for the test runner of your choice. Participants are called `anna`, `ben`, `cem`.
 *
 * @example
 * for (const { name, run } of enforcerContract()) it(name, () => run(() => openMyCall()))
 */
export function enforcerContract(): readonly ContractCase<EnforcerTrial>[] {
  return [
    over('captures nobody before its first list', async (trial: EnforcerTrial) => {
      same('captured', await captured(trial), [])
    }),
    over('captures whom the list names, once it has answered', async (trial) => {
      const answer = await trial.enforcer.apply(list(trial, { allow: ['anna', 'ben'] }))
      const isCoarse = trial.enforcer.granularity === 'all-or-nothing'
      same('captured', await captured(trial), isCoarse ? EVERYBODY : ['anna', 'ben'])
      same('answer', short(answer), [trial.feature, 1, 1, 'enforced', []])
    }),
    over('captures nobody whose asks are all closed', async (trial) => {
      const { allow } = list(trial, { allow: ['anna'] })
      const closed = allow.map((entry) => ({ ...entry, asks: [] }))
      await trial.enforcer.apply({ ...list(trial), allow: closed })
      same('captured', await captured(trial), [])
    }),
    over('takes lists whole: who is not named any more is closed, once it has answered', async (trial) => {
      await trial.enforcer.apply(list(trial, { allow: EVERYBODY }))
      if (trial.enforcer.granularity === 'participant') {
        await trial.enforcer.apply(list(trial, { epoch: 2, allow: ['ben'] }))
        same('captured', await captured(trial), ['ben'])
      }
      await trial.enforcer.apply(list(trial, { epoch: 3 }))
      same('captured after an empty list', await captured(trial), [])
    }),
    over('is closed by a list without a run', async (trial) => {
      await trial.enforcer.apply(list(trial, { allow: EVERYBODY }))
      const answer = await trial.enforcer.apply({ ...list(trial, { epoch: 2 }), activation: null })
      same('captured', await captured(trial), [])
      if (answer.effective === 'unconfirmed') throw new Error('closing was not confirmed')
    }),
    over('ignores an older epoch, and answers with the one it holds', async (trial) => {
      await trial.enforcer.apply(list(trial, { epoch: 7 }))
      const answer = await trial.enforcer.apply(list(trial, { epoch: 6, allow: EVERYBODY }))
      same('captured', await captured(trial), [])
      same('term and epoch', [answer.term, answer.epoch], [1, 7])
    }),
    over('ignores an older term, at any epoch', async (trial) => {
      await trial.enforcer.apply(list(trial, { term: 2, epoch: 1 }))
      const answer = await trial.enforcer.apply(list(trial, { term: 1, epoch: 9, allow: EVERYBODY }))
      same('captured', await captured(trial), [])
      same('term and epoch', [answer.term, answer.epoch], [2, 1])
    }),
    over('takes a newer term, at any epoch', async (trial) => {
      await trial.enforcer.apply(list(trial, { term: 1, epoch: 9, allow: EVERYBODY }))
      const answer = await trial.enforcer.apply(list(trial, { term: 2, epoch: 1 }))
      same('captured', await captured(trial), [])
      same('term and epoch', [answer.term, answer.epoch], [2, 1])
    }),
    over('answers a repeated list the same, and changes nothing', async (trial) => {
      const given = list(trial, { epoch: 4, allow: EVERYBODY })
      const first = await trial.enforcer.apply(given)
      const again = await trial.enforcer.apply(given)
      same('second answer', short(again), short(first))
      same('captured', await captured(trial), EVERYBODY)
    }),
    over('can be narrowed and widened again at the epoch it holds', async (trial) => {
      await trial.enforcer.apply(list(trial, { allow: EVERYBODY }))
      await trial.enforcer.apply(list(trial))
      same('captured when narrowed', await captured(trial), [])
      await trial.enforcer.apply(list(trial, { allow: EVERYBODY }))
      same('captured when widened', await captured(trial), EVERYBODY)
    }),
    over('lets a close win that comes while an open is under way', async (trial) => {
      const opening = trial.enforcer.apply(list(trial, { epoch: 1, allow: EVERYBODY }))
      await trial.enforcer.apply(list(trial, { epoch: 2 }))
      same('captured once the close is answered', await captured(trial), [])
      await opening
      same('captured once the open is answered too', await captured(trial), [])
    }),
    over('keeps features apart', async (trial) => {
      const other = `not-${trial.feature}`
      await trial.enforcer.apply({ ...list(trial, { epoch: 9, allow: EVERYBODY }), feature: other })
      same('captured by a list of another feature', await captured(trial), [])
      await trial.enforcer.apply(list(trial, { epoch: 1, allow: EVERYBODY }))
      await trial.enforcer.apply({ ...list(trial, { epoch: 10 }), feature: other })
      same('captured after another feature was closed', await captured(trial), EVERYBODY)
    }),
    over(
      'says of no other feature that it is enforced, where it names those that it holds back',
      async (trial) => {
        const { features } = trial.enforcer
        if (features === undefined) return
        same('whether it names the feature', features.includes(trial.feature), true)
        const other = `not-${trial.feature}`
        for (const allow of [EVERYBODY, []]) {
          const answer = await trial.enforcer.apply({ ...list(trial, { allow }), feature: other })
          same('answer', short(answer), [other, 1, 1, 'unconfirmed', []])
        }
      },
    ),
    over('names whom it cannot hold back, and captures nobody meanwhile', async (trial) => {
      if (trial.uncover === undefined) return
      await trial.enforcer.apply(list(trial, { allow: ['anna', 'ben'] }))
      await trial.uncover('cem')
      const answer = await trial.enforcer.apply(list(trial, { epoch: 2, allow: ['anna', 'ben'] }))
      same('answer', short(answer), [trial.feature, 1, 2, 'stopped', ['cem']])
      same('captured', await captured(trial), [])
    }),
  ]
}

const EVERYBODY = ['anna', 'ben', 'cem']

async function captured(trial: EnforcerTrial): Promise<readonly string[]> {
  const found: string[] = []
  for (const participant of EVERYBODY) if (await trial.captures(participant)) found.push(participant)
  return found
}

interface Short {
  readonly term?: number
  readonly epoch?: number
  readonly allow?: readonly string[]
}
const list = (
  { feature, ask }: EnforcerTrial,
  { term = 1, epoch = 1, allow = [] }: Short = {},
): AllowList => ({
  feature,
  activation: 'run-1',
  term,
  epoch,
  allow: allow.map((participant) => ({ participant, asks: [ask] })),
})
const short = ({ feature, term, epoch, effective, uncovered }: Enforced): unknown[] => [
  ...[feature, term, epoch, effective, uncovered],
]
