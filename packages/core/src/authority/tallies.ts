import { isIncluded } from '../gate-rule.ts'
import { toOwner } from '../model/owned-id.ts'
import { isHost } from '../model/participant.ts'
import { type Beside, projectOffRequests, projectTally, type Tally, type Viewer } from '../project.ts'
import type { NamedChange, ViewChange } from '../protocol/server-messages.ts'
import { type FeatureState, isPresentPerson, type MeetingState } from '../state.ts'

// takes: who did something since the last round · gives: what that changes in the tallies that a viewer was told
// never: says what says nothing new, or goes through everybody to say what became of one

/** The tallies that somebody has been told, by feature: which they are, in a word. */
export type ToldTallies = ReadonlyMap<string, string>

/** One round of telling, the same for all who are told in it. */
export interface TallyRound {
  /** What is new to a viewer; undefined where nothing is. */
  tell(viewer: Viewer, told: ToldTallies): { readonly change?: ViewChange; readonly told: ToldTallies }
}

export interface Tallies {
  /** Somebody did something that may count. */
  touch(participant: string): void
  /** Begins a round: everything since the last one, and no more. */
  begin(): TallyRound
  /** Somebody is told these whole ones, as they are now: the next round goes on from there for them too. */
  give(tallies: Readonly<Record<string, Tally>>): ToldTallies
}

/** Who is in the tally of one run, as those were last told who are told names. */
interface Roll {
  readonly key: string
  readonly included: Map<string, boolean>
  /** What is to be told of it in the next round. */
  readonly changes: Map<string, boolean | null>
  offRequests: number
}

/** Told by names, a tally is whole with each run and each pause, and what became of it in between. */
export function createTallies(state: () => MeetingState, nameOf: Beside['nameOf']): Tallies {
  const rolls = new Map<string, Roll>()
  let touched = new Set<string>()

  const callRoll = (feature: FeatureState): Roll => {
    const included = new Map<string, boolean>()
    for (const person of state().participants.values()) {
      if (isPresentPerson(person)) included.set(person.participant, isIncluded(person, feature))
    }
    return { key: keyOf(feature), included, changes: new Map(), offRequests: countOf(feature) }
  }
  /** Takes into the rolls who was touched; one that is another by now is told whole, and called anew for that. */
  function catchUp(): void {
    for (const [id, { key, included, changes }] of rolls) {
      const feature = state().features.get(id)
      if (feature === undefined || keyOf(feature) !== key) {
        // Told whole in the next round, also where it is the same again by then: who did what in between is not in it.
        rolls.delete(id)
        continue
      }
      for (const participant of touched) {
        const person = state().participants.get(participant)
        const now = person !== undefined && isPresentPerson(person) ? isIncluded(person, feature) : null
        if ((included.get(participant) ?? null) === now) continue
        changes.set(participant, now)
        if (now === null) included.delete(participant)
        else included.set(participant, now)
      }
    }
    touched = new Set()
  }
  /** What became of a roll; nothing where it is another one by now. */
  function update(feature: FeatureState): NamedChange | undefined {
    const roll = rolls.get(feature.id)
    if (roll?.key !== keyOf(feature)) {
      rolls.set(feature.id, callRoll(feature))
      return undefined
    }
    const people = [...roll.changes].map(([participant, included]) => ({ participant, included }))
    roll.changes.clear()
    const isAsked = roll.offRequests !== countOf(feature)
    roll.offRequests = countOf(feature)
    return { people, ...(isAsked && { offRequests: projectOffRequests(feature, nameOf) }) }
  }

  return {
    touch: (participant) => void touched.add(participant),
    give(tallies) {
      catchUp()
      const told = new Map<string, string>()
      for (const [id, tally] of Object.entries(tallies)) {
        const feature = state().features.get(id)
        told.set(id, feature !== undefined && isNamed(feature) ? keyOf(feature) : JSON.stringify(tally))
      }
      return told
    },
    begin() {
      catchUp()
      const changes = new Map<string, NamedChange | undefined>()
      for (const [id, feature] of state().features) {
        if (isNamed(feature)) changes.set(id, update(feature))
        else rolls.delete(id)
      }
      /** Whole ones, made once for all who are told them. */
      const wholes = new Map<string, Tally | undefined>()
      const wholeOf = (id: string, viewer: Viewer): Tally | undefined => {
        if (!wholes.has(id)) wholes.set(id, projectTally(state(), id, viewer, nameOf))
        return wholes.get(id)
      }
      return {
        tell(viewer, was) {
          const told = new Map<string, string>()
          const tallies: Record<string, Tally | null> = {}
          const named: Record<string, NamedChange> = {}
          for (const [id, feature] of state().features) {
            if (!isHost(viewer.role) && toOwner(id) !== viewer.participant) continue
            if (isNamed(feature)) {
              const key = keyOf(feature)
              const change = changes.get(id)
              told.set(id, key)
              if (change === undefined || was.get(id) !== key) tallies[id] = wholeOf(id, viewer) ?? null
              else if (change.people.length > 0 || change.offRequests !== undefined) named[id] = change
              continue
            }
            const tally = projectTally(state(), id, viewer, nameOf)
            const text = tally && JSON.stringify(tally)
            if (text !== undefined) told.set(id, text)
            if (was.get(id) !== text) tallies[id] = tally ?? null
          }
          const [isWhole, isNews] = [Object.keys(tallies).length > 0, Object.keys(named).length > 0]
          if (!isWhole && !isNews) return { told }
          return { told, change: { ...(isWhole && { tallies }), ...(isNews && { named }) } }
        },
      }
    },
  }
}

const isNamed = ({ activation, entry }: FeatureState): boolean =>
  activation !== undefined && entry.feature.policy.disclosure === 'named'

/** Another run, or a pause, and everybody counts otherwise. */
const keyOf = ({ activation, barred }: FeatureState): string => `${activation?.id} ${barred}`

const countOf = ({ offRequests }: FeatureState): number => offRequests.by.length + offRequests.unknown
