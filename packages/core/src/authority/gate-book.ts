import { selectOpenAsks } from '../gate-rule.ts'
import type { AllowList } from '../protocol/gate-messages.ts'
import type { MeetingState } from '../state.ts'
import type { Closing } from './closing.ts'
import type { Touched } from './touched.ts'

// takes: committed facts, and closes that are not committed yet · gives: the allow-list of each feature
// never: opens on anything but a committed fact, or waits for a commit to close

export interface GateBook {
  /** Reads the gates that events may have changed from the committed state. */
  refresh(state: MeetingState, touched: readonly Touched[]): void
  /** Closes at once what a wish not yet committed would close, until `release`. */
  hold(wish: string, state: MeetingState, closes: readonly Closing[]): void
  release(wish: string, state: MeetingState): void
  list(feature: string): AllowList
  permits(participant: string, feature: string, ask: string): boolean
}

export function createGateBook(term: number, onChange: (features: ReadonlySet<string>) => void): GateBook {
  const allowed = new Map<string, Map<string, readonly string[]>>()
  const activations = new Map<string, string | null>()
  const epochs = new Map<string, number>()
  const held = new Map<string, readonly Closing[]>()
  /** How many wishes hold a gate closed, so that a check costs the same however many there are. */
  const holds = new Map<string, number>()

  const isHeld = (feature: string, participant: string): boolean =>
    holds.has(toKey({ feature })) || holds.has(toKey({ feature, participant }))
  const countHold = (close: Closing, by: 1 | -1): void => {
    const key = toKey(close)
    const count = (holds.get(key) ?? 0) + by
    if (count > 0) holds.set(key, count)
    else holds.delete(key)
  }

  /** Sets one gate; says whether that changed it. */
  const setOne = (state: MeetingState, feature: string, participant: string): boolean => {
    const now = state.features.get(feature)
    if (now === undefined) return false
    const person = state.participants.get(participant)
    const asks = isHeld(feature, participant) ? [] : selectOpenAsks(person, now)
    const list = allowed.get(feature) ?? new Map<string, readonly string[]>()
    allowed.set(feature, list)
    const was = list.get(participant) ?? []
    if (asks.length > 0) list.set(participant, asks)
    else list.delete(participant)
    return was.length !== asks.length || was.some((ask, at) => ask !== asks[at])
  }

  const setAll = (state: MeetingState, feature: string): boolean => {
    const activation = state.features.get(feature)?.activation?.id ?? null
    let isChanged = activations.get(feature) !== activation
    activations.set(feature, activation)
    // Off closes whoever is in the list; on opens nobody who has not accepted since.
    const people =
      activation === null ? [...(allowed.get(feature)?.keys() ?? [])] : [...state.participants.keys()]
    for (const participant of people) if (setOne(state, feature, participant)) isChanged = true
    return isChanged
  }

  const set = (state: MeetingState, touched: readonly Touched[]): void => {
    const changed = new Set<string>()
    for (const { participant, feature } of touched) {
      const features = feature === undefined ? [...state.features.keys()] : [feature]
      for (const id of features) {
        const isChanged = participant === undefined ? setAll(state, id) : setOne(state, id, participant)
        if (isChanged) changed.add(id)
      }
    }
    if (changed.size === 0) return
    for (const id of changed) epochs.set(id, (epochs.get(id) ?? 0) + 1)
    onChange(changed)
  }

  return {
    refresh: set,
    hold(wish, state, closes) {
      if (held.has(wish)) return
      held.set(wish, closes)
      for (const close of closes) countHold(close, 1)
      set(state, closes)
    },
    release(wish, state) {
      const closes = held.get(wish)
      if (closes === undefined) return
      held.delete(wish)
      for (const close of closes) countHold(close, -1)
      set(state, closes)
    },
    list(feature) {
      const allow = [...(allowed.get(feature) ?? [])].map(([participant, asks]) => ({
        participant,
        asks: [...asks],
      }))
      return {
        feature,
        activation: activations.get(feature) ?? null,
        term,
        epoch: epochs.get(feature) ?? 0,
        allow,
      }
    },
    permits: (participant, feature, ask) => allowed.get(feature)?.get(participant)?.includes(ask) ?? false,
  }
}

const toKey = ({ feature, participant }: Closing): string => JSON.stringify([feature, participant])
