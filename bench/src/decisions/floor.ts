import type { Round } from '../phases.ts'
import { crowdsOf, phaseOf } from './crowds.ts'

// takes: how many people there are, and what is timed · gives: what none of it can be quicker than

/** The floor: a mutable map of answers with subscriptions by key, and the event that is written of each. */
export function floorOf(people: number, kinds: readonly string[]): Round {
  const names = Array.from({ length: people }, (_, at) => `participant-${at}`)
  const toKey = (name: string): string => `${name}/summary`
  const answers = new Map<string, { state: string; decision: number; grants: readonly string[] }>()
  const listeners = new Map<string, Set<() => void>>()
  const log: object[] = []
  const crowds = crowdsOf(people)
  let told = 0
  let included = 0
  const listen = (): void => {
    told += 1
  }
  for (const name of names) {
    answers.set(toKey(name), { state: 'unasked', decision: 0, grants: [] })
    listeners.set(toKey(name), new Set([listen]))
  }
  const set = (name: string, state: string, grants: readonly string[]): void => {
    const key = toKey(name)
    const was = answers.get(key)
    const decision = (was?.decision ?? 0) + 1
    included += Number(state === 'consent.accept') - Number(was?.state === 'consent.accept')
    log[told % 1_024] = {
      type: state,
      participant: name,
      feature: 'summary',
      activation: 'run',
      grants,
      decision,
      method: 'button',
      number: told,
      at: 0,
      by: name,
      command: 'id',
    }
    answers.set(key, { state, decision, grants })
    for (const listener of listeners.get(key) ?? []) listener()
  }
  return () => {
    const crowd = crowds().map((at) => names[at] ?? '')
    if (included < 0) throw new Error('the floor lost count')
    return kinds.map((kind) => phaseOf(kind, crowd, (who: string) => set(who, kind, [])))
  }
}
