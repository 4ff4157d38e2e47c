import type { MeetingState } from '../state.ts'

/**
 * A state that can be evolved and thrown away: what is not changed in it is read from the original.
 *
 * takes: a state · gives: another that starts equal to it · never: changes the original, but for its mark
 */
export function fork(state: MeetingState): MeetingState {
  return {
    ...disown(state),
    participants: new Layer(state.participants),
    features: new Layer(state.features),
    early: new Layer(state.early),
    roster: new Layer(state.roster),
  }
}

/**
 * The same state once more, to go another way. What the two share is nobody's from now on: whoever changes some of it
 * makes a copy first.
 */
export function copyState(state: MeetingState): MeetingState {
  return {
    ...disown(state),
    participants: new Map(state.participants),
    features: new Map(state.features),
    early: new Map(state.early),
    roster: new Map(state.roster),
  }
}

/** The state's own fields with a mark of their own; what either had until now is shared. */
function disown(state: MeetingState): MeetingState {
  const written = state as { -readonly [Key in keyof MeetingState]: MeetingState[Key] }
  written.owner = {}
  return { ...state, owner: {} }
}

/**
 * Takes over into a state what was folded into a fork of it, which is of no use after that.
 *
 * takes: a state that is as it was when the fork was made, and the fork · gives: that state, equal to the fork
 */
export function adopt(state: MeetingState, forked: MeetingState): void {
  const { participants, features, early, roster, owner: _, ...counts } = forked
  for (const map of [participants, features, early, roster]) if (map instanceof Layer) map.settle()
  Object.assign(state, counts)
}

/** A map over another map. Deleting is not needed: nobody, and no feature, is ever removed from a state. */
class Layer<Key, Value> extends Map<Key, Value> {
  readonly #below: Map<Key, Value>

  constructor(below: Map<Key, Value>) {
    super()
    this.#below = below
  }

  /** Puts what is in it into the map below. */
  settle(): void {
    for (const [key, value] of super.entries()) this.#below.set(key, value)
  }

  override get(key: Key): Value | undefined {
    return super.has(key) ? super.get(key) : this.#below.get(key)
  }

  override has(key: Key): boolean {
    return super.has(key) || this.#below.has(key)
  }

  override *keys(): MapIterator<Key> {
    yield* this.#below.keys()
    for (const key of super.keys()) if (!this.#below.has(key)) yield key
  }

  override values(): MapIterator<Value> {
    // As at the beginning of every batch; a generator over thousands takes several times as long.
    return super.size === 0 ? this.#below.values() : this.#layered()
  }

  *#layered(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value
  }

  override *entries(): MapIterator<[Key, Value]> {
    for (const key of this.keys()) yield [key, this.get(key) as Value]
  }

  override [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.entries()
  }

  override forEach(call: (value: Value, key: Key, map: Map<Key, Value>) => void): void {
    for (const [key, value] of this.entries()) call(value, key, this)
  }

  override get size(): number {
    let added = 0
    for (const key of super.keys()) if (!this.#below.has(key)) added += 1
    return this.#below.size + added
  }
}
