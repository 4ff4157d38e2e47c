import type { Clock, Undo } from '../ports.ts'

// takes: who is to be told what · gives: each a turn, in slices between which everybody else gets theirs
// never: goes through all of them to begin with, or keeps one twice in the same round

/** Some who are told the same, each when it is their turn. */
export interface Round<One> {
  /** Looked at only as their turn comes. */
  readonly ones: Iterator<One>
  /** Says what is due to one. */
  due(one: One): void
}

export interface Slices<One> {
  /** Begins a round, before those that are not urgent; one of the same name that is under way is over by it. */
  add(name: string, round: Round<One>, isUrgent: boolean): void
  /** Puts down what the rounds under way have for somebody, as if it were their turn; whether one had not come to them yet. */
  take(one: One): boolean
  /** Leaves somebody out of the rounds under way. */
  skip(one: One): void
  /** Goes on: at once, or as soon as everybody else has had their turn. */
  start(when: 'now' | 'soon'): void
  close(): void
}

const SLICE = 250

/** @param begin begins a slice; what it gives says everything that is due to one */
export function createSlices<One>(clock: Clock, begin: () => (one: One) => void): Slices<One> {
  interface Under extends Round<One> {
    readonly done: Set<One>
  }
  const urgent = new Map<string, Under>()
  const others = new Map<string, Under>()
  let timer: Undo | undefined
  const isBusy = (): boolean => urgent.size + others.size > 0

  function run(): void {
    timer = undefined
    const call = begin()
    let left = SLICE
    for (const rounds of [urgent, others]) {
      for (const [name, { due, done, ones }] of rounds) {
        for (; left > 0; left -= 1) {
          const { done: isOver, value } = ones.next()
          if (isOver === true) {
            rounds.delete(name)
            break
          }
          if (done.has(value)) continue
          due(value)
          call(value)
        }
      }
    }
    if (isBusy()) timer ??= clock.after(0, run)
  }
  const each = (act: (round: Under) => void): void => {
    for (const rounds of [urgent, others]) for (const round of rounds.values()) act(round)
  }

  return {
    add(name, { due, ones }, isUrgent) {
      const rounds = isUrgent ? urgent : others
      rounds.delete(name)
      rounds.set(name, { due, ones, done: new Set() })
    },
    take(one) {
      let isTurn = false
      each(({ due, done }) => {
        if (done.has(one)) return
        due(one)
        done.add(one)
        isTurn = true
      })
      return isTurn
    },
    skip(one) {
      each(({ done }) => done.add(one))
    },
    start(when) {
      if (!isBusy() || timer !== undefined) return
      if (when === 'now') run()
      else timer = clock.after(0, run)
    },
    close() {
      timer?.()
      urgent.clear()
      others.clear()
    },
  }
}
