import type { MeetingEvent } from '../events.ts'
import { hasFailedToClose, type MeetingState, selectAnswer, wasCaptured } from '../state.ts'
import type { GateBook, GateNews, ListChange } from './gate-book.ts'
import type { Touched } from './touched.ts'

// takes: what became of lists, and what enforcers confirmed · gives: whose gates are not as enforcers say yet
// never: lets anybody be told that they are left out, or that it is off, before all who enforce it said so

export interface Confirmations {
  /** Of whoever was captured before this authority started, nobody knows what enforcers do. */
  begin(): void
  /** A list went out. */
  expect(change: ListChange): void
  /** Whose own gates became others: what closed them for everybody may not be confirmed yet. */
  keep(own: readonly Touched[]): void
  /** Whether every enforcer has said that it enforces what the gate is now; without enforcers, at once. */
  isEnforced(participant: string, feature: string): boolean
  /** Whose gates are as enforcers say, or as they say that they cannot, by what was committed. */
  follow(facts: readonly MeetingEvent[]): GateNews
}

export interface ConfirmationsOptions {
  readonly state: MeetingState
  book(): Pick<GateBook, 'epochs' | 'has'>
}

export function createConfirmations({ state, book }: ConfirmationsOptions): Confirmations {
  /** The list that last changed somebody's gate, by feature; and everybody's, where theirs is open but for that. */
  const people = new Map<string, Map<string, number>>()
  const everybody = new Map<string, number>()
  /** Whose gates were open as a run ended, by feature, until all have said that it is closed. */
  const ended = new Map<string, Set<string>>()
  /** Of which hosts were told that it could not be closed. */
  const failed = new Set<string>()

  /** The newest list that all enforcers of the run enforce; none has reported: any. */
  function confirmed(feature: string): number {
    const { features, term } = state
    const said = features.get(feature)?.enforcers ?? []
    return Math.min(...said.map((one) => (one.term === term && one.state === 'confirmed' ? one.epoch : -1)))
  }
  const isUnclosed = (feature: string): boolean => (state.features.get(feature)?.unclosed.length ?? 0) > 0

  function put(feature: string, participant: string, epoch: number): void {
    const known = people.get(feature) ?? new Map<string, number>()
    people.set(feature, known.set(participant, epoch))
  }
  /** Whoever was heard as the run ended, and whoever was not confirmed to be left out of it. */
  function end(feature: string, left: ReadonlySet<string>): void {
    if (isUnclosed(feature))
      ended.set(
        feature,
        new Set([...(ended.get(feature) ?? []), ...(people.get(feature)?.keys() ?? []), ...left]),
      )
    people.delete(feature)
    everybody.delete(feature)
  }

  return {
    begin() {
      for (const feature of state.features.values()) {
        const { id, enforcers, unclosed } = feature
        if (enforcers.length + unclosed.length === 0) continue
        const { epoch } = book().epochs(id)
        const captured = [...state.participants.values()].filter((one) => wasCaptured(selectAnswer(one, id)))
        for (const { participant } of enforcers.length > 0 ? captured : []) put(id, participant, epoch)
        if (unclosed.length > 0) ended.set(id, new Set(captured.map(({ participant }) => participant)))
        if (hasFailedToClose(feature)) failed.add(id)
      }
    },
    expect({ feature, epoch, allow, ended: left }) {
      if (left !== undefined) end(feature, left)
      if (confirmed(feature) === Number.POSITIVE_INFINITY) return
      if (allow === undefined) everybody.set(feature, epoch)
      else for (const { participant } of allow) put(feature, participant, epoch)
    },
    keep(own) {
      for (const { participant, feature } of own) {
        const asked = feature && everybody.get(feature)
        if (asked && participant && !people.get(feature)?.has(participant)) put(feature, participant, asked)
      }
    },
    isEnforced(participant, feature) {
      if (ended.get(feature)?.has(participant)) return false
      const ofAll = book().has(participant, feature) ? (everybody.get(feature) ?? 0) : 0
      const asked = Math.max(ofAll, people.get(feature)?.get(participant) ?? 0)
      return asked === 0 || asked <= confirmed(feature)
    },
    follow(facts) {
      const own: Touched[] = []
      const whole: string[] = []
      for (const { type, ...of } of facts) {
        if (!type.startsWith('enforcement.') || !('feature' in of) || of.feature === undefined) continue
        const { feature } = of
        const known = state.features.get(feature)
        const hasFailed = known !== undefined && hasFailedToClose(known)
        // Hosts are told, also those who were not captured.
        if (hasFailed !== failed.has(feature)) own.push({ feature })
        if (hasFailed) failed.add(feature)
        else failed.delete(feature)
        if (!isUnclosed(feature)) {
          for (const participant of ended.get(feature) ?? []) own.push({ participant, feature })
          ended.delete(feature)
        }
        if (type !== 'enforcement.confirmed') continue
        const epoch = confirmed(feature)
        const asked = everybody.get(feature)
        if (asked !== undefined && asked <= epoch) {
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
