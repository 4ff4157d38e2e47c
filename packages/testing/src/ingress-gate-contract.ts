import type { IngressGate, Peer } from '@askfirst/core/enforcement'
import { type Closing, type ContractCase, over, same } from './contract.ts'

// takes: how to make an ingress gate, its authority and its call · gives: what any of them has to do, case by case

/** An ingress gate, the authority that feeds it and the call that it listens in. */
export interface IngressGateTrial extends Closing {
  readonly gate: IngressGate
  readonly feature: string
  /** The ask that the frames are for. */
  readonly ask: string
  /** A kind of data that the ask takes, and one that no ask of the feature takes. */
  readonly data: Parameters<IngressGate['admit']>[1]
  readonly otherData: Parameters<IngressGate['admit']>[1]
  /** The authority's next list, as the worker receives it: who has the ask open. */
  allow(participants: readonly string[]): void | Promise<void>
  /** The authority is lost: the lease has run out. */
  lose(): void | Promise<void>
  /** Somebody comes into the call. */
  arrive(peer: Peer): void | Promise<void>
  /** Somebody's last device goes. */
  depart(id: string): void | Promise<void>
}

/**
 * What any `IngressGate` has to do besides `enforcerContract`, for the test runner of your choice.
 *
 * @example
 * for (const { name, run } of ingressGateContract()) it(name, () => run(() => openMyIngress()))
 */
export function ingressGateContract(): readonly ContractCase<IngressGateTrial>[] {
  return [
    over('admits nobody before the authority allows anybody', async (trial: IngressGateTrial) => {
      await trial.arrive(ANNA)
      same('admitted', admitted(trial), [])
    }),
    over('admits whom the authority allows, and nobody else', async (trial) => {
      await trial.allow(['anna'])
      same('admitted', admitted(trial), ['anna'])
      const odd = ['', '__proto__', 'constructor'].filter((name) => trial.gate.admit(name, trial.data))
      same('admitted of odd names', odd, [])
    }),
    over('admits no kind of data that no ask takes', async (trial) => {
      await trial.arrive(ANNA)
      await trial.allow(['anna'])
      same('of anna', trial.gate.admit('anna', trial.otherData), false)
      same('mixed', trial.gate.admit(undefined, trial.otherData), false)
    }),
    over('admits nobody once the authority has closed them', async (trial) => {
      await trial.allow(['anna', 'ben'])
      await trial.allow(['ben'])
      same('admitted', admitted(trial), ['ben'])
    }),
    over('says what to discard, after admit says so, and nothing of whom it still admits', async (trial) => {
      await trial.allow(['anna', 'ben'])
      const heard: unknown[][] = []
      trial.gate.onRevoke(({ participant, data }) => {
        if (data === trial.data) heard.push([participant, trial.gate.admit(participant, data)])
      })
      await trial.allow(['ben'])
      same('told', heard, [['anna', false]])
    }),
    over('tells nobody after their undo', async (trial) => {
      await trial.allow(['anna'])
      let times = 0
      const undo = trial.gate.onRevoke(() => {
        times += 1
      })
      undo()
      undo()
      await trial.allow([])
      same('times told', times, 0)
    }),
    over('admits nobody without the authority, and says what to discard', async (trial) => {
      await trial.arrive(ANNA)
      await trial.allow(['anna'])
      const heard = listen(trial)
      await trial.lose()
      same('admitted', admitted(trial), [])
      same('told', heard.sort(), ['anna', 'what is mixed'])
    }),
    over('admits what is mixed only while everybody present is allowed', async (trial) => {
      await trial.arrive(ANNA)
      await trial.arrive(BEN)
      await trial.allow(['anna'])
      same('with one of two', admitted(trial), ['anna'])
      await trial.allow(['anna', 'ben'])
      same('with both', admitted(trial), ['anna', 'ben', 'what is mixed'])
    }),
    over('closes what is mixed as soon as a newcomer is there, and says so', async (trial) => {
      await trial.arrive(ANNA)
      await trial.allow(['anna'])
      const heard = listen(trial)
      await trial.arrive(BEN)
      same('admitted', admitted(trial), ['anna'])
      same('told', heard, ['what is mixed'])
      await trial.depart('ben')
      same('admitted once they have gone', admitted(trial), ['anna', 'what is mixed'])
    }),
    over('closes what is mixed when anybody takes it back, and says so', async (trial) => {
      await trial.arrive(ANNA)
      await trial.arrive(BEN)
      await trial.allow(['anna', 'ben'])
      const heard = listen(trial)
      await trial.allow(['ben'])
      same('admitted', admitted(trial), ['ben'])
      same('told', heard.sort(), ['anna', 'what is mixed'])
    }),
    over('admits nothing mixed in a call without people', async (trial) => {
      await trial.allow(['anna'])
      same('with nobody', trial.gate.admit(undefined, trial.data), false)
      await trial.arrive(NOTES)
      same('with an agent', trial.gate.admit(undefined, trial.data), false)
    }),
    over('waits for no agent’s yes', async (trial) => {
      await trial.arrive(NOTES)
      await trial.arrive(ANNA)
      await trial.allow(['anna'])
      same('mixed', trial.gate.admit(undefined, trial.data), true)
    }),
    over('admits no more than the list that it is to enforce, and says what to discard', async (trial) => {
      await trial.allow(['anna', 'ben'])
      const heard = listen(trial)
      const { feature, ask } = trial
      const allow = [{ participant: 'ben', asks: [ask] }]
      await trial.gate.apply({ feature, activation: 'run-1', term: 9, epoch: 1, allow })
      same('admitted', admitted(trial), ['ben'])
      same('told', heard, ['anna'])
    }),
    over('is given no list but its own feature’s, and obeys no other', async (trial) => {
      same('features', trial.gate.features, [trial.feature])
      await trial.allow(['anna'])
      const other = `not-${trial.feature}`
      const answer = await trial.gate.apply({
        feature: other,
        activation: 'run-1',
        term: 9,
        epoch: 1,
        allow: [],
      })
      same('answer', answer.effective, 'unconfirmed')
      same('admitted', admitted(trial), ['anna'])
    }),
  ]
}

const ANNA: Peer = { id: 'anna', kind: 'person' }
const BEN: Peer = { id: 'ben', kind: 'person' }
const NOTES: Peer = { id: 'notes', kind: 'agent' }
const MIXED = 'what is mixed'

const admitted = ({ gate, data }: IngressGateTrial): readonly string[] => [
  ...['anna', 'ben', 'cem'].filter((participant) => gate.admit(participant, data)),
  ...(gate.admit(undefined, data) ? [MIXED] : []),
]

/** Whom it tells to discard, from now on. */
function listen(trial: IngressGateTrial): string[] {
  const heard: string[] = []
  trial.gate.onRevoke(({ participant, data }) => {
    if (data === trial.data) heard.push(participant ?? MIXED)
  })
  return heard
}
