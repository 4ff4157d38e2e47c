import { toOwner } from '../model/owned-id.ts'
import { isHosting } from '../model/participant.ts'
import {
  type Beside,
  eachNamed,
  type NamedPerson,
  projectOffRequests,
  projectTally,
  selectNamed,
  type Tally,
  type Viewer,
} from '../project.ts'
import type { NamedChange, ViewChange } from '../protocol/server-messages.ts'
import type { FeatureState, MeetingState } from '../state.ts'
import type { Running } from './running.ts'

// takes: who did something since the last round · gives: what that changes in the tallies that a viewer was told
// never: says what says nothing new, or goes through everybody to say what became of one

/** The tallies that somebody has been told, by feature: which they are, in a word. */
export type ToldTallies = Map<string, string>

/** One round of telling, the same for all who are told in it. */
export interface TallyRound {
  /** Features whose tallies may be others now. */
  readonly features: Iterable<string>
  /** What is new to a viewer; undefined where nothing is. Takes it into what they have been told. */
  tell(viewer: Viewer, told: ToldTallies): ViewChange | undefined
}

export interface Tallies {
  /** Somebody did something that may count in these features. */
  touch(participant: string, features: readonly string[]): void
  /** Somebody came or went: they count in all that is on. */
  touchAll(participant: string): void
  /** The tallies of these features may be others. */
  touchFeatures(features: Iterable<string>): void
  /** Begins a round: everything since the last one, and no more. */
  begin(): TallyRound
  /** Somebody is told these whole ones, as they are now: the next round goes on from there for them too. */
  give(tallies: Readonly<Record<string, Tally>>): ToldTallies | undefined
}

/** Who is in the tally of one run, as those were last told who are told names. */
interface Roll {
  readonly key: string
  readonly people: Map<string, NamedPerson>
  /** What is to be told of it in the next round; of who is not there any more, nothing is known. */
  readonly changes: Map<string, NamedPerson | undefined>
  offRequests: number
}

/** Told by names, a tally is whole with each run and each pause, and what became of it in between. */
export function createTallies(state: MeetingState, running: Running, nameOf: Beside['nameOf']): Tallies {
  const rolls = new Map<string, Roll>()
  /** Who did something since the last round, by feature. */
  const touched = new Map<string, Set<string>>()
  /** Who came or went since then. Taken into all that is on once a round, not with each of them. */
  const comers = new Set<string>()
  const changed = new Set<string>()

  const callRoll = (feature: FeatureState): Roll => ({
    key: keyOf(feature),
    people: new Map(Array.from(eachNamed(state, feature), (named) => [named.participant, named])),
    changes: new Map(),
    offRequests: countOf(feature),
  })
  /** Takes into the rolls who was touched; one that is another by now is told whole, and called anew for that. */
  function catchUp(): void {
    if (comers.size > 0) for (const id of running) changed.add(id)
    for (const id of changed) {
      const [roll, feature] = [rolls.get(id), state.features.get(id)]
      // Told whole in the next round, also where it is the same again by then: who did what in between is not in it.
      if (roll !== undefined && (feature === undefined || keyOf(feature) !== roll.key)) rolls.delete(id)
    }
    for (const [id, people] of touched) {
      const [roll, feature] = [rolls.get(id), state.features.get(id)]
      if (roll !== undefined && feature !== undefined) enter(roll, feature, people)
    }
    for (const [id, roll] of comers.size > 0 ? rolls : []) {
      const feature = state.features.get(id)
      if (feature !== undefined) enter(roll, feature, comers)
    }
    touched.clear()
    comers.clear()
  }
  function enter({ people, changes }: Roll, feature: FeatureState, who: Iterable<string>): void {
    for (const participant of who) {
      const was = people.get(participant)
      const now = selectNamed(state.participants.get(participant), feature)
      if (was?.included === now?.included && was?.unanswered === now?.unanswered) continue
      changes.set(participant, now)
      if (now === undefined) people.delete(participant)
      else people.set(participant, now)
    }
  }
  /** What became of a roll; nothing where it is another one by now. */
  function update(feature: FeatureState): NamedChange | undefined {
    const roll = rolls.get(feature.id)
    if (roll?.key !== keyOf(feature)) {
      rolls.set(feature.id, callRoll(feature))
      return undefined
    }
    const people = [...roll.changes].map(([participant, now]) => now ?? { participant, included: null })
    roll.changes.clear()
    const isAsked = roll.offRequests !== countOf(feature)
    roll.offRequests = countOf(feature)
    return { people, ...(isAsked && { offRequests: projectOffRequests(feature, nameOf) }) }
  }

  return {
    touch(participant, features) {
      for (const id of features) {
        changed.add(id)
        const people = touched.get(id) ?? new Set()
        touched.set(id, people.add(participant))
      }
    },
    touchAll: (participant) => void comers.add(participant),
    touchFeatures(features) {
      for (const id of features) changed.add(id)
    },
    give(tallies) {
      if (Object.keys(tallies).length === 0) return undefined
      catchUp()
      const told: ToldTallies = new Map()
      for (const [id, tally] of Object.entries(tallies)) {
        const feature = state.features.get(id)
        told.set(id, feature !== undefined && isNamed(feature) ? keyOf(feature) : JSON.stringify(tally))
      }
      return told
    },
    begin() {
      catchUp()
      const features = [...changed].flatMap((id) => state.features.get(id) ?? [])
      changed.clear()
      const changes = new Map<string, NamedChange | undefined>()
      for (const feature of features) {
        if (isNamed(feature)) changes.set(feature.id, update(feature))
        else rolls.delete(feature.id)
      }
      /** Whole ones, made once for all who are told them. */
      const wholes = new Map<string, Tally | undefined>()
      const wholeOf = (id: string, viewer: Viewer): Tally | undefined => {
        if (!wholes.has(id)) wholes.set(id, projectTally(state, id, viewer, nameOf))
        return wholes.get(id)
      }
      return {
        features: features.map(({ id }) => id),
        tell(viewer, told) {
          const tallies: Record<string, Tally | null> = {}
          const named: Record<string, NamedChange> = {}
          for (const feature of features) {
            const { id } = feature
            if (!isHosting(viewer.role) && toOwner(id) !== viewer.participant) continue
            const was = told.get(id)
            if (isNamed(feature)) {
              const key = keyOf(feature)
              const change = changes.get(id)
              told.set(id, key)
              if (change === undefined || was !== key) tallies[id] = wholeOf(id, viewer) ?? null
              else if (change.people.length > 0 || change.offRequests !== undefined) named[id] = change
              continue
            }
            const tally = projectTally(state, id, viewer, nameOf)
            const text = tally && JSON.stringify(tally)
            if (text === undefined) told.delete(id)
            else told.set(id, text)
            if (was !== text) tallies[id] = tally ?? null
          }
          const [isWhole, isNews] = [Object.keys(tallies).length > 0, Object.keys(named).length > 0]
          if (!isWhole && !isNews) return undefined
          return { ...(isWhole && { tallies }), ...(isNews && { named }) }
        },
      }
    },
  }
}

const isNamed = ({ activation, entry }: FeatureState): boolean =>
  activation !== undefined && entry.feature.policy.disclosure === 'named'

/** Another run, or a pause, and everybody counts otherwise. */
const keyOf = ({ activation, closedForAll }: FeatureState): string => `${activation?.id} ${closedForAll}`

const countOf = ({ offRequests }: FeatureState): number => (offRequests.by?.count ?? 0) + offRequests.unknown
