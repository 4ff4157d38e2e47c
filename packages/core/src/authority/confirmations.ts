import type { MeetingEvent } from '../events.ts'
import type { MeetingState } from '../state.ts'
import type { GateNews, ListChange } from './gate-book.ts'
import type { Touched } from './touched.ts'

// takes: what became of lists, and what enforcers confirmed · gives: whose gates are not as enforcers say yet
// never: lets anybody be told that they are left out before all who enforce it said so

export interface Confirmations {
  /** A list went out. */
  expect(change: ListChange): void
  /** Whether every enforcer has said that it enforces what the gate is now; without enforcers, at once. */
  isEnforced(participant: string, feature: string): boolean
  /** Whose gates are as enforcers say, by what was committed. */
  follow(facts: readonly MeetingEvent[]): GateNews
}

export function createConfirmations(state: () => MeetingState): Confirmations {
  /** The list that last changed somebody's gate, by feature; and everybody's. */
  const people = new Map<string, Map<string, number>>()
  const everybody = new Map<string, number>()

  /** The newest list that all enforcers of the run enforce; none has reported: any. */
  function confirmed(feature: string): number {
    const { features, term } = state()
    const said = features.get(feature)?.enforcers ?? []
    return Math.min(...said.map((one) => (one.term === term && one.state === 'confirmed' ? one.epoch : -1)))
  }

  return {
    expect({ feature, epoch, allow }) {
      if (confirmed(feature) === Number.POSITIVE_INFINITY) return
      if (allow === undefined) {
        people.delete(feature)
        everybody.set(feature, epoch)
        return
      }
      const known = people.get(feature) ?? new Map<string, number>()
      for (const { participant } of allow) known.set(participant, epoch)
      people.set(feature, known)
    },
    isEnforced(participant, feature) {
      const asked = Math.max(everybody.get(feature) ?? 0, people.get(feature)?.get(participant) ?? 0)
      return asked === 0 || asked <= confirmed(feature)
    },
    follow(facts) {
      const own: Touched[] = []
      const whole: string[] = []
      for (const { type, ...of } of facts) {
        if (type === 'feature.disabled' && 'feature' in of && of.feature !== undefined) {
          people.delete(of.feature)
          everybody.delete(of.feature)
        }
        if (type !== 'enforcement.confirmed' || !('feature' in of) || of.feature === undefined) continue
        const { feature } = of
        const epoch = confirmed(feature)
        if ((everybody.get(feature) ?? Number.POSITIVE_INFINITY) <= epoch) {
          everybody.delete(feature)
          whole.push(feature)
        }
        for (const [participant, asked] of people.get(feature) ?? []) {
          if (asked > epoch) continue
          people.get(feature)?.delete(participant)
          own.push({ participant, feature })
        }
      }
      return { own, whole }
    },
  }
}
